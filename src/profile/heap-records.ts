import type { ProfileColumns } from '../formats/index.ts';
import { sampledObjects } from './heap-sample.ts';
import { heapColumn } from './profile-kind.ts';

/** What one sample of a heap profile stands for: objects of one size that one stack allocated. */
export interface HeapRecord {
  /** Bytes of one object, as the allocator rounds them. */
  readonly objectBytes: number;
  readonly allocObjects: number;
  readonly allocBytes: number;
  readonly inuseObjects: number;
  readonly inuseBytes: number;
  /** How many of them were sampled. */
  readonly allocSamples: number;
  readonly inuseSamples: number;
}

/** The runtime keeps a record for each stack and size, and writes the size as the label `bytes` (runtime/pprof/protomem.go). */
export function heapRecord(profile: ProfileColumns, sample: number): HeapRecord {
  const { values, width } = profile.samples;
  const base = sample * width;
  const allocObjects = values[base + heapColumn.allocObjects];
  const allocBytes = values[base + heapColumn.allocBytes];
  const inuseObjects = values[base + heapColumn.inuseObjects];
  const objectBytes = labelledBytes(profile, sample) ?? (allocObjects > 0 ? allocBytes / allocObjects : 0);
  const count = (objects: number): number => sampledObjects(objects, objectBytes, profile.period);
  return {
    objectBytes,
    allocObjects,
    allocBytes,
    inuseObjects,
    inuseBytes: values[base + heapColumn.inuseBytes],
    allocSamples: count(allocObjects),
    inuseSamples: count(inuseObjects),
  };
}

function labelledBytes({ samples, texts }: ProfileColumns, sample: number): number | undefined {
  const { labelStarts, labels } = samples;
  for (let label = labelStarts[sample]; label < labelStarts[sample + 1]; label++)
    if (labels.numbers[label] > 0 && texts.text(labels.keys[label]) === 'bytes') return labels.numbers[label];
  return undefined;
}
