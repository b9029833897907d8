import { allocatedBytes, roundUpSize } from './allocation.ts';
import type { GoLine } from './go-line.ts';

/** How a slice is filled. */
export interface SliceUse {
  /** Elements that are appended one by one. */
  readonly appends: number;
  /** Capacity that make gave it; 0 for a nil slice. */
  readonly initialCapacity?: number;
}

export interface SlicePrediction {
  /** Every capacity that the slice had, the initial one first unless it was 0. */
  readonly capacities: readonly number[];
  /** Heap bytes of the array at the end. */
  readonly bytes: number;
  /** The most bytes that are live at once: the last growth copies from one array to the next. */
  readonly peakBytes: number;
  /** Bytes of the arrays that were left behind. */
  readonly garbageBytes: number;
  /** Bytes of the array that hold no element. */
  readonly unusedBytes: number;
}

/** runtime/malloc.go maxAlloc on amd64 and arm64: the runtime panics where an array would be larger. */
const maxAllocBytes = 2 ** 48;

/**
 * What a slice costs that elements are appended to one by one (runtime/slice.go growslice, Go 1.18 to 1.26). Up to 32
 * bytes may lie on the stack instead, in Go 1.25 and later also where the length is only known at run time.
 */
export function predictSlice(
  elementBytes: number,
  hasPointers: boolean,
  line: GoLine,
  { appends, initialCapacity = 0 }: SliceUse,
): SlicePrediction {
  const arrayBytes = (capacity: number): number =>
    allocatedBytes(capacity * elementBytes, !hasPointers, line.minor);
  const capacities = initialCapacity > 0 ? [initialCapacity] : [];
  // An element without size needs no array: every append just counts on (growslice returns cap = len).
  const counted = elementBytes === 0 ? Math.max(initialCapacity, appends) : 0;
  let capacity = Math.max(initialCapacity, counted);
  if (counted > initialCapacity) capacities.push(counted);
  while (capacity < appends && capacity * elementBytes < maxAllocBytes) {
    capacity = grownCapacity(capacity, capacity + 1, elementBytes, hasPointers, line);
    capacities.push(capacity);
  }
  const bytes = capacities.map(arrayBytes);
  const last = bytes.at(-1) ?? 0;
  const before = bytes.at(-2) ?? 0;
  return {
    capacities,
    bytes: last,
    peakBytes: last + before,
    garbageBytes: bytes.reduce((sum, one) => sum + one, 0) - last,
    unusedBytes: last - Math.min(last, appends * elementBytes),
  };
}

/**
 * Capacity after an append that needs room for `newLength` elements in a slice of `oldCapacity`: doubled up to 256, then
 * by a quarter and 192, and rounded up to the slot that the allocator gives (nextslicecap, roundupsize).
 */
export function grownCapacity(
  oldCapacity: number,
  newLength: number,
  elementBytes: number,
  hasPointers: boolean,
  line: GoLine,
): number {
  if (elementBytes === 0) return newLength;
  const wanted = nextCapacity(oldCapacity, newLength);
  const usable = roundUpSize(wanted * elementBytes, !hasPointers, line.minor);
  return Math.floor(usable / elementBytes);
}

const doublingThreshold = 256;

function nextCapacity(oldCapacity: number, newLength: number): number {
  if (newLength > 2 * oldCapacity) return newLength;
  if (oldCapacity < doublingThreshold) return 2 * oldCapacity;
  let capacity = oldCapacity;
  while (capacity < newLength) capacity += Math.floor((capacity + 3 * doublingThreshold) / 4);
  return capacity;
}
