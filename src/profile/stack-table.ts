/**
 * Stacks with labels, each once, and sums of values for each: in typed arrays, no object a stack. A stack is a list of numbers,
 * a set of labels one number.
 */
export class StackTable {
  count = 0;
  readonly width: number;
  #starts = new Uint32Array(1024);
  #stacks = new Uint32Array(16 * 1024);
  #labelSets = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  #values: Float64Array<ArrayBuffer>;
  /** Index plus one of the stack with this hash; 0 is free. A power of two, at most half full. */
  #slots = new Uint32Array(2048);

  constructor(width: number) {
    this.width = width;
    this.#values = new Float64Array(1024 * width);
  }

  /** Adds `factor` times the values at `base` to those of the stack. */
  add(stack: Uint32Array, labelSet: number, values: Float64Array, base: number, factor: number): void {
    const index = this.#index(stack, labelSet);
    for (let value = 0; value < this.width; value++)
      this.#values[index * this.width + value] += factor * values[base + value];
  }

  stackAt(index: number): Uint32Array {
    return this.#stacks.subarray(this.#starts[index], this.#starts[index + 1]);
  }

  labelSetAt(index: number): number {
    return this.#labelSets[index];
  }

  valuesAt(index: number): Float64Array {
    return this.#values.subarray(index * this.width, (index + 1) * this.width);
  }

  #index(stack: Uint32Array, labelSet: number): number {
    const hash = hashOf(stack, labelSet);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = this.#slots[slot] - 1;
      if (this.#hashes[index] === hash && this.#isAt(index, stack, labelSet)) return index;
    }
    const index = this.count++;
    this.#slots[slot] = index + 1;
    this.#reserve(stack.length);
    this.#hashes[index] = hash;
    this.#labelSets[index] = labelSet;
    this.#stacks.set(stack, this.#starts[index]);
    this.#starts[index + 1] = this.#starts[index] + stack.length;
    if (2 * this.count > this.#slots.length) this.#rehash();
    return index;
  }

  #isAt(index: number, stack: Uint32Array, labelSet: number): boolean {
    const start = this.#starts[index];
    if (this.#labelSets[index] !== labelSet || this.#starts[index + 1] - start !== stack.length) return false;
    for (let at = 0; at < stack.length; at++) if (this.#stacks[start + at] !== stack[at]) return false;
    return true;
  }

  #reserve(stackLength: number): void {
    if (this.count + 1 > this.#labelSets.length) {
      const length = this.#labelSets.length * 2;
      this.#labelSets = grown(this.#labelSets, length);
      this.#hashes = grown(this.#hashes, length);
      const values = new Float64Array(length * this.width);
      values.set(this.#values);
      this.#values = values;
    }
    if (this.count + 1 > this.#starts.length - 1) this.#starts = grown(this.#starts, this.#starts.length * 2);
    const end = this.#starts[this.count - 1] + stackLength;
    if (end > this.#stacks.length) this.#stacks = grown(this.#stacks, Math.max(end, this.#stacks.length * 2));
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = this.#hashes[index] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over words, mixed at the end so that the low bits depend on all. */
function hashOf(stack: Uint32Array, labelSet: number): number {
  let hash = Math.imul(0x811c_9dc5 ^ labelSet, 0x0100_0193);
  for (let at = 0; at < stack.length; at++) hash = Math.imul(hash ^ stack[at], 0x0100_0193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b_3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function grown(values: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(values);
  return larger;
}
