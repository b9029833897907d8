import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnreadableError } from '../../base/index.ts';
import { madeColumn } from '../testdata/made-columns.ts';
import { compareLines } from './go-order.ts';
import type { MetricValue } from './results.ts';
import { readResults, resultsText, writeResults } from './results-file.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-results-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const value: fc.Arbitrary<MetricValue> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer()),
);

test('what is written is read again, a metric a line', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const results = {
        columns: [madeColumn('1.23', { 'e/v/m': values, 'e/v/n': [1] })],
        skipped: [{ line: '1.20', reason: 'no "toolchain"' }],
      };
      const text = resultsText(results);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(results)));
      expect(text.split('\n').filter((line) => line.includes('"m": [')).length).toBe(1);
    }),
  );
});

describe('a file', () => {
  test('that is not there has nothing', () => {
    expect(readResults(path.join(folder, 'none.json'))).toEqual({ columns: [], skipped: [] });
  });

  test('is written and read, into folders that are made', () => {
    const file = path.join(folder, 'a', 'b.json');
    const results = { columns: [madeColumn('1.23', { 'e/v/m': [1] })], skipped: [] };
    writeResults(file, results);
    expect(readResults(file)).toEqual(results);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['b.json']);
  });

  test.each(['', 'not JSON', '[]', '{"columns":[1]}', '{"columns":[{"line":"1.23"}]}', 'null'])(
    'with %j in it: one clear error',
    (text) => {
      const file = path.join(folder, 'damaged.json');
      fs.writeFileSync(file, text);
      expect(() => readResults(file)).toThrow(UnreadableError);
    },
  );

  test('cut short at any place: one clear error', () => {
    const file = path.join(folder, 'cut.json');
    const text = resultsText({ columns: [madeColumn('1.23', { 'e/v/m': [1, 2] })], skipped: [] });
    for (let length = 0; length < text.trimEnd().length; length++) {
      fs.writeFileSync(file, text.slice(0, length));
      expect(() => readResults(file), String(length)).toThrow(UnreadableError);
    }
  });
});

test('lines of Go are told from old to new, of one line the classic maps first', () => {
  const lines = ['1.26', '1.24', '1.9', '1.24+noswissmap', '1.23', '1.18'];
  expect(lines.sort(compareLines)).toEqual(['1.9', '1.18', '1.23', '1.24+noswissmap', '1.24', '1.26']);
});
