import type { ObjectIndex } from './object-index.ts';
import type { PathTrie } from './path-trie.ts';
import { SpanQueue } from './span-queue.ts';

/** Node of an object whose parts were reached by several paths; see `stretchesOf`. */
export const severalPaths = 65_535;
/** More separate stretches of one object than this are taken as one. */
const stretchLimit = 512;

/** Objects of which parts are kept apart at most: 200 bytes each. */
const partedLimit = 400_000;

/** A part of an object and the path that leads to it. */
export interface Stretch {
  /** Bytes from the start of the object. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly node: number;
  readonly owner: number;
  done: boolean;
}

/**
 * What was reached: two bytes of path and four of parent an object, and one bit while it waits to be looked at. The
 * columns are touched where objects are reached, so slots that nothing reaches cost no memory.
 */
export class ObjectMarks {
  /** Path node by id, 0 where the object was not reached. */
  readonly node: Uint16Array;
  /** Id of the object (or outside object) through which it was reached first. */
  readonly parent: Uint32Array;
  readonly queue: SpanQueue;
  /** Objects that wait, by span ordinal. */
  readonly waiting: Uint16Array;
  /** One bit an id. */
  readonly bits: Int32Array;
  /** True where pointers into the middle of objects were left out, because there are too many. */
  overflowed = false;
  readonly #trie: PathTrie;
  /** Ids above are of objects without pointers: they are noted, and never looked at. */
  readonly #scanCount: number;
  readonly #stretches = new Map<number, Stretch[]>();

  constructor(index: ObjectIndex, spanCount: number, trie: PathTrie) {
    this.#scanCount = index.count;
    this.node = new Uint16Array(index.lastId + 1);
    this.parent = new Uint32Array(index.lastId + 1);
    this.bits = new Int32Array((index.count >>> 5) + 1);
    this.waiting = new Uint16Array(spanCount);
    this.queue = new SpanQueue(spanCount);
    this.#trie = trie;
  }

  /** The object, not reached before, is held as a whole by a path; it will be looked at. */
  mark(id: number, span: number, node: number, owner: number): void {
    this.note(id, node, owner);
    if (id <= this.#scanCount) this.#wait(id, span);
  }

  /** Like `mark`, for an object that leads nowhere. */
  note(id: number, node: number, owner: number): void {
    // Who reached it first stays: what it holds itself may be what a type comes from.
    if (this.node[id] === 0) this.parent[id] = owner;
    this.node[id] = node;
  }

  /** A path leads to the bytes [from, to) of the object; what was covered before stays as it is. `tile`: size of one value. */
  cover(id: number, span: number, from: number, to: number, tile: number, node: number, owner: number): void {
    if (to <= from) return;
    const current = this.node[id];
    if (id > this.#scanCount) {
      if (current === 0) this.note(id, node, owner);
      return;
    }
    let list = this.#stretches.get(id);
    if (current === 0 && this.#stretches.size >= partedLimit) {
      if (from === 0) this.mark(id, span, node, owner);
      else this.overflowed = true;
      return;
    }
    if (current === 0) {
      this.note(id, severalPaths, owner);
      list = [];
      this.#stretches.set(id, list);
    } else if (current !== severalPaths) {
      const covered = this.#trie.covered[current];
      if (to <= covered) return;
      const done = (this.bits[id >>> 5] & (1 << (id & 31))) === 0;
      list = [{ from: 0, to: covered, node: current, owner: this.parent[id], done }];
      this.#stretches.set(id, list);
      this.node[id] = severalPaths;
    }
    if (list && addStretch(list, from, to, tile, node, owner)) this.#wait(id, span);
  }

  /** In address order; empty for an object that one path covers. */
  stretchesOf(id: number): readonly Stretch[] {
    return this.#stretches.get(id) ?? [];
  }

  /** Ids of objects that have stretches. */
  partedIds(): number[] {
    return [...this.#stretches.keys()];
  }

  /** Forgets everything that was reached. */
  clear(): void {
    this.node.fill(0);
    this.parent.fill(0);
    this.#stretches.clear();
  }

  #wait(id: number, span: number): void {
    const word = id >>> 5;
    const bit = 1 << (id & 31);
    if ((this.bits[word] & bit) !== 0) return;
    this.bits[word] |= bit;
    if (this.waiting[span]++ === 0) this.queue.add(span);
  }
}

/**
 * Adds the parts of [from, to) that no stretch covers; false where there are none. Each begins and ends at a whole value
 * of this path, so that its words are read as what they are; at most one value at an edge is then read twice.
 */
function addStretch(
  list: Stretch[],
  from: number,
  to: number,
  tile: number,
  node: number,
  owner: number,
): boolean {
  const step = Math.max(8, tile);
  // Beyond the limit the rest of the object is given to this path at once, so that the list cannot grow for ever.
  const end = list.length >= stretchLimit ? Infinity : to;
  const gaps: Stretch[] = [];
  let covered = from;
  const putGap = (until: number): void => {
    const start = from + Math.floor((covered - from) / step) * step;
    const stop = Math.min(end, from + Math.ceil((until - from) / step) * step);
    gaps.push({ from: start, to: stop, node, owner, done: false });
  };
  for (const other of list) {
    if (other.from >= end) break;
    if (other.from > covered) putGap(other.from);
    covered = Math.max(covered, other.to);
  }
  if (covered < end) putGap(end);
  if (gaps.length === 0) return false;
  list.push(...gaps);
  list.sort((a, b) => a.from - b.from);
  return true;
}
