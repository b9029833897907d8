const mostValues = 1024;

/** Every value of a short series, every second, fourth … of a longer one: enough for a median. */
export class ThinnedValues {
  #values: number[] = [];
  #stride = 1;
  #count = 0;

  add(value: number): void {
    if (this.#count++ % this.#stride !== 0) return;
    this.#values.push(value);
    if (this.#values.length < mostValues) return;
    this.#values = this.#values.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }

  /** Null of nothing; the upper one of two middle values. */
  median(): number | null {
    const sorted = this.#values.toSorted((left, right) => left - right);
    return sorted.length === 0 ? null : sorted[sorted.length >> 1];
  }

  /** Of the values those within `tolerance` (0.1 is a tenth) of `value`; 0 of nothing. */
  shareNear(value: number, tolerance: number): number {
    const near = this.#values.filter((each) => Math.abs(each - value) <= value * tolerance);
    return this.#values.length === 0 ? 0 : near.length / this.#values.length;
  }
}
