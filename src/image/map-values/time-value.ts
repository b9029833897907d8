import { i32At, u32At } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';

/** A time.Time that was never set. */
export const zeroTime: number = Number.NEGATIVE_INFINITY;

/** Bytes of a time.Time that say the moment: wall and ext. */
export const timeBytes = 16;

/** Seconds from the year 1 to 1885, where the wall clock of a time with a monotonic reading begins (src/time/time.go). */
const wallToInternal = (1884 * 365 + Math.floor(1884 / 4) - Math.floor(1884 / 100) + 4) * 86_400;
/** Seconds from the year 1 to 1970. */
const unixToInternal = (1969 * 365 + Math.floor(1969 / 4) - Math.floor(1969 / 100) + 4) * 86_400;

/** Whether the type is time.Time with the fields that `timeAt` reads. */
export function isTime(type: GoType): boolean {
  return type.name === 'time.Time' && type.packagePath === 'time' && type.size === 24;
}

/**
 * Milliseconds since 1970 of a time.Time (src/time/time.go, the same in Go 1.18 to 1.26): with the top bit of `wall` set,
 * the next 33 bits are seconds since 1885 and `ext` is the monotonic reading; else `ext` is seconds since the year 1. The
 * lower 30 bits of `wall` are nanoseconds. `zeroTime` for the zero value.
 */
export function timeAt(bytes: Uint8Array, offset: number): number {
  const wallLow = u32At(bytes, offset);
  const wallHigh = u32At(bytes, offset + 4);
  const ext = i32At(bytes, offset + 12) * 2 ** 32 + u32At(bytes, offset + 8);
  const nanoseconds = wallLow & 0x3fffffff;
  const hasMonotonic = wallHigh >= 2 ** 31;
  if (!hasMonotonic && ext === 0 && nanoseconds === 0) return zeroTime;
  const seconds = hasMonotonic ? wallToInternal + (wallHigh % 2 ** 31) * 4 + (wallLow >>> 30) : ext;
  return (seconds - unixToInternal) * 1000 + nanoseconds / 1e6;
}
