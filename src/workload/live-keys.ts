import { SeededRandom } from '../simulate/index.ts';
import type { Eviction } from './workload.ts';

const noKey = -1;

/** The keys that are in a map, in the order of their insertion. New keys are numbers that were never used before. */
export class LiveKeys {
  #keys = new Int32Array(1024);
  /** Keys lie in [#first, #end); those that were taken from between are `noKey`. */
  #first = 0;
  #end = 0;
  #count = 0;
  #next = 0;
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  get count(): number {
    return this.#count;
  }

  /** A new key, which is the newest from now on. */
  add(): number {
    if (this.#end === this.#keys.length) this.#makeRoom();
    const key = this.#next++;
    this.#keys[this.#end++] = key;
    this.#count++;
    return key;
  }

  /** Takes a key away; there must be one. */
  take(which: Eviction): number {
    const place = this.#placeOf(which);
    const key = this.#keys[place];
    this.#keys[place] = noKey;
    this.#count--;
    while (this.#first < this.#end && this.#keys[this.#first] === noKey) this.#first++;
    while (this.#first < this.#end && this.#keys[this.#end - 1] === noKey) this.#end--;
    return key;
  }

  /** The first keys of an order, without taking them; of `random`, keys drawn one by one, which may come twice. */
  *some(which: Eviction, count: number): Generator<number> {
    if (this.#count === 0) return;
    this.#avoidSparse();
    if (which === 'random') {
      for (let drawn = 0; drawn < count; drawn++) yield this.#keys[this.#randomPlace()];
      return;
    }
    const step = which === 'oldest' ? 1 : -1;
    let place = which === 'oldest' ? this.#first : this.#end - 1;
    for (let seen = 0; seen < Math.min(count, this.#count); place += step) {
      if (this.#keys[place] === noKey) continue;
      seen++;
      yield this.#keys[place];
    }
  }

  clear(): void {
    this.#first = 0;
    this.#end = 0;
    this.#count = 0;
  }

  #placeOf(which: Eviction): number {
    if (which === 'oldest') return this.#first;
    return which === 'newest' ? this.#end - 1 : this.#randomPlace();
  }

  #randomPlace(): number {
    // Drawn again where a key was taken: with at least a quarter of the places full, that is seldom for long.
    this.#avoidSparse();
    while (true) {
      const place = this.#first + ((this.#random.next() >>> 0) % (this.#end - this.#first));
      if (this.#keys[place] !== noKey) return place;
    }
  }

  #avoidSparse(): void {
    if (this.#count < (this.#end - this.#first) / 4) this.#moveTogether();
  }

  #makeRoom(): void {
    if (this.#count <= this.#keys.length / 2) {
      this.#moveTogether();
      return;
    }
    const longer = new Int32Array(2 * this.#keys.length);
    longer.set(this.#keys);
    this.#keys = longer;
  }

  #moveTogether(): void {
    let to = 0;
    for (let place = this.#first; place < this.#end; place++) {
      if (this.#keys[place] !== noKey) this.#keys[to++] = this.#keys[place];
    }
    this.#first = 0;
    this.#end = to;
  }
}
