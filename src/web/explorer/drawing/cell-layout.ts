import { unitSlots } from '../../../gomem/index.ts';
import type { Block } from './cell-state.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The place of a block's frame, and of each of its units: the top left corner of eight cells one below the other. */
export interface PlacedBlock {
  readonly block: Block;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** x and y of each unit, two numbers a unit. */
  readonly places: Float64Array;
}

export interface CellLayout {
  /** Cells are squares of this, in CSS pixels, with what separates them. */
  readonly pitch: number;
  /** Height of the line above a block that names it; 0 where there is no room for text. */
  readonly titleHeight: number;
  readonly blocks: readonly PlacedBlock[];
  readonly height: number;
}

const pitches = [36, 30, 26, 22, 18, 15, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2];
/** Tables are drawn in rows of so many groups, whichever leaves room for the largest cells. */
const groupsPerRow = [32, 16, 64];
/** Names above tables need cells of this size. */
const smallestTitledPitch = 4;

/** The largest cells that fit; undefined where not even the smallest do. */
export function layoutCells(blocks: readonly Block[], { width, height }: Size): CellLayout | undefined {
  for (const pitch of pitches) {
    for (const perRow of groupsPerRow) {
      const layout = layoutAt(blocks, width, pitch, perRow);
      if (layout !== undefined && layout.height <= height) return layout;
    }
  }
  return undefined;
}

function layoutAt(
  blocks: readonly Block[],
  width: number,
  pitch: number,
  groupsInRow: number,
): CellLayout | undefined {
  const hasTitles = pitch >= smallestTitledPitch || blocks.length === 1 || blocks[0]?.kind !== 'table';
  const titleHeight = hasTitles ? 16 : 0;
  const blockGap = Math.max(4, pitch);
  const placed: PlacedBlock[] = [];
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  for (const block of blocks) {
    const inner =
      block.kind === 'table' ? tableUnits(block, pitch, groupsInRow) : arrayUnits(block, width, pitch);
    if (inner.width > width) return undefined;
    if (x > 0 && (x + inner.width > width || block.kind !== 'table')) {
      x = 0;
      y += rowHeight + blockGap;
      rowHeight = 0;
    }
    placed.push({
      block,
      x,
      y: y + titleHeight,
      width: inner.width,
      height: inner.height,
      places: inner.places.map((value, place) => value + (place % 2 === 0 ? x : y + titleHeight)),
    });
    x += inner.width + blockGap;
    rowHeight = Math.max(rowHeight, inner.height + titleHeight);
  }
  return { pitch, titleHeight, blocks: placed, height: y + rowHeight };
}

interface Units extends Size {
  readonly places: Float64Array;
}

/** Distance from one unit to the next. */
function stepOf(pitch: number): number {
  return pitch + Math.max(1, Math.round(pitch / 3));
}

/** Groups in rows; a frame of two pixels around them. */
function tableUnits({ units }: Block, pitch: number, groupsInRow: number): Units {
  const pad = 2;
  const step = stepOf(pitch);
  const rowStep = unitSlots * pitch + Math.max(1, Math.round(pitch / 2));
  const perRow = Math.min(groupsInRow, units.length);
  const rows = Math.ceil(units.length / perRow);
  const places = new Float64Array(2 * units.length);
  for (let unit = 0; unit < units.length; unit++) {
    places[2 * unit] = pad + (unit % perRow) * step;
    places[2 * unit + 1] = pad + Math.floor(unit / perRow) * rowStep;
  }
  return {
    places,
    width: 2 * pad + perRow * step - (step - pitch),
    height: 2 * pad + rows * rowStep - (rowStep - unitSlots * pitch),
  };
}

/** Buckets side by side, each with its chain below it; a row is as high as its longest chain. */
function arrayUnits({ units }: Block, width: number, pitch: number): Units {
  const step = stepOf(pitch);
  const unitHeight = unitSlots * pitch;
  const linkHeight = Math.max(1, Math.round(pitch / 2));
  const perRow = Math.max(1, Math.floor((width + step - pitch) / step));
  const places = new Float64Array(2 * units.length);
  let column = -1;
  let y = 0;
  let depth = 0;
  let longest = 0;
  const rowHeight = (): number => (longest + 1) * unitHeight + longest * linkHeight;
  for (const [place, unit] of units.entries()) {
    depth = unit.isChained ? depth + 1 : 0;
    if (!unit.isChained && ++column === perRow) {
      column = 0;
      y += rowHeight() + Math.max(3, pitch);
      longest = 0;
    }
    longest = Math.max(longest, depth);
    places[2 * place] = column * step;
    places[2 * place + 1] = y + depth * (unitHeight + linkHeight);
  }
  const columns = Math.min(perRow, units.filter(({ isChained }) => !isChained).length);
  return { places, width: columns * step - (step - pitch), height: y + rowHeight() };
}
