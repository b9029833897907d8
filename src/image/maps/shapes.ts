import type { MapMeasure } from './map-measure.ts';

const firstTableLength = 1024;

/**
 * Measures by number, each stored once: millions of small maps share a handful of them, so a map costs four bytes of
 * column instead of an object. An open-addressed table of numbers, because it is asked for every map of some size.
 */
export class Shapes {
  readonly #measures: MapMeasure[] = [];
  /** Number of a measure plus one, 0 free; its length is a power of two. */
  #table = new Uint32Array(firstTableLength);

  intern(measure: MapMeasure): number {
    const mask = this.#table.length - 1;
    for (let place = hashOf(measure) & mask; ; place = (place + 1) & mask) {
      const number = this.#table[place] - 1;
      if (number >= 0) {
        if (isSame(this.#measures[number], measure)) return number;
        continue;
      }
      this.#measures.push(measure);
      this.#table[place] = this.#measures.length;
      if (this.#measures.length * 2 > this.#table.length) this.#grow();
      return this.#measures.length - 1;
    }
  }

  get(number: number): MapMeasure {
    return this.#measures[number];
  }

  #grow(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.#measures.length; number++) {
      let place = hashOf(this.#measures[number]) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = number + 1;
    }
    this.#table = table;
  }
}

function hashOf({ len, slots, bytes, tombstones, overflowBuckets, unitSize, type }: MapMeasure): number {
  let hash = 0;
  for (const part of [len, slots, bytes, tombstones, overflowBuckets, unitSize, type?.id ?? -1]) {
    hash = Math.imul(hash ^ part, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(left: MapMeasure, right: MapMeasure): boolean {
  return (
    left.len === right.len &&
    left.slots === right.slots &&
    left.bytes === right.bytes &&
    left.tombstones === right.tombstones &&
    left.overflowBuckets === right.overflowBuckets &&
    left.growing === right.growing &&
    left.unitSize === right.unitSize &&
    left.unitHasPointers === right.unitHasPointers &&
    left.stackUnitBytes === right.stackUnitBytes &&
    left.type === right.type &&
    left.typeIsInferred === right.typeIsInferred &&
    left.candidates.length === right.candidates.length
  );
}
