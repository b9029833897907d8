/**
 * The `limit` numbers of largest weight out of a stream, in a binary min-heap: O(n log limit), no object a number. Of
 * equal weights the smaller numbers are kept where they come in order, so that a longer list begins with the shorter.
 */
export class Largest {
  readonly #limit: number;
  readonly #items: number[] = [];
  readonly #weights: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether an item of this weight would be kept now. */
  accepts(weight: number): boolean {
    return this.#items.length < this.#limit || (this.#limit > 0 && weight > this.#weights[0]);
  }

  offer(item: number, weight: number): void {
    const { length } = this.#items;
    if (length < this.#limit) {
      this.#items.push(item);
      this.#weights.push(weight);
      this.#siftUp(length);
    } else if (length > 0 && weight > this.#weights[0]) {
      this.#items[0] = item;
      this.#weights[0] = weight;
      this.#siftDown();
    }
  }

  /** Largest first; equal weights in the order of the numbers. */
  ranked(): number[] {
    const places = this.#items.map((_, place) => place);
    places.sort((a, b) => this.#weights[b] - this.#weights[a] || this.#items[a] - this.#items[b]);
    return places.map((place) => this.#items[place]);
  }

  #siftUp(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #siftDown(): void {
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const right = left + 1;
      let least = place;
      if (left < this.#items.length && this.#isBefore(left, least)) least = left;
      if (right < this.#items.length && this.#isBefore(right, least)) least = right;
      if (least === place) return;
      this.#swap(place, least);
      place = least;
    }
  }

  /** Whether what is at place `a` goes before what is at `b`. */
  #isBefore(a: number, b: number): boolean {
    const difference = this.#weights[a] - this.#weights[b];
    return difference < 0 || (difference === 0 && this.#items[a] > this.#items[b]);
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b], this.#items[a]];
    [this.#weights[a], this.#weights[b]] = [this.#weights[b], this.#weights[a]];
  }
}
