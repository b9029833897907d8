import type { Address } from '../../base/index.ts';
import type { DumpRecords } from '../../formats/index.ts';
import type { DumpedSpans, Memory, Region } from '../../image/index.ts';
import type { FileSource } from '../file/file-source.ts';
import { dumpExtents, type Extents } from './dump-extents.ts';
import type { DumpExecutable } from './dump-executable.ts';
import { ExecutableMemory } from './executable-memory.ts';

const maxReadBytes = 2 ** 30;
const pageBytes = 8192;
/** Contents of neighbouring slots are read at once, with the lists of pointers between them, up to so many bytes. */
const scratchBytes = 2 ** 20;

/**
 * Memory out of a heap dump by position: objects, data, bss and stacks, and what the program's file has for the rest. Free
 * slots among objects read as zeros, so that spans can be read as a whole; all else that is not in the dump is undefined.
 */
export class DumpMemory implements Memory {
  readonly regions: readonly Region[];
  readonly #file: FileSource;
  readonly #spans: DumpedSpans;
  readonly #extents: Extents;
  readonly #executable: ExecutableMemory | undefined;
  readonly #scratch = new Uint8Array(scratchBytes);
  #bytesRead = 0;

  constructor(
    file: FileSource,
    dump: DumpRecords,
    spans: DumpedSpans,
    executable: DumpExecutable | undefined,
  ) {
    this.#file = file;
    this.#spans = spans;
    this.#executable = executable && new ExecutableMemory(executable);
    this.#extents = {
      count: 0,
      start: new Float64Array(0),
      end: new Float64Array(0),
      offset: new Float64Array(0),
    };
    this.#extents = dumpExtents(dump, (address, length) => this.read(address, length));
    this.regions = [...(this.#executable?.regions ?? []), ...regionsOf(dump)].sort(
      (a, b) => a.start - b.start,
    );
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    if (!(address >= 0) || !(length >= 0) || length > maxReadBytes || address + length > 2 ** 48)
      return undefined;
    // Nothing is allocated for a range that cannot be had.
    if (!this.#walk(address, length, undefined)) return undefined;
    const bytes = into ? into.subarray(0, length) : new Uint8Array(length);
    if (!this.#walk(address, length, bytes)) return undefined;
    this.#bytesRead += length;
    return bytes;
  }

  /** A dump does not change. */
  refresh(): void {}

  /** Goes through what holds the range, and reads where there is a place to put it. */
  #walk(address: Address, length: number, into: Uint8Array | undefined): boolean {
    for (let done = 0; done < length; ) {
      const at = address + done;
      const count = this.#piece(at, length - done, into?.subarray(done));
      if (count <= 0) return false;
      done += count;
    }
    return true;
  }

  /** The number of bytes at the address that one place holds, at most `length`; 0 where none does. */
  #piece(at: Address, length: number, into: Uint8Array | undefined): number {
    const span = this.#spans.find(at);
    if (span >= 0) {
      const offset = at - this.#spans.base[span];
      const count = Math.min(length, this.#spans.pageCount[span] * pageBytes - offset);
      return !into || this.#readSpan(span, offset, count, into) ? count : 0;
    }
    const { start, end, offset, count: extentCount } = this.#extents;
    const extent = this.#extentAt(at);
    if (extent < extentCount && start[extent] <= at) {
      const count = Math.min(length, end[extent] - at);
      if (!into) return count;
      if (offset[extent] < 0) into.fill(0, 0, count);
      else if (this.#file.readInto(into, offset[extent] + at - start[extent], count) !== count) return 0;
      return count;
    }
    const room = extent < extentCount ? start[extent] - at : length;
    return this.#executable?.piece(at, Math.min(length, room), into) ?? 0;
  }

  /** Puts bytes [from, from + count) of a span to `into`. */
  #readSpan(span: number, from: number, count: number, into: Uint8Array): boolean {
    const spans = this.#spans;
    const size = spans.elemSize[span];
    const first = Math.floor(from / size);
    const last = Math.min(spans.elemCount[span] - 1, Math.floor((from + count - 1) / size));
    const isOne = first === last && from + count <= (first + 1) * size;
    if (isOne) {
      const contents = spans.contentsOf(span, first);
      if (contents < 0) into.fill(0, 0, count);
      else return this.#file.readInto(into, contents + from - first * size, count) === count;
      return true;
    }
    into.fill(0, 0, count);
    // The objects of a span lie one after the other in the file: as many at a time as fit.
    let start = -1;
    let end = -1;
    for (let slot = first; slot <= last; slot++) {
      const contents = spans.contentsOf(span, slot);
      if (contents < 0) continue;
      const skipped = Math.max(0, from - slot * size);
      const wanted = Math.min(size, from + count - slot * size) - skipped;
      if (contents < start || contents + size > end) {
        start = contents;
        const got =
          size > scratchBytes ? 0 : this.#file.readInto(this.#scratch, start, this.#room(span, slot, last));
        end = start + got;
      }
      const target = into.subarray(slot * size + skipped - from, slot * size + skipped - from + wanted);
      if (contents + size <= end)
        target.set(this.#scratch.subarray(contents - start + skipped, contents - start + skipped + wanted));
      else if (this.#file.readInto(target, contents + skipped, wanted) !== wanted) return false;
    }
    return true;
  }

  /** Bytes of the file from a slot's contents to the end of the last slot that is wanted, as far as the buffer goes. */
  #room(span: number, slot: number, last: number): number {
    const spans = this.#spans;
    const start = spans.contentsOf(span, slot);
    for (let other = last; other > slot; other--) {
      const contents = spans.contentsOf(span, other);
      if (contents >= start) return Math.min(scratchBytes, contents + spans.elemSize[span] - start);
    }
    return spans.elemSize[span];
  }

  /** Index of the first extent that ends above the address. */
  #extentAt(address: Address): number {
    const { end, count } = this.#extents;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (end[middle] <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function regionsOf({ data, bss, parameters }: DumpRecords): Region[] {
  const ranges: { start: Address; end: Address; path: string }[] = [];
  for (const segment of [data, bss])
    if (segment) ranges.push({ start: segment.address, end: segment.address + segment.byteCount, path: '' });
  if (parameters && parameters.arenaEnd > parameters.arenaStart)
    ranges.push({ start: parameters.arenaStart, end: parameters.arenaEnd, path: '[anon: Go: heap]' });
  return ranges.map((range) => ({
    ...range,
    readable: true,
    writable: true,
    executable: false,
    fileOffset: 0,
  }));
}
