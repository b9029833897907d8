import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkload, replayWorkload, WorkloadError } from './index.ts';
import { intMap, swiss } from './testdata/shapes.ts';

const operations =
  'insert 3k over 10m\nrepeat 4 {\n  replace 50 random\n  delete 100 oldest\n}\nrebuild\ngc\nwait 5s\n';
const counts =
  'time,count,churn\n2026-01-31T10:00:00Z,1000,0\n2026-01-31T10:20:00Z,10,5\n2026-01-31T11:20:00Z,40,200\n';

/** A series, or one error that names a line of the text. */
function outcomeOf(text: string): 'series' | 'refused' {
  try {
    const series = replayWorkload(readWorkload(text), intMap(8), swiss);
    expect(series.points.length).toBeLessThanOrEqual(4096);
    return 'series';
  } catch (error) {
    expect(error).toBeInstanceOf(WorkloadError);
    const { line, message } = error as WorkloadError;
    expect(line).toBeLessThanOrEqual(text.split('\n').length);
    expect(message).toMatch(/^[^\n\p{Cc}]{5,300}$/u);
    return 'refused';
  }
}

test.each([operations, counts])('every truncation of %j gives a series or one error', (text) => {
  const outcomes = Array.from({ length: text.length }, (_, end) => outcomeOf(text.slice(0, end)));
  expect(new Set(outcomes)).toEqual(new Set(['series', 'refused']));
});

test.each([operations, counts])('flipped bits of %j give a series or one error', (text) => {
  const bytes = new TextEncoder().encode(text);
  const flip = fc.record({ at: fc.nat(bytes.length - 1), bit: fc.nat(7) });
  fc.assert(
    fc.property(fc.array(flip, { minLength: 1, maxLength: 5 }), (flips) => {
      const damaged = bytes.slice();
      for (const { at, bit } of flips) damaged[at] ^= 1 << bit;
      // A digit or a suffix that flips may ask for more work than a test has time for.
      const damagedText = new TextDecoder().decode(damaged).replaceAll(/\d{5,}|\d+\.?\d*[kmg]/gi, '2000');
      outcomeOf(damagedText);
    }),
    { numRuns: 300 },
  );
});

test('text of any kind gives a series or one error', () => {
  const word = fc.constantFrom(
    'insert',
    'delete',
    'repeat',
    '{',
    '}',
    '5',
    '1e3',
    ',',
    '\n',
    '#',
    'all',
    'over',
    '5s',
    ';',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 3 })), { maxLength: 40 }), (words) => {
      outcomeOf(words.join(' ').replaceAll(/\d{4,}|\d+[kmg]/gi, '7'));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['insert 21M', 'more than 20,000,000 entries at once'],
  ['insert 10M\nrepeat 30 {\nreplace 5M\n}', 'more than 100,000,000 operations'],
  ['insert 1\nrepeat 9007199254740991 {\ngc\n}', 'more than 2,000,000 steps'],
  ['insert 1\nrepeat 1000000000 {\n}', 'more than 2,000,000 steps'],
  ['insert 1M\ndelete all\ninsert 1\nrepeat 1M {\niterate\n}', 'more than 100,000,000 operations'],
  ['insert 1M\nclear\ninsert 1\nrepeat 1M {\nclear\n}', 'more than 100,000,000 operations'],
  ['insert 5\nupdate 9000000000000000', 'more than 100,000,000 operations'],
])('%j is more work than is done, and is refused before it begins', (text, message) => {
  expect(() => replayWorkload(readWorkload(text), intMap(8), swiss)).toThrow(message);
});
