import type { Address } from '../base/index.ts';
import type { Memory, Region } from '../image/index.ts';
import { CopyRoom } from './copy-room.ts';

/** One piece of a copy; a range of gigabytes is many. */
const pieceBytes = 2 ** 24;
/** Where a piece cannot be read as a whole, what can is copied page by page. */
const pageBytes = 4096;

interface Piece {
  readonly start: Address;
  readonly end: Address;
  /** Undefined for pages that were not there: zeros. */
  readonly bytes: Uint8Array | undefined;
}

/** A stretch of memory that is to be copied. */
export interface CopyRange {
  readonly start: Address;
  readonly end: Address;
  /** True where no page was there, nor in swap: nothing is to be copied, and zeros are what was there. */
  readonly isAbsent?: boolean;
}

/**
 * Memory of which parts were copied at one moment: what lies in these is answered from the copy, everything else from the
 * target as it is now. Thereby a stopped process can go on before its heap is looked at.
 */
export class CopiedMemory implements Memory {
  readonly #memory: Memory;
  readonly #pieces: readonly Piece[];
  #last = 0;

  private constructor(memory: Memory, pieces: readonly Piece[]) {
    this.#memory = memory;
    this.#pieces = pieces;
  }

  /** Copies what can be read of the ranges, which may overlap unless they are absent. */
  static of(memory: Memory, ranges: readonly CopyRange[], room: CopyRoom = new CopyRoom(0)): CopiedMemory {
    const pieces: Piece[] = [];
    for (const { start, end, isAbsent } of joined(ranges)) {
      if (isAbsent) pieces.push({ start, end, bytes: undefined });
      else
        for (let from = start; from < end; from += pieceBytes)
          copyPiece(memory, from, Math.min(end, from + pieceBytes), pieces, room);
    }
    return new CopiedMemory(memory, pieces);
  }

  get copiedBytes(): number {
    return this.#pieces.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  }

  get regions(): readonly Region[] {
    return this.#memory.regions;
  }

  get bytesRead(): number {
    return this.#memory.bytesRead;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    const first = this.#pieceAt(address);
    if (first < 0) return this.#memory.read(address, length, into);
    const target = into ? into.subarray(0, length) : new Uint8Array(length);
    let done = 0;
    for (let index = first; done < length; index++) {
      const piece = this.#pieces[index];
      const at = address + done;
      // Beyond the copy there is only what the target says now, and that is another moment.
      if (!piece || piece.start > at) return undefined;
      const to = Math.min(piece.end, address + length);
      if (piece.bytes) target.set(piece.bytes.subarray(at - piece.start, to - piece.start), done);
      else target.fill(0, done, done + to - at);
      done += to - at;
    }
    return target;
  }

  letRun(): boolean {
    return false;
  }

  refresh(): void {
    this.#memory.refresh();
  }

  /** Index of the piece that covers the address, or -1. */
  #pieceAt(address: Address): number {
    const pieces = this.#pieces;
    const known = pieces[this.#last];
    if (known && address >= known.start && address < known.end) return this.#last;
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pieces[middle].start <= address) low = middle + 1;
      else high = middle;
    }
    const found = low - 1;
    if (found < 0 || address >= pieces[found].end) return -1;
    this.#last = found;
    return found;
  }
}

function copyPiece(memory: Memory, start: Address, end: Address, pieces: Piece[], room: CopyRoom): void {
  const bytes = memory.read(start, end - start, room.take(end - start));
  if (bytes) {
    pieces.push({ start, end, bytes });
    return;
  }
  for (let from = start, to = start; from < end; from = to) {
    to = Math.min(end, (Math.floor(from / pageBytes) + 1) * pageBytes);
    const page = memory.read(from, to - from);
    if (page) pieces.push({ start: from, end: to, bytes: page });
  }
}

/** In address order, without overlaps. */
function joined(ranges: readonly CopyRange[]): CopyRange[] {
  const result: { start: Address; end: Address; isAbsent: boolean }[] = [];
  for (const { start, end, isAbsent = false } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end && last.isAbsent === isAbsent) last.end = Math.max(last.end, end);
    else if (end > start) result.push({ start, end, isAbsent });
  }
  return result;
}
