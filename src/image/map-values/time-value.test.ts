import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeAt, zeroTime } from './time-value.ts';

/** Days from the year 1 to 1885 and to 1970, by the calendar of Date; Date.UTC takes the year 1 for 1901. */
const daysTo = (year: number): bigint => {
  const first = new Date(Date.UTC(2000, 0, 1));
  first.setUTCFullYear(1);
  return BigInt(Math.round((Date.UTC(year, 0, 1) - first.getTime()) / 86_400_000));
};

function bytesOf(wall: bigint, ext: bigint): Uint8Array {
  const bytes = new Uint8Array(24);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt.asUintN(64, wall), true);
  view.setBigInt64(8, BigInt.asIntN(64, ext), true);
  return bytes;
}

/** As time.Now makes it while it has a monotonic reading: seconds since 1885 in 33 bits of wall (src/time/time.go). */
function withMonotonic(unixSeconds: number, nanoseconds: number, monotonic: number): Uint8Array {
  const seconds = BigInt(unixSeconds) + (daysTo(1970) - daysTo(1885)) * 86_400n;
  return bytesOf((1n << 63n) | (seconds << 30n) | BigInt(nanoseconds), BigInt(monotonic));
}

/** As time.Unix makes it: seconds since the year 1 in ext. */
function withoutMonotonic(unixSeconds: number, nanoseconds: number): Uint8Array {
  return bytesOf(BigInt(nanoseconds), BigInt(unixSeconds) + daysTo(1970) * 86_400n);
}

test('both forms of a time are the moment that they were made from', () => {
  const moment = fc.record({
    seconds: fc.integer({ min: -2_682_288_000, max: 5_907_646_000 }),
    nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
    monotonic: fc.integer({ min: 1, max: 2 ** 52 }),
  });
  fc.assert(
    fc.property(moment, ({ seconds, nanoseconds, monotonic }) => {
      const expected = seconds * 1000 + nanoseconds / 1e6;
      expect(timeAt(withMonotonic(seconds, nanoseconds, monotonic), 0)).toBeCloseTo(expected, 3);
      expect(timeAt(withoutMonotonic(seconds, nanoseconds), 0)).toBeCloseTo(expected, 3);
    }),
  );
});

test('the zero time is no moment', () => {
  expect(timeAt(new Uint8Array(24), 0)).toBe(zeroTime);
  expect(timeAt(bytesOf(0n, 1n), 0)).toBe(-62_135_596_800_000 + 1000);
});
