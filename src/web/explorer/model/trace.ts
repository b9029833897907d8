/** Samples that a curve is drawn from: more than pixels in a chart. */
const samplesWanted = 1500;

/** Bytes over a history, at regular operations and at the end of each phase. */
export class Trace {
  readonly operations: number[] = [];
  readonly lens: number[] = [];
  /** Live storage with boxes. */
  readonly totalBytes: number[] = [];
  readonly storageBytes: number[] = [];
  readonly #stride: number;

  constructor(operationCount: number) {
    this.#stride = Math.max(1, Math.ceil(operationCount / samplesWanted));
  }

  get length(): number {
    return this.operations.length;
  }

  wants(operation: number): boolean {
    return operation % this.#stride === 0;
  }

  add(operation: number, len: number, storageBytes: number, boxedBytes: number): void {
    this.operations.push(operation);
    this.lens.push(len);
    this.storageBytes.push(storageBytes);
    this.totalBytes.push(storageBytes + boxedBytes);
  }

  /** Index of the last sample that is not after an operation. */
  indexAt(operation: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.operations[middle] <= operation) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
