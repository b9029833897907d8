import { formatAddress } from '../../base/index.ts';
import { formatBytes, formatCount } from '../../findings/index.ts';
import type { ObjectFacts, Way, WhyAnswer, WhyObject, WhyType } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type WhyWords, whyWords } from '../words/why-words.ts';
import { words as allWords } from '../words/words.ts';

/** `inspect --why` for people. */
export function* whyReport(answer: WhyAnswer, terminal: Terminal): Generator<string> {
  const lines = answer.kind === 'object' ? objectLines(answer, terminal) : typeLines(answer, terminal);
  for (const line of lines) yield `${line}\n`;
}

/** `inspect --why --json`: the answer as the library gives it, its addresses as text. */
export function* whyJson(answer: WhyAnswer): Generator<string> {
  const plain = (key: string, value: unknown): unknown =>
    key === 'address' && typeof value === 'number' ? formatAddress(value) : value;
  yield `${JSON.stringify(answer, plain)}\n`;
}

function* objectLines(answer: WhyObject, { paint, columns, language }: Terminal): Generator<string> {
  const words = whyWords[language];
  const { object, offset, part } = answer;
  const address = formatAddress(object.address);
  yield paint.bold(`${printable(object.type)} @ ${address}`);
  const retained = object.retainedBytes === null ? undefined : formatBytes(object.retainedBytes);
  yield* wrap(words.size(formatBytes(object.bytes), object.reachable ? retained : undefined), columns);
  if (offset > 0)
    yield* wrap(
      words.inside(formatAddress(object.address + offset), formatCount(offset), printable(part)),
      columns,
    );
  if (!object.reachable) {
    yield* wrap(words.garbage, columns);
    return;
  }
  if (object.retainedBytes === null) {
    if (object.path !== '') yield* wrap(`${words.path}: ${printable(object.path)}`, columns);
    yield* wrap(words.noWays, columns);
    return;
  }
  yield '';
  yield* dominatorLines(answer, words, columns, paint.bold);
  yield '';
  yield paint.bold(words.ways);
  for (const way of answer.ways) yield* wayLines(way, words, columns);
  const more = answer.wayCount - answer.ways.length;
  if (more > 0) yield words.moreWays(formatCount(more));
}

function* dominatorLines(
  { dominators, dominatorCount }: WhyObject,
  words: WhyWords,
  columns: number,
  bold: (text: string) => string,
): Generator<string> {
  yield bold(words.dominators);
  const omitted = dominatorCount - dominators.length;
  for (const [place, { name, root, address, retainedBytes }] of dominators.entries()) {
    if (omitted > 0 && place === dominators.length - 1) yield `  ${words.omitted(formatCount(omitted))}`;
    const what = root === null ? `${name} @ ${formatAddress(address ?? 0)}` : `${name} (${words.root[root]})`;
    yield* wrap(`${printable(what)}  ${words.retained(formatBytes(retainedBytes))}`, columns, '  ');
  }
  if ((dominators.at(-1)?.root ?? null) === null) yield* wrap(words.severalRoots, columns, '  ');
}

function* wayLines(
  { path, root, steps, omittedSteps }: Way,
  words: WhyWords,
  columns: number,
): Generator<string> {
  yield* wrap(`- ${printable(path)} (${words.root[root]})`, columns);
  const rows = steps.map(({ step, address, type }) => [
    printable(step) || '·',
    formatAddress(address),
    printable(type),
  ]);
  const table = tableLines(
    [
      { title: '', align: 'left', shrinkTo: 20 },
      { title: '', align: 'left' },
      { title: '', align: 'left', shrinkTo: 16 },
    ],
    rows,
    columns - 4,
  ).slice(1);
  for (const [place, line] of table.entries()) {
    if (omittedSteps > 0 && place === steps.length / 2)
      yield `    ${words.omitted(formatCount(omittedSteps))}`;
    yield `    ${line}`;
  }
}

function* typeLines(answer: WhyType, { paint, columns, language }: Terminal): Generator<string> {
  const words = whyWords[language];
  const common = allWords[language];
  yield paint.bold(printable(answer.type));
  yield words.typeSum(formatCount(answer.objects), formatBytes(answer.bytes));
  yield '';
  yield* tableLines(
    [
      { title: words.byPath, align: 'left', shrinkTo: 20 },
      { title: words.objects, align: 'right' },
      { title: words.bytes, align: 'right' },
    ],
    answer.paths.map(({ path, objects, bytes }) => [
      printable(path) || common.unknownHolder,
      formatCount(objects),
      formatBytes(bytes),
    ]),
    columns,
  );
  const more = answer.pathCount - answer.paths.length;
  if (more > 0) yield common.moreRows(formatCount(more));
  yield '';
  yield* wrap(words.largest, columns);
  yield* largestLines(answer.largest, words, columns);
  const [first] = answer.largest;
  if (!answer.way || !first) return;
  yield '';
  yield paint.bold(words.wayTo(formatAddress(first.address)));
  yield* wayLines(answer.way, words, columns);
}

function largestLines(objects: readonly ObjectFacts[], words: WhyWords, columns: number): string[] {
  return tableLines(
    [
      { title: words.address, align: 'left' },
      { title: words.bytes, align: 'right' },
      { title: words.retainedTitle, align: 'right' },
      { title: words.pathTitle, align: 'left', shrinkTo: 20 },
    ],
    objects.map(({ address, bytes, retainedBytes, path }) => [
      formatAddress(address),
      formatBytes(bytes),
      retainedBytes === null ? words.noRetained : formatBytes(retainedBytes),
      printable(path),
    ]),
    columns,
  );
}
