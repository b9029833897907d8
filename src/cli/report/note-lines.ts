import type { Diagnostic } from '../../base/index.ts';
import { formatCount } from '../../findings/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import type { Words } from '../words/words.ts';

/** What the evidence did not let us see, at the end of a report. */
export function* noteLines(
  diagnostics: readonly Diagnostic[],
  words: Words,
  { paint, columns }: Terminal,
): Generator<string> {
  if (diagnostics.length === 0) return;
  yield '';
  yield paint.bold(words.diagnostics);
  for (const { code, message, count } of diagnostics) {
    const times = count === undefined ? '' : ` (×${formatCount(count)})`;
    const [first, ...rest] = wrap(`${code}: ${printable(message)}${times}`, columns, '  ');
    yield `- ${first.trimStart()}`;
    yield* rest;
  }
}
