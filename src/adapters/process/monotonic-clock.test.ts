import { expect, test } from 'vitest';
import { monotonicNow, monotonicShift } from './monotonic-clock.ts';

test('the shift of a time namespace is read as time_namespaces(7) writes it', () => {
  expect(monotonicShift('monotonic           0         0\nboottime            0         0\n')).toBe(0);
  expect(monotonicShift('monotonic      172800         5\nboottime       86400         0\n')).toBe(
    172800e9 + 5,
  );
  expect(monotonicShift('monotonic          -1 500000000\n')).toBe(-5e8);
  expect(monotonicShift('')).toBe(0);
});

test('the clock of this process is its own', () => {
  const before = Number(process.hrtime.bigint());
  const now = monotonicNow(process.pid);
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Number(process.hrtime.bigint()));
});
