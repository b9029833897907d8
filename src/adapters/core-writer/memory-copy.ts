import type { Address } from '../../base/index.ts';
import type { NewFile } from '../file/new-file.ts';
import type { CopyRun } from './core-plan.ts';

/** Bytes copied in one go: between them signals are heard. */
export const pieceBytes: number = 2 ** 23;

/** What a copy reads from. */
export interface CopiedMemory {
  readonly pageBytes: number;
  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined;
}

/** Where copied bytes go: memory for now, or the file at once. */
export interface CopyTarget {
  /** Room for the next `length` bytes of the file, at most pieceBytes. */
  take(length: number): Uint8Array;
  /** What `take` gave is filled and lies at this offset of the file. */
  put(bytes: Uint8Array, fileOffset: number): void;
  /**
   * Makes the room ready to be written to. To start another process is a fork, after which the first write to each page of
   * ours is a page fault again: a copy into a gigabyte then takes twice as long.
   */
  touch(): void;
  /** What was taken so far is not needed: the next piece takes its place. */
  rewind(): void;
  /** Writes what waits. */
  finish(): Generator<void>;
}

/**
 * Copies into memory that was touched before, so that the copy is not slowed by page faults of our own; all is written
 * once the process goes on.
 */
export class CopyToMemory implements CopyTarget {
  readonly #file: NewFile;
  readonly #blocks: Uint8Array[] = [];
  #block = 0;
  #used = 0;
  #waiting: { readonly bytes: Uint8Array; readonly fileOffset: number }[] = [];

  constructor(file: NewFile, expectedBytes: number) {
    this.#file = file;
    for (let room = 0; room < expectedBytes; room += blockBytes) this.#blocks.push(touchedBlock());
  }

  take(length: number): Uint8Array {
    if (this.#used + length > blockBytes) {
      this.#block++;
      this.#used = 0;
    }
    this.#blocks[this.#block] ??= new Uint8Array(blockBytes);
    this.#used += length;
    return this.#blocks[this.#block].subarray(this.#used - length, this.#used);
  }

  touch(): void {
    for (const block of this.#blocks)
      for (let at = 0; at < block.length; at += smallestPageBytes) block[at] = 1;
  }

  rewind(): void {
    this.#block = 0;
    this.#used = 0;
  }

  put(bytes: Uint8Array, fileOffset: number): void {
    this.#waiting.push({ bytes, fileOffset });
  }

  *finish(): Generator<void> {
    for (const { bytes, fileOffset } of this.#waiting) {
      this.#file.write(bytes, fileOffset);
      yield;
    }
    this.#waiting = [];
    this.#blocks.length = 0;
  }
}

const blockBytes = 8 * pieceBytes;
const smallestPageBytes = 4096;

function touchedBlock(): Uint8Array {
  return new Uint8Array(blockBytes).fill(1);
}

/** Writes each piece as it is copied: the process stands until the disk, or its cache, has all of it. */
export class CopyToFile implements CopyTarget {
  readonly #file: NewFile;
  readonly #piece = new Uint8Array(pieceBytes);

  constructor(file: NewFile) {
    this.#file = file;
  }

  touch(): void {
    this.#piece.fill(1);
  }

  rewind(): void {
    // There is one place only.
  }

  take(length: number): Uint8Array {
    return this.#piece.subarray(0, length);
  }

  put(bytes: Uint8Array, fileOffset: number): void {
    this.#file.write(bytes, fileOffset);
  }

  *finish(): Generator<void> {
    // All is written.
  }
}

/** Copies the run, which lies at `fileOffset` of the file; yields after each piece the bytes that could not be read. */
export function* copyRun(
  memory: CopiedMemory,
  run: CopyRun,
  fileOffset: number,
  target: CopyTarget,
): Generator<number> {
  for (let at = run.start; at < run.end; at += pieceBytes) {
    const length = Math.min(pieceBytes, run.end - at);
    const into = target.take(length);
    const lost = memory.read(at, length, into) ? 0 : copyPages(memory, at, into);
    target.put(into, fileOffset + at - run.start);
    yield lost;
  }
}

/** Some page went away since the plan was made (a process that runs): it is zeros. */
function copyPages(memory: CopiedMemory, start: Address, into: Uint8Array): number {
  const { pageBytes } = memory;
  let lost = 0;
  for (let done = 0; done < into.length; done += pageBytes) {
    const page = into.subarray(done, done + pageBytes);
    if (memory.read(start + done, page.length, page)) continue;
    page.fill(0);
    lost += page.length;
  }
  return lost;
}
