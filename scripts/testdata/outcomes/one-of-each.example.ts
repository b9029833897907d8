// Run by scripts/test.test.ts alone: one test of each outcome.
import { expect, test } from 'vitest';

test('passes', () => {
  expect(1 + 1).toBe(2);
});

test('passes too', () => {
  expect('high').not.toBe('low');
});

test('fails', () => {
  expect(1 + 1).toBe(3);
});

test('cannot run', ({ skip }) => {
  skip('the machine has no tide');
});
