import type { ClassicStructure, SwissStructure } from '../../../simulate/index.ts';
import { type BarLayout, layoutBars, mostBars } from './bar-layout.ts';
import type { Brush } from './brush.ts';
import { type CellLayout, layoutCells, type PlacedBlock, type Size } from './cell-layout.ts';
import { CellState } from './cell-state.ts';
import type { BarGroup } from './fill-bar.ts';
import { directoryHeight, paintDirectory } from './paint-directory.ts';
import type { Palette } from './palette.ts';
import { barsOf } from './structure-bars.ts';
import { blocksOf, unitCountOf } from './structure-cells.ts';

/** What a drawing shows, for its label and for who checks it. */
export interface Drawn {
  readonly mode: 'cells' | 'bars';
  /** Slots drawn as cells, by what they hold. */
  readonly full: number;
  readonly empty: number;
  readonly deleted: number;
  readonly evacuated: number;
  readonly units: number;
  readonly tables: number;
  readonly bars: number;
  /** Tables or buckets behind a bar. */
  readonly each: number;
  /** Places of the drawing by what lies there, last one on top. */
  readonly spots: readonly Spot[];
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

/** More units than this fit no drawing of cells, whatever its size; they are not even laid out. */
const mostUnits = 6000;

/** Draws a structure on a canvas whose unit is the CSS pixel, and says what it drew. */
export function paintStructure(
  canvas: CanvasRenderingContext2D,
  structure: ClassicStructure | SwissStructure,
  size: Size,
  brush: Brush,
): Drawn {
  canvas.clearRect(0, 0, size.width, size.height);
  const hasDirectory = structure.kind === 'swiss' && structure.directoryLength > 0;
  const top = hasDirectory ? directoryHeight : 0;
  if (hasDirectory) paintDirectory(canvas, structure, size.width, brush);
  const room = { width: size.width, height: size.height - top };
  const layout = unitCountOf(structure) <= mostUnits ? layoutCells(blocksOf(structure), room) : undefined;
  canvas.save();
  canvas.translate(0, top);
  const drawn =
    layout === undefined
      ? paintBars(canvas, layoutBars(barsIn(structure, room), room), brush)
      : paintCells(canvas, layout, brush);
  canvas.restore();
  const spots = drawn.spots.map((spot) => ({ ...spot, y: spot.y + top }));
  return { ...drawn, spots, tables: structure.kind === 'swiss' ? structure.tables.length : 0 };
}

/** Tables keep a bar each as long as that can be seen; ranges of buckets are as long as is convenient. */
function barsIn(structure: ClassicStructure | SwissStructure, room: Size): BarGroup[] {
  return barsOf(structure, mostBars(room, structure.kind === 'swiss' ? 'smallest' : 'usual'));
}

function paintCells(
  canvas: CanvasRenderingContext2D,
  { pitch, titleHeight, blocks }: CellLayout,
  brush: Brush,
): Drawn {
  const { palette, words } = brush;
  const counts = [0, 0, 0, 0];
  let units = 0;
  for (const placed of blocks) {
    paintFrame(canvas, placed, titleHeight, brush);
    paintLinks(canvas, placed, pitch, palette);
    units += placed.block.units.length;
    for (const state of Object.values(CellState)) {
      counts[state] += paintStates(canvas, placed, pitch, state, palette);
    }
  }
  const spots = blocks.map(({ block, x, y, width, height }) => ({
    x,
    y,
    width,
    height,
    text: words.blockDetail(block),
  }));
  const [empty, full, deleted, evacuated] = counts;
  return { mode: 'cells', full, empty, deleted, evacuated, units, tables: 0, bars: 0, each: 0, spots };
}

function paintFrame(
  canvas: CanvasRenderingContext2D,
  { block, x, y, width, height }: PlacedBlock,
  titleHeight: number,
  { palette, words, pointedOut }: Brush,
): void {
  if (block.kind === 'table') {
    canvas.strokeStyle = pointedOut.has(block.index) ? palette.ink : palette.line;
    canvas.lineWidth = 1;
    canvas.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }
  if (titleHeight > 0) {
    const text = words.blockTitle(block);
    const isLong = canvas.measureText(text).width > width && block.kind === 'table';
    paintTitle(canvas, isLong ? words.blockShortTitle(block) : text, x, y, palette);
  }
}

function paintTitle(
  canvas: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  { muted, font }: Palette,
): void {
  canvas.fillStyle = muted;
  canvas.font = font;
  canvas.textBaseline = 'alphabetic';
  canvas.fillText(text, x, y - 4.5);
}

/** The lines that chains hang on. */
function paintLinks(
  canvas: CanvasRenderingContext2D,
  { block, places }: PlacedBlock,
  pitch: number,
  { muted }: Palette,
): void {
  canvas.fillStyle = muted;
  const width = pitch >= 8 ? 2 : 1;
  for (const [unit, { isChained }] of block.units.entries()) {
    if (!isChained) continue;
    const above = places[2 * unit - 1] + 8 * pitch - 1;
    canvas.fillRect(places[2 * unit] + (pitch - 1 - width) / 2, above, width, places[2 * unit + 1] - above);
  }
}

function paintStates(
  canvas: CanvasRenderingContext2D,
  { block, places }: PlacedBlock,
  pitch: number,
  state: CellState,
  palette: Palette,
): number {
  // Small cells touch: a gap would be half of them.
  const side = pitch >= 4 ? pitch - 1 : pitch;
  const isOutlined = state === CellState.deleted && pitch >= 6;
  canvas.fillStyle = fillOf(state, palette);
  canvas.strokeStyle = palette.series;
  canvas.lineWidth = 1;
  let count = 0;
  for (const [unit, { states }] of block.units.entries()) {
    const x = places[2 * unit];
    for (const [slot, found] of states.entries()) {
      if (found !== state) continue;
      count++;
      const y = places[2 * unit + 1] + slot * pitch;
      if (state === CellState.evacuated) paintLeft(canvas, x, y, side);
      else canvas.fillRect(x, y, side, side);
      if (isOutlined) canvas.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
    }
  }
  return count;
}

/** An evacuated slot: its outline where there is room for one, else a point. */
function paintLeft(canvas: CanvasRenderingContext2D, x: number, y: number, side: number): void {
  if (side < 5) {
    canvas.fillRect(x, y, 1, 1);
    return;
  }
  canvas.fillRect(x, y, side, 1);
  canvas.fillRect(x, y + side - 1, side, 1);
  canvas.fillRect(x, y, 1, side);
  canvas.fillRect(x + side - 1, y, 1, side);
}

function fillOf(state: CellState, { empty, series, seriesFaint, left }: Palette): string {
  if (state === CellState.full) return series;
  if (state === CellState.deleted) return seriesFaint;
  return state === CellState.evacuated ? left : empty;
}

function paintBars(
  canvas: CanvasRenderingContext2D,
  { barWidth, barHeight, groups }: BarLayout,
  { palette, words }: Brush,
): Drawn {
  let bars = 0;
  const spots: Spot[] = [];
  for (const { group, y, places } of groups) {
    paintTitle(canvas, words.barTitle(group), 0, y + 16, palette);
    for (const [place, bar] of group.bars.entries()) {
      const [left, top] = [places[2 * place], places[2 * place + 1]];
      canvas.fillStyle = bar.evacuated === 1 ? palette.left : palette.empty;
      if (bar.evacuated === 1) canvas.fillRect(left, top + barHeight - 1, barWidth, 1);
      else canvas.fillRect(left, top, barWidth, barHeight);
      const fullHeight = seenHeight(bar.full, barHeight);
      canvas.fillStyle = palette.series;
      canvas.fillRect(left, top + barHeight - fullHeight, barWidth, fullHeight);
      const deletedHeight = Math.min(barHeight - fullHeight, seenHeight(bar.deleted, barHeight));
      canvas.fillStyle = palette.seriesFaint;
      canvas.fillRect(left, top + barHeight - fullHeight - deletedHeight, barWidth, deletedHeight);
      spots.push({
        x: left,
        y: top,
        width: barWidth,
        height: barHeight,
        text: words.barDetail(group, place),
      });
    }
    bars += group.bars.length;
  }
  const nothing = { full: 0, empty: 0, deleted: 0, evacuated: 0, units: 0, tables: 0 };
  return { mode: 'bars', ...nothing, bars, each: groups.at(-1)?.group.each ?? 0, spots };
}

/** Anything above nothing shows. */
function seenHeight(share: number, height: number): number {
  return share === 0 ? 0 : Math.max(1, share * height);
}
