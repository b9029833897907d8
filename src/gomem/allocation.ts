import { classBytes, maxSmallBytes } from './size-classes.ts';

/** Bytes of a runtime page (runtime/malloc.go, the same on every supported platform). */
export const pageBytes = 8192;

/** Go 1.22 and later put a type pointer before objects with pointers over this size (runtime/mbitmap.go, minSizeForMallocHeader). */
const largestWithoutHeaderBytes = 512;
const mallocHeaderBytes = 8;

/**
 * Bytes that the heap spends on one object of `byteCount` bytes: its size class, or whole pages. `noscan` says that the
 * object has no pointers. runtime/malloc.go mallocgc: since Go 1.22 the limit for small objects leaves room for a malloc
 * header, whether the object gets one or not.
 */
export function allocatedBytes(byteCount: number, noscan: boolean, goMinor: number): number {
  // Zero-sized objects share runtime.zerobase.
  if (byteCount <= 0) return 0;
  const header = headerBytesOf(byteCount, noscan, goMinor);
  if (byteCount <= smallLimitBytes(goMinor)) return classBytes(byteCount + header);
  return Math.ceil(byteCount / pageBytes) * pageBytes;
}

/**
 * runtime/msize.go roundupsize: the usable bytes of the slot that an allocation of `byteCount` gets. Differs from
 * `allocatedBytes` by the malloc header, and before Go 1.22 for exactly 32 KiB, which it calls large.
 */
export function roundUpSize(byteCount: number, noscan: boolean, goMinor: number): number {
  if (goMinor < 22) {
    if (byteCount < maxSmallBytes) return classBytes(byteCount);
    return Math.ceil(byteCount / pageBytes) * pageBytes;
  }
  const header = headerBytesOf(byteCount, noscan, goMinor);
  if (byteCount <= smallLimitBytes(goMinor)) return classBytes(byteCount + header) - header;
  return Math.ceil(byteCount / pageBytes) * pageBytes;
}

function headerBytesOf(byteCount: number, noscan: boolean, goMinor: number): number {
  return goMinor >= 22 && !noscan && byteCount > largestWithoutHeaderBytes ? mallocHeaderBytes : 0;
}

function smallLimitBytes(goMinor: number): number {
  return goMinor >= 22 ? maxSmallBytes - mallocHeaderBytes : maxSmallBytes;
}
