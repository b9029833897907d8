import type { Runtime } from '../runtime.ts';
import { coveringBytes } from './swiss-layout.ts';

/** Offsets in runtime.hmap and runtime.mapextra (until Go 1.23; 1.24 and 1.25 with noswissmap). */
export interface ClassicLayout {
  readonly headerBytes: number;
  readonly count: number;
  readonly flags: number;
  readonly bucketLog2: number;
  readonly overflowCount: number;
  readonly hashSeed: number;
  readonly buckets: number;
  readonly oldBuckets: number;
  readonly evacuated: number;
  readonly extra: number;
  readonly extraBytes: number;
  readonly extraOverflow: number;
  readonly extraOldOverflow: number;
  readonly extraNextOverflow: number;
}

export function classicLayout({ layouts }: Runtime): ClassicLayout {
  const map = 'runtime.hmap';
  const extra = 'runtime.mapextra';
  const header = {
    count: layouts.offset(map, 'count'),
    flags: layouts.offset(map, 'flags'),
    bucketLog2: layouts.offset(map, 'B'),
    overflowCount: layouts.offset(map, 'noverflow'),
    hashSeed: layouts.offset(map, 'hash0'),
    buckets: layouts.offset(map, 'buckets'),
    oldBuckets: layouts.offset(map, 'oldbuckets'),
    evacuated: layouts.offset(map, 'nevacuate'),
    extra: layouts.offset(map, 'extra'),
  };
  return {
    ...header,
    headerBytes: coveringBytes(layouts.struct(map)?.size ?? 48, Object.values(header)),
    extraBytes: layouts.struct(extra)?.size ?? 24,
    extraOverflow: layouts.offset(extra, 'overflow'),
    extraOldOverflow: layouts.offset(extra, 'oldoverflow'),
    extraNextOverflow: layouts.offset(extra, 'nextOverflow'),
  };
}
