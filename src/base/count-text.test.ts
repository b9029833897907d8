import { expect, test } from 'vitest';
import { countFromText } from './count-text.ts';

test.each([
  ['0', 0],
  ['1000000', 1e6],
  ['1_000_000', 1e6],
  ['1M', 1e6],
  ['2.5k', 2500],
  ['1e6', 1e6],
  ['1.5E3', 1500],
  [' 7 ', 7],
])('%s is %d', (text, count) => {
  expect(countFromText(text)).toBe(count);
});

test.each(['', '-5', '1e18', '1.5', '1e', 'k', '1kk', '1 000', 'NaN', 'Infinity', '0x10', '1e-3'])(
  '%j is none',
  (text) => {
    expect(countFromText(text)).toBeUndefined();
  },
);
