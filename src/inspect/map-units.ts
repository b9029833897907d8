import { type Address, isAddress, u64At } from '../base/index.ts';
import type { MapArray, MapLayout, MapRecord, Memory } from '../image/index.ts';

/** A bucket or a group, valid until the next one is asked for. */
export interface MapUnit {
  readonly bytes: Uint8Array;
  /** Which array it lies in or hangs on. */
  readonly array: number;
  /** Which unit of the array it is, or hangs on. */
  readonly place: number;
  /** 1 for a bucket of the main or old array, 2 for the first overflow bucket behind it, and so on; 1 for groups. */
  readonly depth: number;
}

const windowBytes = 1 << 20;
/** Longer chains are damage or a race: the runtime grows the map long before. */
const chainLimit = 1000;

/** All groups of a Swiss map. */
export function* groupsOf(
  arrays: readonly MapArray[],
  layout: MapLayout,
  memory: Memory,
): Generator<MapUnit> {
  for (let array = 0; array < arrays.length; array++) {
    const { address, unitCount } = arrays[array];
    for (const { bytes, place } of unitsIn(address, unitCount, layout.unitSize, memory))
      yield { bytes, array, place, depth: 1 };
  }
}

/** All buckets of a classic map that an entry can lie in: main and old array, each with its chains of overflow buckets. */
export function* bucketsOf(
  record: MapRecord,
  arrays: readonly MapArray[],
  layout: MapLayout,
  memory: Memory,
): Generator<MapUnit> {
  const roots = [
    Math.max(1, record.slots / 8),
    ...(record.growing ? [powerOfTwoIn(arrays[1]?.unitCount ?? 0)] : []),
  ];
  for (let array = 0; array < Math.min(roots.length, arrays.length); array++) {
    const { address, unitCount } = arrays[array];
    const rootCount = Math.min(roots[array], unitCount);
    for (const { bytes, place } of unitsIn(address, rootCount, layout.unitSize, memory)) {
      yield { bytes, array, place, depth: 1 };
      let next = overflowOf(bytes, layout);
      for (let depth = 2; isAddress(next) && depth < chainLimit; depth++) {
        const bucket = memory.read(next, layout.unitSize);
        if (!bucket) break;
        yield { bytes: bucket, array, place, depth };
        next = overflowOf(bucket, layout);
      }
    }
  }
}

/** The last word of a bucket is its overflow pointer (runtime/map.go: bmap.overflow). */
function overflowOf(bucket: Uint8Array, layout: MapLayout): Address {
  return u64At(bucket, layout.unitSize - 8);
}

/** An array of buckets has preallocated overflow buckets after its 2^B: they are reached by chains only. */
function powerOfTwoIn(unitCount: number): number {
  return unitCount > 0 ? 2 ** Math.floor(Math.log2(unitCount)) : 0;
}

function* unitsIn(
  address: Address,
  unitCount: number,
  unitSize: number,
  memory: Memory,
): Generator<{ readonly bytes: Uint8Array; readonly place: number }> {
  const perWindow = Math.max(1, Math.floor(windowBytes / unitSize));
  for (let done = 0; done < unitCount; done += perWindow) {
    const count = Math.min(perWindow, unitCount - done);
    const window = memory.read(address + done * unitSize, count * unitSize);
    if (!window) continue;
    for (let unit = 0; unit < count; unit++)
      yield { bytes: window.subarray(unit * unitSize, (unit + 1) * unitSize), place: done + unit };
  }
}
