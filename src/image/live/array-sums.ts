/** Arrays and the bytes of them that nobody uses. */
export interface ArraySum {
  readonly arrays: number;
  /** Of their slots. */
  readonly bytes: number;
  readonly idleBytes: number;
  /** Of these, at most so many are in memory. */
  readonly residentIdleBytes: number;
  /** What copies of the parts in use would give back, as the allocator rounds. */
  readonly reclaimableBytes: number;
  /** Id of the one with the most idle bytes, 0 for none. */
  readonly largest: number;
  readonly largestIdleBytes: number;
}

const fields = 7;

/** `ArraySum`s by path node, in one column. */
export class ArrayColumns {
  readonly #sums: Float64Array;

  constructor(nodes: number) {
    this.#sums = new Float64Array(nodes * fields);
  }

  add(
    node: number,
    id: number,
    {
      bytes,
      idle,
      residentIdle,
      reclaimable,
    }: Readonly<Record<'bytes' | 'idle' | 'residentIdle' | 'reclaimable', number>>,
  ): void {
    const sums = this.#sums;
    const at = node * fields;
    sums[at]++;
    sums[at + 1] += bytes;
    sums[at + 2] += idle;
    sums[at + 3] += residentIdle;
    sums[at + 4] += reclaimable;
    if (idle <= sums[at + 6]) return;
    sums[at + 5] = id;
    sums[at + 6] = idle;
  }

  of(node: number): ArraySum {
    const [arrays, bytes, idleBytes, residentIdleBytes, reclaimableBytes, largest, largestIdleBytes] =
      this.#sums.subarray(node * fields, (node + 1) * fields);
    return { arrays, bytes, idleBytes, residentIdleBytes, reclaimableBytes, largest, largestIdleBytes };
  }
}
