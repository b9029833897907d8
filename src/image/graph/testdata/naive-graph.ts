import type { RootRank } from '../roots.ts';
import { leafBytes, scanBytes, type SketchedGraph } from './synthetic-graph.ts';

/** The same questions answered by deleting a vertex and looking what can no longer be reached. */
export class NaiveGraph {
  readonly #sketch: SketchedGraph;
  /** Rank by which an object is reached first. */
  readonly rankOf: ReadonlyMap<number, RootRank>;

  constructor(sketch: SketchedGraph) {
    this.#sketch = sketch;
    const rankOf = new Map<number, RootRank>();
    for (const rank of [0, 1, 2, 3] as const) {
      const waiting = sketch.roots.filter((root) => root.rank === rank).flatMap(({ objects }) => objects);
      for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
        if (rankOf.has(object)) continue;
        rankOf.set(object, rank);
        waiting.push(...(sketch.pointers[object] ?? []));
      }
    }
    this.rankOf = rankOf;
  }

  bytesOf(object: number): number {
    return object < this.#sketch.scanned ? scanBytes : leafBytes;
  }

  /** Bytes that go with an object. */
  retainedByObject(object: number): number {
    return this.rankOf.has(object) ? this.#lostWithout({ object }) : 0;
  }

  retainedByRoot(root: number): number {
    return this.#lostWithout({ root });
  }

  /** Dominators of an object from the nearest up: those without which it is not reached. */
  dominatorsOf(object: number): number[] {
    const held = [...this.rankOf.keys()].filter(
      (other) => other !== object && !this.#reached({ object: other }).has(object),
    );
    // One of two dominators dominates the other: the nearer one goes with it.
    const goesWithout = (a: number, b: number): number => (this.#reached({ object: b }).has(a) ? 0 : 1);
    return held.sort((a, b) => goesWithout(b, a) - goesWithout(a, b));
  }

  /** Pointers on the shortest way from a root of the object's rank, the root's own included. */
  distanceOf(object: number): number {
    const rank = this.rankOf.get(object);
    let level = new Set(
      this.#sketch.roots.filter((root) => root.rank === rank).flatMap(({ objects }) => objects),
    );
    for (let steps = 1; steps <= this.rankOf.size; steps++) {
      if (level.has(object)) return steps;
      const next = [...level].flatMap((from) => this.#sketch.pointers[from] ?? []);
      level = new Set(next.filter((target) => this.rankOf.get(target) === rank));
    }
    return -1;
  }

  #lostWithout(without: { object?: number; root?: number }): number {
    const left = this.#reached(without);
    let bytes = 0;
    for (const object of this.rankOf.keys()) if (!left.has(object)) bytes += this.bytesOf(object);
    return bytes;
  }

  /** What is still reached, each object by roots and pointers of its own rank. */
  #reached({ object: deleted, root: deletedRoot }: { object?: number; root?: number }): Set<number> {
    const reached = new Set<number>();
    for (const rank of [0, 1, 2, 3] as const) {
      const waiting = this.#sketch.roots
        .filter((root, index) => root.rank === rank && index !== deletedRoot)
        .flatMap(({ objects }) => objects);
      for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
        if (object === deleted || reached.has(object) || this.rankOf.get(object) !== rank) continue;
        reached.add(object);
        waiting.push(...(this.#sketch.pointers[object] ?? []));
      }
    }
    return reached;
  }
}
