import { formatBytes, formatCount } from '../../../findings/index.ts';
import { goLineName } from '../../../predict/index.ts';
import { type ExplorerState, keepOf } from '../model/explorer-state.ts';
import type { Session } from '../model/session.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';

/** The sentence at the top, by formula: it answers at once, whatever is being simulated. */
export function headlineText(state: ExplorerState, { sides }: Session, words: ExplorerWords): string {
  const keep = keepOf(state);
  return words.headline(
    formatCount(state.entries),
    formatCount(keep),
    keep < state.entries,
    sides.map(({ line, forecast }) => ({
      go: goLineName(line),
      filled: unbroken(forecast.filledBytes),
      stays: unbroken(forecast.deletedBytes),
      rebuilt: unbroken(forecast.rebuiltBytes),
    })),
  );
}

/** A number and its unit stay on one line. */
function unbroken(byteCount: number): string {
  return formatBytes(Math.round(byteCount)).replace(' ', '\u00a0');
}
