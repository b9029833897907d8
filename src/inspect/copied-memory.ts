import type { Address } from '../base/index.ts';
import type { Memory, Region, Stretch } from '../image/index.ts';
import { CopyRoom } from './copy-room.ts';

/** One piece of a copy, which one thread copies; a range of gigabytes is many. */
const pieceBytes = 2 ** 21;
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
    const pieces = planned(joined(ranges), room);
    const isRead = readPieces(memory, pieces);
    return new CopiedMemory(
      memory,
      pieces.flatMap((piece, index) => (isRead[index] ? piece : pagesOf(memory, piece))),
    );
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

function planned(ranges: readonly Required<CopyRange>[], room: CopyRoom): Piece[] {
  const pieces: Piece[] = [];
  for (const { start, end, isAbsent } of ranges) {
    const length = isAbsent ? end - start : pieceBytes;
    for (let from = start; from < end; from += length) {
      const to = Math.min(end, from + length);
      pieces.push({ start: from, end: to, bytes: isAbsent ? undefined : room.take(to - from) });
    }
  }
  return pieces;
}

/** Whether each piece was read as a whole. */
function readPieces(memory: Memory, pieces: readonly Piece[]): boolean[] {
  const stretches: Stretch[] = [];
  for (const { start, bytes } of pieces) if (bytes) stretches.push({ start, into: bytes });
  const isRead =
    memory.readAll?.(stretches) ??
    stretches.map(({ start, into }) => memory.read(start, into.length, into) !== undefined);
  let next = 0;
  return pieces.map(({ bytes }) => bytes === undefined || isRead[next++]);
}

/** What can be had of a piece that cannot be read as a whole, page by page. */
function pagesOf(memory: Memory, { start, end }: Piece): Piece[] {
  const pages: Piece[] = [];
  for (let from = start, to = start; from < end; from = to) {
    to = Math.min(end, (Math.floor(from / pageBytes) + 1) * pageBytes);
    const bytes = memory.read(from, to - from);
    if (bytes) pages.push({ start: from, end: to, bytes });
  }
  return pages;
}

/** In address order, without overlaps. */
function joined(ranges: readonly CopyRange[]): Required<CopyRange>[] {
  const result: { start: Address; end: Address; isAbsent: boolean }[] = [];
  for (const { start, end, isAbsent = false } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end && last.isAbsent === isAbsent) last.end = Math.max(last.end, end);
    else if (end > start) result.push({ start, end, isAbsent });
  }
  return result;
}
