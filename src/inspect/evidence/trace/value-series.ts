const mostPoints = 128;
const shortestMs = 1;

/** A value that changes now and then, at no more than 128 moments: the last one of each stretch. */
export class ValueSeries {
  #stretchMs = shortestMs;
  #values: (number | undefined)[] = [];

  set(atMs: number, value: number): void {
    let index = Math.max(0, Math.floor(atMs / this.#stretchMs));
    while (index >= mostPoints) {
      this.#stretchMs *= 2;
      // The second of each pair is the later one.
      this.#values = Array.from(
        { length: (this.#values.length + 1) >> 1 },
        (_, at) => this.#values[at * 2 + 1] ?? this.#values[at * 2],
      );
      index >>= 1;
    }
    this.#values[index] = value;
  }

  /** The values at which it changed, with the ends of their stretches. */
  changes(): { readonly untilMs: number; readonly value: number }[] {
    const changes: { untilMs: number; value: number }[] = [];
    for (const [index, value] of this.#values.entries())
      if (value !== undefined && value !== changes.at(-1)?.value)
        changes.push({ untilMs: (index + 1) * this.#stretchMs, value });
    return changes;
  }

  /** `count` values at even distances up to `endMs`; 0 before the first. */
  sampled(count: number, endMs: number): number[] {
    let last = 0;
    let next = 0;
    return Array.from({ length: count }, (_, place) => {
      const untilMs = (endMs * (place + 1)) / count;
      for (; next < this.#values.length && next * this.#stretchMs < untilMs; next++)
        last = this.#values[next] ?? last;
      return last;
    });
  }
}
