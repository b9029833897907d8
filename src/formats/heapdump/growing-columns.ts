/** Numbers added one by one, in a typed array that doubles. */
export class GrowingFloats {
  count = 0;
  #values = new Float64Array(1024);

  add(value: number): void {
    if (this.count === this.#values.length) {
      const larger = new Float64Array(this.count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.count++] = value;
  }

  /** What was added so far. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.count);
  }
}

/** The same for numbers below 2^32. */
export class GrowingWords {
  count = 0;
  #values = new Uint32Array(1024);

  add(value: number): void {
    if (this.count === this.#values.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.count++] = value;
  }

  get values(): Uint32Array {
    return this.#values.subarray(0, this.count);
  }
}
