import { allocatedBytes, grownCapacity, type GoLine } from '../gomem/index.ts';

const pointerBytes = 8;
/** Both runtime.mapextra and the header of a list. */
const smallObjectBytes = 24;

interface List {
  length: number;
  capacity: number;
}

/**
 * What hmap.extra costs: the struct itself, and in maps without pointers the lists that keep overflow buckets from the
 * collector, one for each bucket array (runtime/map.go mapextra). The census does not count them to a map.
 */
export class OverflowLists {
  readonly #line: GoLine;
  readonly #isListed: boolean;
  #hasExtra = false;
  #current: List | undefined;
  #old: List | undefined;
  garbageBytes = 0;

  constructor(line: GoLine, unitHasPointers: boolean) {
    this.#line = line;
    this.#isListed = !unitHasPointers;
  }

  get liveBytes(): number {
    return (this.#hasExtra ? smallObjectBytes : 0) + this.#bytesOf(this.#current) + this.#bytesOf(this.#old);
  }

  /** An array brought overflow buckets along. */
  notePreallocated(): void {
    this.#hasExtra = true;
  }

  noteIteration(): void {
    if (this.#isListed) this.#listed();
  }

  append(): void {
    if (!this.#isListed) return;
    const list = this.#listed();
    if (list.length === list.capacity) {
      const before = this.#bytesOf(list);
      list.capacity = grownCapacity(list.capacity, list.length + 1, pointerBytes, true, this.#line);
      this.garbageBytes += before - smallObjectBytes;
    }
    list.length++;
  }

  /** A growth begins: what the list names is in the old array's chains now. */
  promote(): void {
    if (this.#current === undefined) return;
    this.#old = this.#current;
    this.#current = undefined;
  }

  dropOld(): void {
    this.garbageBytes += this.#bytesOf(this.#old);
    this.#old = undefined;
  }

  clear(): void {
    this.garbageBytes += this.#bytesOf(this.#current);
    this.#current = undefined;
    this.dropOld();
  }

  #listed(): List {
    this.#hasExtra = true;
    this.#current ??= { length: 0, capacity: 0 };
    return this.#current;
  }

  #bytesOf(list: List | undefined): number {
    if (list === undefined) return 0;
    return smallObjectBytes + allocatedBytes(list.capacity * pointerBytes, false, this.#line.minor);
  }
}
