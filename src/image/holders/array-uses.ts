/** More stretches of one array than this are joined where they lie nearest. */
const stretchLimit = 256;

/** How the memory of one object is used by what refers to it. All in bytes from its start. */
export interface ArrayUse {
  /** Bytes in the union of what slices (up to their length), strings and pointers refer to. */
  readonly usedBytes: number;
  /** Lowest byte that anything refers to. */
  readonly from: number;
  /** End of the capacity that reaches furthest. */
  readonly capacityEnd: number;
  /** Some reference is a string. */
  readonly hasString: boolean;
}

/**
 * What slices, strings and pointers into the middle refer to, by object. Columns by id, of which only the pages of arrays
 * are ever touched; an array with references that leave gaps between them has a list.
 */
export class ArrayUses {
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #capacityEnd: Uint32Array;
  readonly #hasString: Uint8Array;
  readonly #isWhole: Uint8Array;
  readonly #gapped = new Map<number, number[]>();

  constructor(lastId: number) {
    this.#from = new Uint32Array(lastId + 1);
    this.#to = new Uint32Array(lastId + 1);
    this.#capacityEnd = new Uint32Array(lastId + 1);
    this.#hasString = new Uint8Array((lastId >>> 3) + 1);
    this.#isWhole = new Uint8Array((lastId >>> 3) + 1);
  }

  /** A pointer to a value that fills the object: no byte of it is idle. */
  addWhole(id: number): void {
    this.#isWhole[id >>> 3] |= 1 << (id & 7);
  }

  /** Bytes [from, to) are referred to, with room to grow up to `capacityEnd`. Objects beyond 4 GiB are used to that end. */
  add(id: number, from: number, to: number, capacityEnd: number, isString: boolean): void {
    if (capacityEnd > this.#capacityEnd[id]) this.#capacityEnd[id] = bounded(capacityEnd);
    if (isString) this.#hasString[id >>> 3] |= 1 << (id & 7);
    if (to <= from) return;
    const start = bounded(from);
    const end = bounded(to);
    const list = this.#gapped.get(id);
    if (list) insert(list, start, end);
    else if (this.#to[id] === 0) this.#set(id, start, end);
    else if (start <= this.#to[id] && end >= this.#from[id])
      this.#set(id, Math.min(start, this.#from[id]), Math.max(end, this.#to[id]));
    else {
      const both = [this.#from[id], this.#to[id]];
      insert(both, start, end);
      this.#gapped.set(id, both);
    }
  }

  /** Undefined where no slice or string refers to the object, or something refers to it as a whole. */
  of(id: number): ArrayUse | undefined {
    const capacityEnd = this.#capacityEnd[id];
    if (capacityEnd === 0 || (this.#isWhole[id >>> 3] & (1 << (id & 7))) !== 0) return undefined;
    const list = this.#gapped.get(id) ?? [this.#from[id], this.#to[id]];
    let usedBytes = 0;
    for (let at = 0; at < list.length; at += 2) usedBytes += list[at + 1] - list[at];
    const hasString = (this.#hasString[id >>> 3] & (1 << (id & 7))) !== 0;
    return { usedBytes, from: list[0], capacityEnd, hasString };
  }

  #set(id: number, from: number, to: number): void {
    this.#from[id] = from;
    this.#to[id] = to;
  }
}

function bounded(bytes: number): number {
  return Math.min(bytes, 2 ** 32 - 1);
}

/** Adds a stretch to starts and ends in order, joining what touches. */
function insert(list: number[], from: number, to: number): void {
  let first = 0;
  while (first < list.length && list[first + 1] < from) first += 2;
  let last = first;
  let start = from;
  let end = to;
  while (last < list.length && list[last] <= end) {
    start = Math.min(start, list[last]);
    end = Math.max(end, list[last + 1]);
    last += 2;
  }
  list.splice(first, last - first, start, end);
  if (list.length > 2 * stretchLimit) joinNearest(list);
}

function joinNearest(list: number[]): void {
  let nearest = 1;
  for (let at = 1; at + 1 < list.length; at += 2) {
    if (list[at + 1] - list[at] < list[nearest + 1] - list[nearest]) nearest = at;
  }
  list.splice(nearest, 2);
}
