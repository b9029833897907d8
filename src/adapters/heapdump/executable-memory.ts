import { type Address } from '../../base/index.ts';
import { readRelativeRelocations, type RelativeRelocations } from '../../formats/index.ts';
import type { Region } from '../../image/index.ts';
import type { FileSource } from '../file/file-source.ts';
import type { DumpExecutable } from './dump-executable.ts';

interface Extent {
  readonly start: Address;
  readonly end: Address;
  readonly fileOffset: number;
}

/**
 * The program's file as its loader maps it: words that the loader writes in a PIE are written here, too. Of data without
 * pointers, which a dump leaves out, it has what the program began with; that is where the module data are.
 */
export class ExecutableMemory {
  readonly regions: readonly Region[];
  readonly #file: FileSource;
  readonly #extents: readonly Extent[];
  readonly #loadBias: number;
  readonly #relocations: RelativeRelocations | undefined;

  constructor({ file, elf, loadBias }: DumpExecutable) {
    this.#file = file;
    this.#loadBias = loadBias;
    const loads = elf.segments
      .filter(({ type, fileSize }) => type === 1 && fileSize > 0)
      .toSorted((a, b) => a.address - b.address);
    this.#extents = loads.map(({ address, fileSize, memorySize, fileOffset }) => ({
      start: address + loadBias,
      end: address + loadBias + Math.min(fileSize, memorySize),
      fileOffset,
    }));
    this.regions = loads.map(({ flags }, index) => ({
      ...this.#extents[index],
      readable: true,
      writable: (flags & 2) !== 0,
      executable: (flags & 1) !== 0,
      path: file.path,
    }));
    this.#relocations = elf.type === 3 ? readRelativeRelocations(elf) : undefined;
  }

  /** The number of bytes at the address that the file has, at most `length`; 0 where it has none. */
  piece(at: Address, length: number, into: Uint8Array | undefined): number {
    const extent = this.#extents.find(({ start, end }) => at >= start && at < end);
    if (!extent) return 0;
    const count = Math.min(length, extent.end - at);
    if (!into) return count;
    if (this.#file.readInto(into, extent.fileOffset + at - extent.start, count) !== count) return 0;
    if (this.#relocations) this.#relocate(at, into.subarray(0, count), this.#relocations);
    return count;
  }

  #relocate(at: Address, bytes: Uint8Array, { addresses, addends }: RelativeRelocations): void {
    const first = at - this.#loadBias;
    let index = lowerBound(addresses, first - 7);
    for (; index < addresses.length && addresses[index] < first + bytes.length; index++) {
      const value = BigInt(addends[index] + this.#loadBias);
      for (let byte = 0; byte < 8; byte++) {
        const place = addresses[index] - first + byte;
        if (place >= 0 && place < bytes.length) bytes[place] = Number((value >> BigInt(8 * byte)) & 255n);
      }
    }
  }
}

function lowerBound(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
