import type { Address } from '../../base/index.ts';
import type { SpanColumns } from '../span-table.ts';

/** One span as it is decoded; the fields of SpanColumns. */
export interface SpanRow {
  base: Address;
  pageCount: number;
  elemSize: number;
  elemCount: number;
  freeIndex: number;
  spanClass: number;
  sweepDelta: number;
  allocBits: Address;
  gcMarkBits: Address;
  largeType: Address;
  address: Address;
}

/**
 * A span that the runtime manages by hand (mSpanManual). `elemSize` is 0 for the work buffers of the collector; stacks set
 * it to the size of a stack (runtime/stack.go: stackpoolalloc, stackalloc; Go 1.18 to 1.26).
 */
export interface ManualSpan {
  readonly base: Address;
  readonly pageCount: number;
  readonly elemSize: number;
  /** Of its mspan. */
  readonly address: Address;
}

/** What a span in use keeps beside its objects, for the few that have any; 0 where there is none. */
export interface SpanBeside {
  readonly base: Address;
  /** Head of the list mspan.specials: finalizers, cleanups, weak pointers, samples of the heap profile. */
  readonly specials: Address;
  /** mspan.pinnerBits: two bits an object. */
  readonly pinnerBits: Address;
}

const stride = 8;
/** What fits the packed word of a row: 16 bits each for the counts (a small span has at most 10,240 slots), 8 for the rest. */
export const maxElemCount: number = 65535;

/**
 * Rows in the order in which they were met, eight words one after another: putting them in address order then misses
 * the cache once a row, not once a column.
 */
export class SpanRows {
  count = 0;
  readonly #words: Float64Array;
  /** Spans that hold stacks (or other memory that the runtime manages by hand). */
  readonly manual: ManualSpan[] = [];
  readonly besides: SpanBeside[] = [];

  constructor(capacity: number) {
    this.#words = new Float64Array(capacity * stride);
  }

  add(row: SpanRow): void {
    const words = this.#words;
    const at = this.count++ * stride;
    words[at] = row.base;
    words[at + 1] = row.pageCount;
    words[at + 2] = row.elemSize;
    words[at + 3] = row.allocBits;
    words[at + 4] = row.gcMarkBits;
    words[at + 5] = row.largeType;
    words[at + 6] = row.address;
    words[at + 7] =
      row.elemCount + row.freeIndex * 2 ** 16 + (row.spanClass + (row.sweepDelta + 128) * 256) * 2 ** 32;
  }

  base(row: number): Address {
    return this.#words[row * stride];
  }

  pageCount(row: number): number {
    return this.#words[row * stride + 1];
  }

  /** The rows that `order` lists, in that order. */
  pick(order: Uint32Array): SpanColumns {
    const count = order.length;
    const words = this.#words;
    const base = new Float64Array(count);
    const pageCount = new Uint32Array(count);
    const elemSize = new Float64Array(count);
    const elemCount = new Uint32Array(count);
    const freeIndex = new Uint32Array(count);
    const spanClass = new Uint8Array(count);
    const sweepDelta = new Int8Array(count);
    const allocBits = new Float64Array(count);
    const gcMarkBits = new Float64Array(count);
    const largeType = new Float64Array(count);
    const address = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const at = order[index] * stride;
      base[index] = words[at];
      pageCount[index] = words[at + 1];
      elemSize[index] = words[at + 2];
      allocBits[index] = words[at + 3];
      gcMarkBits[index] = words[at + 4];
      largeType[index] = words[at + 5];
      address[index] = words[at + 6];
      const high = Math.floor(words[at + 7] / 2 ** 32);
      const low = words[at + 7] - high * 2 ** 32;
      elemCount[index] = low % 2 ** 16;
      freeIndex[index] = low / 2 ** 16;
      spanClass[index] = high & 255;
      sweepDelta[index] = (high >> 8) - 128;
    }
    return {
      count,
      base,
      pageCount,
      elemSize,
      elemCount,
      freeIndex,
      spanClass,
      sweepDelta,
      allocBits,
      gcMarkBits,
      largeType,
      address,
    };
  }
}
