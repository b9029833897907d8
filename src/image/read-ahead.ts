import type { Address } from '../base/index.ts';
import type { Memory } from './memory.ts';

/** The same bytes in two views; a run begins at a multiple of 8. */
export interface Window {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

/**
 * Reads that are asked for before they are needed, so that another thread can make them meanwhile. First asked, first
 * taken. The bytes are as old as the asking, not as the taking.
 */
export interface ReadAhead {
  /** Where everything that is taken lies. */
  readonly window: Window;
  /** False where a run is read only when it is taken. */
  readonly isParallel: boolean;
  /** True where a run of `byteCount` bytes, at most `longestRun`, can be asked for now. */
  hasRoom(byteCount: number): boolean;
  /** Asks for [start, start + byteCount); `start` is a multiple of 8. */
  ask(start: Address, byteCount: number): void;
  /**
   * Where in the window the oldest run that was asked for lies, or -1 where `Memory.read` would give undefined. What
   * was taken before is overwritten from now on.
   */
  take(): number;
}

/** Runs that are asked for and not yet visited. */
const mostRuns = 64;

/** Bytes of the longest run. */
export const longestRun: number = 2 ** 20;

/** A stretch of memory that is read in one go; `end` is exclusive. */
export interface Run {
  readonly start: Address;
  readonly end: Address;
}

/** Reads ahead where the memory can, for work that will read about `byteCount` bytes; else one run after the other. */
export function readAheadOf(memory: Memory, byteCount: number): ReadAhead {
  return memory.readAhead?.(byteCount) ?? new ReadInTurn(memory);
}

/**
 * Takes run after run from `next` until it has none, and shows each with its place in the window (-1 where it could not
 * be read, and for a run of no bytes). `next` is called some runs ahead of `visit`, and again after the last visit,
 * which may have made more.
 */
export function readRuns<T extends Run>(
  ahead: ReadAhead,
  next: () => T | undefined,
  visit: (run: T, at: number) => void,
): void {
  const asked: T[] = [];
  let batch = 0;
  for (;;) {
    // In batches: to wake a thread that sleeps costs more than to read a few pages.
    if (asked.length <= batch / 2) {
      while (asked.length < mostRuns && ahead.hasRoom(longestRun)) {
        const run = next();
        if (!run) break;
        if (run.end > run.start) ahead.ask(run.start, run.end - run.start);
        asked.push(run);
      }
      batch = asked.length;
    }
    const run = asked.shift();
    if (!run) return;
    visit(run, run.end > run.start ? ahead.take() : -1);
  }
}

export function windowOf(buffer: ArrayBufferLike): Window {
  return { bytes: new Uint8Array(buffer), words: new Int32Array(buffer) };
}

/** One run at a time, read when it is taken. */
class ReadInTurn implements ReadAhead {
  readonly isParallel = false;
  readonly window: Window = windowOf(new ArrayBuffer(longestRun));
  readonly #memory: Memory;
  #start = 0;
  #byteCount = -1;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  hasRoom(): boolean {
    return this.#byteCount < 0;
  }

  ask(start: Address, byteCount: number): void {
    this.#start = start;
    this.#byteCount = byteCount;
  }

  take(): number {
    const isRead = this.#memory.read(this.#start, this.#byteCount, this.window.bytes) !== undefined;
    this.#byteCount = -1;
    return isRead ? 0 : -1;
  }
}
