import type { GraphInput } from './traversal.ts';

/**
 * Breadth-first from all holders at once, an earlier rank before a later one: the shortest way to every object with
 * pointers. A place is an object's id, or behind all ids a holder. `without`: an object that no way may pass.
 */
export class ShortestPaths {
  /** The place before each object. */
  readonly #before: Uint32Array;
  /** Pointers from the holder, counted from 1. */
  readonly #distance: Uint32Array;

  constructor({ scanCount, lastId, table: { node, edges }, roots }: GraphInput, without = 0) {
    const before = new Uint32Array(scanCount + 1);
    const distance = new Uint32Array(scanCount + 1);
    const queue = new Uint32Array(scanCount + 1);
    let end = 0;
    let next = 0;
    const visit = (id: number, from: number, steps: number): void => {
      if (id > scanCount || distance[id] !== 0 || id === without) return;
      distance[id] = steps;
      before[id] = from;
      queue[end++] = id;
    };
    for (let holder = 0; holder < roots.holders.length; ) {
      const { rank } = roots.holders[holder];
      for (; holder < roots.holders.length && roots.holders[holder].rank === rank; holder++) {
        for (let place = roots.starts[holder]; place < roots.starts[holder + 1]; place++)
          visit(roots.ids[place], lastId + 1 + holder, 1);
      }
      while (next < end) {
        const id = queue[next++];
        for (let edge = node[2 * id]; edge < node[2 * id + 2]; edge++)
          visit(edges[edge], id, distance[id] + 1);
      }
    }
    this.#before = before;
    this.#distance = distance;
  }

  before(object: number): number {
    return this.#before[object];
  }

  /** 0 for what no way leads to. */
  distanceOf(object: number): number {
    return this.#distance[object];
  }
}
