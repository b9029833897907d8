import { openLayouts } from '../../runtime/layouts.ts';
import type { Memory, Region } from '../../memory.ts';
import type { HeapPlace } from '../heap-place.ts';
import type { Layouts } from '../../runtime.ts';

/** A memory of a few byte arrays, each at an address of its own. */
export class ByteMemory implements Memory {
  readonly segments: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  bytesRead = 0;

  get regions(): readonly Region[] {
    return this.segments.map(({ start, bytes }) => ({
      start,
      end: start + bytes.length,
      readable: true,
      writable: true,
      executable: false,
      path: '',
      fileOffset: 0,
    }));
  }

  add(start: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.segments.push({ start, bytes });
    this.segments.sort((left, right) => left.start - right.start);
    return bytes;
  }

  read(address: number, length: number, into?: Uint8Array): Uint8Array | undefined {
    const segment = this.segments.find(
      ({ start, bytes }) => address >= start && address + length <= start + bytes.length,
    );
    if (!segment || !(length >= 0)) return undefined;
    this.bytesRead += length;
    const from = segment.bytes.subarray(address - segment.start, address - segment.start + length);
    if (!into) return from.slice();
    into.set(from);
    return into.subarray(0, length);
  }

  refresh(): void {}
}

export interface SpanSketch {
  readonly base: number;
  readonly pageCount?: number;
  readonly sizeClass: number;
  readonly noscan?: boolean;
  readonly elemSize: number;
  readonly elemCount: number;
  readonly freeIndex?: number;
  readonly state?: number;
  /** Added to mheap.sweepgen. */
  readonly sweepDelta?: number;
  readonly largeType?: number;
  /** Address of allocBits; gcmarkBits follow 4096 bytes later. */
  readonly bits?: number;
}

const mheapAddress = 0x500000;
const listAddress = 0x900000;
const structAddress = 0xa00000;
export const bitsAddress = 0xb00000;
export const heapAddress = 0xc000000000;
const sweepgen = 6;

/** A heap as the given Go lays it out, written from the offset table. */
export function sketchHeap(
  minor: number,
  sketches: readonly SpanSketch[],
  { heapBytes = 2 ** 20, experiments = [] as readonly string[] } = {},
): {
  place: HeapPlace;
  memory: ByteMemory;
  layouts: Layouts;
  spanBytes: Uint8Array;
  heap: Uint8Array;
  bits: Uint8Array;
} {
  const layouts = openLayouts(undefined, { minor, arch: 'amd64', experiments });
  const memory = new ByteMemory();
  const mheap = new DataView(memory.add(mheapAddress, 2 ** 17).buffer);
  const list = new DataView(memory.add(listAddress, Math.max(8, sketches.length * 8)).buffer);
  const size = layouts.struct('runtime.mspan')?.size ?? 0;
  const spanBytes = memory.add(structAddress, Math.max(1, sketches.length) * size);
  const bits = memory.add(bitsAddress, 2 ** 16);
  const heap = memory.add(heapAddress, heapBytes);
  mheap.setUint32(layouts.offset('runtime.mheap', 'sweepgen'), sweepgen, true);
  const allspans = layouts.offset('runtime.mheap', 'allspans');
  for (const [index, word] of [listAddress, sketches.length, sketches.length].entries()) {
    mheap.setBigUint64(allspans + index * 8, BigInt(word), true);
  }
  sketches.forEach((sketch, index) => {
    list.setBigUint64(index * 8, BigInt(structAddress + index * size), true);
    writeSpan(new DataView(spanBytes.buffer, index * size, size), layouts, minor, sketch);
  });
  return { place: { arch: 'amd64', layouts, mheapAddress }, memory, layouts, spanBytes, heap, bits };
}

function writeSpan(view: DataView, layouts: Layouts, minor: number, sketch: SpanSketch): void {
  const at = (field: string): number => layouts.offset('runtime.mspan', field);
  const word = (field: string, value: number): void => view.setBigUint64(at(field), BigInt(value), true);
  word('startAddr', sketch.base);
  word('npages', sketch.pageCount ?? 1);
  word('elemsize', sketch.elemSize);
  word('allocBits', sketch.bits ?? 0);
  word('gcmarkBits', sketch.bits === undefined ? 0 : sketch.bits + 4096);
  if (minor >= 22) {
    view.setUint16(at('nelems'), sketch.elemCount, true);
    view.setUint16(at('freeindex'), sketch.freeIndex ?? 0, true);
    word('largeType', sketch.largeType ?? 0);
  } else {
    word('nelems', sketch.elemCount);
    word('freeindex', sketch.freeIndex ?? 0);
  }
  view.setUint8(at('spanclass'), sketch.sizeClass * 2 + (sketch.noscan ? 1 : 0));
  view.setUint8(at('state'), sketch.state ?? 1);
  view.setUint32(at('sweepgen'), sweepgen + (sketch.sweepDelta ?? 0), true);
}

/** The same numbers on every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
