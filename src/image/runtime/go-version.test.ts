import { expect, test } from 'vitest';
import { parseGoVersion } from './go-version.ts';

test.each([
  ['go1.18', 'go1.18', 18, []],
  ['go1.26.8', 'go1.26.8', 26, []],
  ['go1.24.12 X:noswissmap,arenas', 'go1.24.12', 24, ['noswissmap', 'arenas']],
  ['go1.26.3-X:nogreenteagc', 'go1.26.3', 26, ['nogreenteagc']],
  ['devel go1.27-abcdef0123 Tue Jan 6 12:00:00 2026 +0000', 'go1.27-abcdef0123', 27, []],
  ['devel go1.25-0aef X:greenteagc linux/amd64', 'go1.25-0aef', 25, ['greenteagc']],
  ['go1.22.5-custom', 'go1.22.5-custom', 22, []],
])('%s', (text, name, minor, experiments) => {
  expect(parseGoVersion(text)).toEqual({ name, minor, experiments });
});

test.each(['', 'devel', 'go2.1', 'go1.', 'go1.1234', 'unknown'])('"%s" is no version', (text) => {
  expect(parseGoVersion(text)).toBeUndefined();
});
