import { expect, test } from 'vitest';
import { momentOfImage } from './map-values.ts';

test('a recording is as old as it is, whenever it is looked at; a core has no clock', () => {
  const beforeMs = Date.now();
  expect(momentOfImage('process', undefined)).toBeGreaterThanOrEqual(beforeMs);
  expect(momentOfImage('process', '2026-01-02T03:04:05.678Z')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  expect(momentOfImage('process', 'no date')).toBeUndefined();
  expect(momentOfImage('core', undefined)).toBeUndefined();
  expect(momentOfImage('core', '2026-01-02T03:04:05.678Z')).toBeUndefined();
});
