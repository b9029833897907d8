import { expect, test } from 'vitest';
import { parseByteSize } from './byte-size.ts';

test.each([
  ['1000', 1000],
  ['512k', 524_288],
  ['256M', 268_435_456],
  ['1.5GiB', 1_610_612_736],
  ['2 gb', 2_147_483_648],
])('%s is %d bytes', (text, byteCount) => expect(parseByteSize(text)).toBe(byteCount));

test.each(['', '0', '-5', 'x', '5Q'])('%o is refused', (text) =>
  expect(() => parseByteSize(text)).toThrow(/is not a size/),
);
