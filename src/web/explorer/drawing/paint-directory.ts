import type { SwissStructure } from '../../../simulate/index.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import type { Palette } from './palette.ts';

const titleHeight = 16;
const stripHeight = 10;
/** Room of the directory above the tables. */
export const directoryHeight: number = titleHeight + stripHeight + 10;
/** Entries narrower than this are not set apart. */
const smallestEntry = 4;

/**
 * The directory as a strip, one part a table: a table that has not split as often as the others fills several entries and
 * its part is wider. Those still to split are drawn in the strong colour.
 */
export function paintDirectory(
  canvas: CanvasRenderingContext2D,
  { directoryLength, globalDepth, tables }: SwissStructure,
  width: number,
  { muted, series, seriesFaint, font }: Palette,
  words: ExplorerWords,
): void {
  canvas.fillStyle = muted;
  canvas.font = font;
  canvas.textBaseline = 'alphabetic';
  canvas.fillText(words.directoryTitle(directoryLength, tables.length), 0, titleHeight - 4.5);
  const entryWidth = width / directoryLength;
  const gap = entryWidth >= smallestEntry ? 1 : 0;
  for (const { index, localDepth } of tables) {
    const entries = 2 ** (globalDepth - localDepth);
    canvas.fillStyle = entries > 1 ? series : seriesFaint;
    canvas.fillRect(index * entryWidth, titleHeight, Math.max(0.5, entries * entryWidth - gap), stripHeight);
  }
}
