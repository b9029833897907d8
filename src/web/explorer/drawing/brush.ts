import type { ExplorerWords } from '../words/explorer-words.ts';
import type { Palette } from './palette.ts';

/** How to draw: colours, words, and the tables to point out by their first directory entry. */
export interface Brush {
  readonly palette: Palette;
  readonly words: ExplorerWords;
  readonly pointedOut: ReadonlySet<number>;
}
