import type { ProfileColumns } from '../formats/index.ts';
import { type SizeError, SizeErrors } from './byte-estimate.ts';
import { sampledOf } from './heap-sample.ts';
import { heapColumn } from './profile-kind.ts';

/** What one sample of a heap profile stands for: objects of one size that one stack allocated. */
export interface HeapRecord {
  /** With the bytes of one object, as the allocator rounds them. */
  readonly error: SizeError;
  readonly allocObjects: number;
  readonly allocBytes: number;
  readonly inuseObjects: number;
  readonly inuseBytes: number;
}

/** Reads samples as records. The runtime keeps one for each stack and size, and writes the size as the label `bytes`. */
export class HeapRecords {
  readonly #profile: ProfileColumns;
  readonly #errors: SizeErrors;
  /** Text of the label `bytes`, once it was met. */
  #bytesKey: number | undefined;

  constructor(profile: ProfileColumns) {
    this.#profile = profile;
    this.#errors = new SizeErrors(profile.period);
  }

  at(sample: number): HeapRecord {
    const { values, width } = this.#profile.samples;
    const base = sample * width;
    const allocObjects = values[base + heapColumn.allocObjects];
    const allocBytes = values[base + heapColumn.allocBytes];
    const objectBytes = this.#labelledBytes(sample) ?? (allocObjects > 0 ? allocBytes / allocObjects : 0);
    return {
      error: this.#errors.of(objectBytes),
      allocObjects,
      allocBytes,
      inuseObjects: values[base + heapColumn.inuseObjects],
      inuseBytes: values[base + heapColumn.inuseBytes],
    };
  }

  /** runtime/pprof/protomem.go writeHeapProto: the bytes of all divided by their number. */
  #labelledBytes(sample: number): number | undefined {
    const { samples, texts } = this.#profile;
    const { labelStarts, labels } = samples;
    for (let label = labelStarts[sample]; label < labelStarts[sample + 1]; label++) {
      if (!(labels.numbers[label] > 0)) continue;
      const key = labels.keys[label];
      if (key !== this.#bytesKey && texts.text(key) !== 'bytes') continue;
      this.#bytesKey = key;
      return labels.numbers[label];
    }
    return undefined;
  }
}

/** How many objects of a record were sampled when they were allocated, and how many of them are live. */
export function samplesOf({ error, allocObjects, inuseObjects }: HeapRecord): {
  readonly alloc: number;
  readonly inuse: number;
} {
  return { alloc: sampledOf(allocObjects, error.share), inuse: sampledOf(inuseObjects, error.share) };
}
