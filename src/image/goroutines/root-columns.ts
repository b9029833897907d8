import type { Address } from '../../base/index.ts';

/** How a root is known. */
export const rootKind = {
  /** A local variable or temporary that is live. */
  local: 0,
  /** A parameter or result on the caller's stack. */
  parameter: 1,
  /** A field of a variable whose address is taken. */
  object: 2,
  /** Kept by the goroutine itself: its context register, a deferred call, a panic. */
  own: 3,
  /** A word that may be a pointer. */
  conservative: 4,
} as const;

/** Roots side by side in columns, of which the first `count` entries hold. */
export class RootColumns {
  count = 0;
  /** Address of the word. */
  slot: Float64Array = new Float64Array(256);
  /** The pointer that it holds, an address by `isAddress`. */
  word: Float64Array = new Float64Array(256);
  /** Number of the frame, 0 the innermost; the count of frames for what lies above them all, -1 for the goroutine's own. */
  depth: Int32Array = new Int32Array(256);
  /** A `rootKind`. */
  kind: Uint8Array = new Uint8Array(256);

  clear(): void {
    this.count = 0;
  }

  add(slot: Address, word: Address, depth: number, kind: number): void {
    if (this.count === this.slot.length) this.#grow();
    this.slot[this.count] = slot;
    this.word[this.count] = word;
    this.depth[this.count] = depth;
    this.kind[this.count] = kind;
    this.count++;
  }

  #grow(): void {
    const length = this.slot.length * 2;
    const { slot, word, depth, kind } = this;
    this.slot = new Float64Array(length);
    this.slot.set(slot);
    this.word = new Float64Array(length);
    this.word.set(word);
    this.depth = new Int32Array(length);
    this.depth.set(depth);
    this.kind = new Uint8Array(length);
    this.kind.set(kind);
  }
}
