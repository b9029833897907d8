import type { SwissStructure } from '../../../simulate/index.ts';
import type { Brush } from './brush.ts';

const titleHeight = 16;
const stripHeight = 10;
/** Room of the directory above the tables. */
export const directoryHeight: number = titleHeight + stripHeight + 10;
/** Entries narrower than this are not set apart. */
const smallestEntry = 4;

/**
 * The directory as a strip, one part a table: a table that has not split as often as the others fills several entries and
 * its part is wider. Those still to split are drawn in the strong colour; those pointed out are underlined.
 */
export function paintDirectory(
  canvas: CanvasRenderingContext2D,
  { directoryLength, globalDepth, tables }: SwissStructure,
  width: number,
  { palette: { ink, muted, series, seriesFaint, font }, words, pointedOut }: Brush,
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
    const [x, partWidth] = [index * entryWidth, Math.max(0.5, entries * entryWidth - gap)];
    canvas.fillRect(x, titleHeight, partWidth, stripHeight);
    if (!pointedOut.has(index)) continue;
    canvas.fillStyle = ink;
    canvas.fillRect(x, titleHeight + stripHeight + 1, partWidth, 2);
  }
}
