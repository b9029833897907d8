import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { DumpRecords } from '../../formats/index.ts';

/** Stretches of addresses in order, none overlapping, and where in the dump their bytes are. */
export interface Extents {
  readonly count: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** File offset of the first byte; -1 where no frame covers a part of a stack in use: it reads as zeros. */
  readonly offset: Float64Array;
}

interface Piece {
  readonly start: Address;
  readonly end: Address;
  readonly offset: number;
}

const largestStack = 2 ** 30;

/**
 * What a dump holds outside the heap: data, bss, and stacks from the innermost frame to their high end. `read` reads the
 * heap: a g begins with the bounds of its stack (runtime2.go, every version).
 */
export function dumpExtents(
  dump: DumpRecords,
  read: (address: Address, length: number) => Uint8Array | undefined,
): Extents {
  const pieces: Piece[] = [];
  for (const segment of [dump.data, dump.bss]) {
    if (!segment) continue;
    const { address, byteCount, contents } = segment;
    pieces.push({ start: address, end: address + byteCount, offset: contents });
  }
  const { frames } = dump;
  for (let frame = 0; frame < frames.count; frame++) {
    const start = frames.sp[frame];
    pieces.push({ start, end: start + frames.byteCount[frame], offset: frames.contents[frame] });
  }
  const covered = disjoint(pieces);
  const gaps = dump.goroutines.flatMap(({ address, firstFrame, frameCount }) => {
    const bounds = frameCount > 0 ? read(address, 16) : undefined;
    const low = bounds ? u64At(bounds, 0) : 0;
    const high = bounds ? u64At(bounds, 8) : 0;
    const sp = frames.sp[firstFrame];
    const isSane = isAddress(low) && sp >= low && sp < high && high - low <= largestStack;
    return isSane ? gapsIn(covered, sp, high) : [];
  });
  const all = gaps.length > 0 ? disjoint([...covered, ...gaps]) : covered;
  return {
    count: all.length,
    start: Float64Array.from(all, ({ start }) => start),
    end: Float64Array.from(all, ({ end }) => end),
    offset: Float64Array.from(all, ({ offset }) => offset),
  };
}

/** In address order; of overlapping pieces (a damaged dump) the first stays. */
function disjoint(pieces: readonly Piece[]): Piece[] {
  let last = 0;
  return pieces
    .toSorted((a, b) => a.start - b.start)
    .filter(({ start, end }) => {
      const isKept = start >= last && end > start && end < 2 ** 48;
      if (isKept) last = end;
      return isKept;
    });
}

function gapsIn(covered: readonly Piece[], start: Address, end: Address): Piece[] {
  const gaps: Piece[] = [];
  let at = start;
  for (let index = indexAt(covered, start); index < covered.length; index++) {
    const piece = covered[index];
    if (piece.start >= end) break;
    if (piece.start > at) gaps.push({ start: at, end: piece.start, offset: -1 });
    at = Math.max(at, piece.end);
  }
  if (at < end) gaps.push({ start: at, end, offset: -1 });
  return gaps;
}

/** Index of the first piece that ends above the address. */
function indexAt(pieces: readonly Piece[], address: Address): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pieces[middle].end <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
