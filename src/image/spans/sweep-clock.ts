import { type Address, u32At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { HeapPlace } from './heap-place.ts';

/** A cycle takes longer than this many calls do. */
const callsBetweenLooks = 64;

/**
 * Says whether mheap.sweepgen is still what it was: it grows by 2 at the end of every mark phase (runtime/mgc.go,
 * gcSweep), and with it the meaning of every mspan.sweepgen changes.
 */
export class SweepClock {
  readonly sweepgen: number;
  readonly #memory: Memory;
  readonly #address: Address;
  #calls = 0;
  #hasMoved = false;

  constructor({ layouts, mheapAddress }: HeapPlace, memory: Memory) {
    this.#memory = memory;
    this.#address = mheapAddress + layouts.offset('runtime.mheap', 'sweepgen');
    this.sweepgen = this.#now();
  }

  /** Looks at the target now. */
  hasMoved(): boolean {
    if (this.#memory.isStill === true) return false;
    this.#hasMoved ||= this.#now() !== this.sweepgen;
    return this.#hasMoved;
  }

  /** Looks now and then. Mark bits outlive the cycle after their own, so that a late answer does no harm. */
  hasMovedLately(): boolean {
    if (this.#calls++ % callsBetweenLooks === 0) this.hasMoved();
    return this.#hasMoved;
  }

  #now(): number {
    const bytes = this.#memory.read(this.#address, 4);
    return bytes ? u32At(bytes, 0) : 0;
  }
}
