import type { Address } from '../base/index.ts';
import type { ReadAhead } from './read-ahead.ts';

/** One mapping of the target's address space. */
export interface Region {
  readonly start: Address;
  /** Exclusive. */
  readonly end: Address;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  /** Backing file as the target names it, `[heap]`, `[anon: Go: heap]`, … or ''. */
  readonly path: string;
  readonly fileOffset: number;
}

/** Where a stretch of memory begins, and where its bytes go. */
export interface Stretch {
  readonly start: Address;
  readonly into: Uint8Array;
}

/** The port through which every byte of a target is read; adapters are a live process and a core file. */
export interface Memory {
  /** In address order, not overlapping. */
  readonly regions: readonly Region[];
  /** True where the target cannot change: nothing of it has to be looked at again. */
  readonly isStill?: boolean;
  /** Bytes of the target read so far. */
  readonly bytesRead: number;
  /**
   * The bytes [address, address + length), or undefined when any of them cannot be had (not mapped, swapped out, left
   * out of the core): never a partial answer. Pages that a live process never touched read as zeros and are not
   * faulted in. With `into` (at least `length` long) the bytes are put there and a view of it is returned; without it
   * the result is a fresh array.
   */
  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined;
  /** For reading on in another thread; undefined where that does not pay for `byteCount` bytes or cannot be. One at a time. */
  readAhead?(byteCount: number): ReadAhead | undefined;
  /**
   * Reads stretch after stretch, with the help of another thread where one was started for it; says of each whether it has been
   * read. What is read into has to be zeros: they stand for pages that a process never touched.
   */
  readAll?(stretches: readonly Stretch[]): boolean[];
  /**
   * Gives a live process a moment to go on, and looks anew for memory that it has mapped since; false where that has
   * been done often enough, or there is none.
   */
  letRun?(): boolean;
  /** Forgets what was remembered about which pages are present; call before reading a changing process again. */
  refresh(): void;
}
