/** A 64-bit word in two halves, each a signed 32-bit integer. One object serves all keys: a BigInt would be made at each step. */
export class HashWord {
  low = 0;
  high = 0;

  set(low: number, high: number): void {
    this.low = low | 0;
    this.high = high | 0;
  }

  xor(low: number, high: number): void {
    this.low ^= low;
    this.high ^= high;
  }

  /** The lower 64 bits of the product. */
  multiply(low: number, high: number): void {
    const upper = upperProduct(this.low, low) + Math.imul(this.low, high) + Math.imul(this.high, low);
    this.low = Math.imul(this.low, low);
    this.high = upper | 0;
  }

  /** Becomes the upper half of the product of two 64-bit words, xor its lower half (runtime/hash64.go mix). */
  mix(leftLow: number, leftHigh: number, rightLow: number, rightHigh: number): void {
    const second =
      upperProduct(leftLow, rightLow) +
      (Math.imul(leftLow, rightHigh) >>> 0) +
      (Math.imul(leftHigh, rightLow) >>> 0);
    const third =
      upperProduct(leftLow, rightHigh) +
      upperProduct(leftHigh, rightLow) +
      (Math.imul(leftHigh, rightHigh) >>> 0) +
      Math.floor(second / 2 ** 32);
    const fourth = upperProduct(leftHigh, rightHigh) + Math.floor(third / 2 ** 32);
    this.low = Math.imul(leftLow, rightLow) ^ third;
    this.high = second ^ fourth;
  }
}

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function upperProduct(left: number, right: number): number {
  const leftLow = left & 0xffff;
  const leftHigh = left >>> 16;
  const rightLow = right & 0xffff;
  const rightHigh = right >>> 16;
  const first = leftHigh * rightLow + ((leftLow * rightLow) >>> 16);
  const second = leftLow * rightHigh + (first & 0xffff);
  return leftHigh * rightHigh + (first >>> 16) + (second >>> 16);
}
