import os from 'node:os';
import type { Address } from '../../base/index.ts';
import type { ElfSegment } from '../../formats/index.ts';
import type { Memory, ReadAhead, Region } from '../../image/index.ts';
import type { FileSource } from '../file/file-source.ts';
import { ReadAheadThread } from '../process/read-ahead-thread.ts';
import type { MappedFile } from './core-notes.ts';

const maxReadBytes = 2 ** 30;
const loadType = 1;
/** Work that reads less is done before another thread has started. */
const worthwhileBytes = 64 * 2 ** 20;

/** A stretch of addresses whose first `byteCount` bytes lie in `file` at `fileOffset`. */
interface Extent {
  readonly start: Address;
  readonly end: Address;
  readonly byteCount: number;
  readonly fileOffset: number;
  readonly file: FileSource;
}

/**
 * Memory out of a core file by position. What the core leaves out is taken from the executable where that cannot have
 * changed since (its read-only segments: gdb and Delve leave those out); all else that is left out is undefined.
 */
export class CoreMemory implements Memory {
  readonly isStill = true;
  /** Bytes of memory that the headers of the core promise and the file, cut short, does not hold. */
  readonly truncatedBytes: number;
  readonly #core: readonly Extent[];
  #regions: readonly Region[];
  #executable: readonly Extent[] = [];
  #lastIndex = 0;
  #bytesRead = 0;
  readonly #file: FileSource;
  #ahead: ReadAheadThread | undefined;

  constructor(core: FileSource, segments: readonly ElfSegment[], files: readonly MappedFile[]) {
    this.#file = core;
    const loads = disjoint(segments.filter((segment) => segment.type === loadType));
    this.#core = loads.map((segment) => ({
      start: segment.address,
      end: segment.address + segment.memorySize,
      byteCount: Math.max(0, Math.min(segment.fileSize, segment.memorySize, core.size - segment.fileOffset)),
      fileOffset: segment.fileOffset,
      file: core,
    }));
    this.truncatedBytes = loads.reduce(
      (sum, { fileSize, memorySize }, index) =>
        sum + Math.min(fileSize, memorySize) - this.#core[index].byteCount,
      0,
    );
    const sorted = files.toSorted((left, right) => left.start - right.start);
    this.#regions = loads.map((segment) => regionOf(segment, sorted));
  }

  get regions(): readonly Region[] {
    return this.#regions;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    return this.#read(address, length, into, true);
  }

  /** As `read`, from the core alone: for telling whether an executable belongs to it. */
  readCore(address: Address, length: number): Uint8Array | undefined {
    return this.#read(address, length, undefined, false);
  }

  /** From here on the read-only segments of the executable stand in for what the core leaves out. */
  useExecutable(file: FileSource, segments: readonly ElfSegment[], loadBias: number): void {
    const readOnly = disjoint(
      segments.filter(({ type, flags }) => type === loadType && (flags & writable) === 0),
    );
    this.#executable = readOnly.map(({ address, memorySize, fileSize, fileOffset }) => ({
      start: address + loadBias,
      end: address + loadBias + memorySize,
      byteCount: Math.min(fileSize, memorySize),
      fileOffset,
      file,
    }));
    const unlisted = this.#executable.flatMap((extent, index) => {
      if (this.#core.some(({ start, end }) => start < extent.end && extent.start < end)) return [];
      const { flags } = readOnly[index];
      const region = {
        start: extent.start,
        end: extent.end,
        readable: true,
        writable: false,
        executable: (flags & 1) !== 0,
      };
      return [{ ...region, path: file.path, fileOffset: extent.fileOffset }];
    });
    this.#regions = [...this.#regions, ...unlisted].sort((left, right) => left.start - right.start);
  }

  readAhead(byteCount: number): ReadAhead | undefined {
    if (!this.#ahead && byteCount >= worthwhileBytes && os.availableParallelism() > 1) {
      this.#ahead = new ReadAheadThread({
        descriptor: this.#file.descriptor,
        pagemapDescriptor: -1,
        pageBytes: 4096,
        positionOf: (start, length) => {
          const extent = this.#coreExtent(start);
          const offset = extent ? start - extent.start : 0;
          return extent && length <= extent.byteCount - offset ? extent.fileOffset + offset : -1;
        },
        read: (start, length, into) => this.read(start, length, into) !== undefined,
        count: (length) => {
          this.#bytesRead += length;
        },
      });
    }
    return this.#ahead;
  }

  /** A core does not change. */
  refresh(): void {}

  /** Ends the thread that reads ahead; to be called before the file is closed. */
  close(): void {
    this.#ahead?.close();
  }

  #read(
    address: Address,
    length: number,
    into: Uint8Array | undefined,
    fallBack: boolean,
  ): Uint8Array | undefined {
    if (!(address >= 0) || !(length >= 0) || length > maxReadBytes || address + length > 2 ** 52)
      return undefined;
    // Nothing is allocated for a range that cannot be had.
    if (!this.#walk(address, length, undefined, fallBack)) return undefined;
    const bytes = into ? into.subarray(0, length) : new Uint8Array(length);
    if (!this.#walk(address, length, bytes, fallBack)) return undefined;
    this.#bytesRead += length;
    return bytes;
  }

  /** Goes through the extents that hold the range, and reads where there is a place to put it. */
  #walk(address: Address, length: number, into: Uint8Array | undefined, fallBack: boolean): boolean {
    let done = 0;
    while (done < length) {
      const at = address + done;
      let extent = this.#coreExtent(at);
      if (!extent && fallBack)
        extent = this.#executable.find(({ start, byteCount }) => at >= start && at < start + byteCount);
      if (!extent) return false;
      const offset = at - extent.start;
      const count = Math.min(length - done, extent.byteCount - offset);
      if (into) {
        const got = extent.file.readInto(
          into.subarray(done, done + count),
          extent.fileOffset + offset,
          count,
        );
        if (got !== count) return false;
      }
      done += count;
    }
    return true;
  }

  #coreExtent(address: Address): Extent | undefined {
    const last = this.#core[this.#lastIndex];
    if (last && address >= last.start && address < last.end) return holds(last, address);
    let low = 0;
    let high = this.#core.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#core[middle].start <= address) low = middle + 1;
      else high = middle - 1;
    }
    if (high < 0) return undefined;
    this.#lastIndex = high;
    return holds(this.#core[high], address);
  }
}

/** PF_W. */
const writable = 2;

function holds(extent: Extent, address: Address): Extent | undefined {
  return address < extent.start + extent.byteCount ? extent : undefined;
}

/** In address order; of overlapping segments (a damaged file) the first stays. */
function disjoint(segments: readonly ElfSegment[]): ElfSegment[] {
  const kept: ElfSegment[] = [];
  let end = 0;
  for (const segment of segments.toSorted((left, right) => left.address - right.address)) {
    const last = segment.address + segment.memorySize;
    // [vsyscall] lies above 2^63 and is of no use.
    if (
      !(segment.memorySize > 0) ||
      segment.address < end ||
      last > 2 ** 52 ||
      !(segment.fileOffset < 2 ** 52)
    )
      continue;
    kept.push(segment);
    end = last;
  }
  return kept;
}

function regionOf(segment: ElfSegment, files: readonly MappedFile[]): Region {
  const { address, flags } = segment;
  let low = 0;
  let high = files.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (files[middle].start <= address) low = middle + 1;
    else high = middle - 1;
  }
  const file = high >= 0 && address < files[high].end ? files[high] : undefined;
  return {
    start: address,
    end: address + segment.memorySize,
    readable: (flags & 4) !== 0,
    writable: (flags & writable) !== 0,
    executable: (flags & 1) !== 0,
    path: file?.path ?? '',
    fileOffset: file ? file.fileOffset + address - file.start : 0,
  };
}
