import type { Address } from '../../base/index.ts';
import type { ClassicLayout } from './classic-layout.ts';
import { wordAt } from './header-view.ts';

/** runtime/map.go: hmap.flags. */
const hashWriting = 4;
const sameSizeGrow = 8;

/** hmap, decoded. */
export interface ClassicHeader {
  readonly count: number;
  readonly isWriting: boolean;
  /** The growth under way keeps the number of buckets: it only clears out overflow buckets. */
  readonly growsToSameSize: boolean;
  /** B: the array has 2^B buckets, and overflow buckets behind them. */
  readonly bucketLog2: number;
  /** Overflow buckets, counted exactly below B = 16 and by chance above. */
  readonly overflowCount: number;
  readonly hashSeed: number;
  readonly buckets: Address;
  readonly oldBuckets: Address;
  /** Old buckets below this number are evacuated; keeps its last value after a growth. */
  readonly evacuated: number;
  readonly extra: Address;
}

/** Undefined for values that no hmap has. */
export function readClassicHeader(
  layout: ClassicLayout,
  view: DataView,
  offset: number,
): ClassicHeader | undefined {
  const flags = view.getUint8(offset + layout.flags);
  const bucketLog2 = view.getUint8(offset + layout.bucketLog2);
  const count = wordAt(view, offset + layout.count);
  const evacuated = wordAt(view, offset + layout.evacuated);
  // 2^40 buckets are more than memory holds.
  if (flags > 15 || bucketLog2 > 40 || evacuated > 2 ** bucketLog2) return undefined;
  // A map grows when an insert would put more than 6.5 entries a bucket (runtime/map.go overLoadFactor).
  if (count > Math.max(8, 6.5 * 2 ** bucketLog2)) return undefined;
  return {
    count,
    isWriting: (flags & hashWriting) !== 0,
    growsToSameSize: (flags & sameSizeGrow) !== 0,
    bucketLog2,
    overflowCount: view.getUint16(offset + layout.overflowCount, true),
    hashSeed: view.getUint32(offset + layout.hashSeed, true),
    buckets: wordAt(view, offset + layout.buckets),
    oldBuckets: wordAt(view, offset + layout.oldBuckets),
    evacuated,
    extra: wordAt(view, offset + layout.extra),
  };
}

/** log2 of the old array's buckets: a same-size growth has as many old buckets as new ones. */
export function oldBucketLog2(header: ClassicHeader): number {
  return header.growsToSameSize ? header.bucketLog2 : header.bucketLog2 - 1;
}
