import { type ByteEstimate, ByteSum } from './byte-estimate.ts';
import type { HeapRecord } from './heap-records.ts';

/** Bytes and objects that a part of a heap profile stands for. */
export interface HeapSums {
  readonly inuseObjects: number;
  readonly inuse: ByteEstimate;
  readonly allocObjects: number;
  readonly alloc: ByteEstimate;
}

/** Adds up records of a heap profile. */
export class HeapSum {
  isEmpty = true;
  #inuseObjects = 0;
  #allocObjects = 0;
  readonly #inuse = new ByteSum();
  readonly #alloc = new ByteSum();

  add({ error, allocObjects, allocBytes, inuseObjects, inuseBytes }: HeapRecord): void {
    this.isEmpty = false;
    this.#inuseObjects += inuseObjects;
    this.#allocObjects += allocObjects;
    this.#inuse.add(inuseObjects, inuseBytes, error);
    this.#alloc.add(allocObjects, allocBytes, error);
  }

  result(): HeapSums {
    return {
      inuseObjects: this.#inuseObjects,
      inuse: this.#inuse.estimate(),
      allocObjects: this.#allocObjects,
      alloc: this.#alloc.estimate(),
    };
  }
}

/** The largest live first. */
export function ranked<Row extends HeapSums>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => b.inuse.bytes - a.inuse.bytes || b.alloc.bytes - a.alloc.bytes);
}
