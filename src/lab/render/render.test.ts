import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeClaim, madeColumn } from '../testdata/made-columns.ts';
import { judgeClaim } from '../verdict/judge-claim.ts';
import { claimTable, verdictText } from './claim-table.ts';
import { claimsPage } from './claims-page.ts';
import { codeSpan, markdownTable } from './markdown.ts';
import { numberText, spreadText } from './number-text.ts';
import { labPages } from './pages.ts';

describe('numbers', () => {
  test.each([
    [0, '0'],
    [0.0000004, '0'],
    [-0.0004, '0'],
    [0.0502, '0.05'],
    [0.875, '0.875'],
    [3.0801, '3.08'],
    [7, '7'],
    [46.04, '46'],
    [461.39, '461.4'],
    [999.96, '1000'],
    [1000.4, '1,000'],
    [1_048_576, '1,048,576'],
    [-2.5, '-2.5'],
  ])('%d is %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  test('a spread is told where there is one', () => {
    expect(spreadText(461.4, 461.3, 461.5)).toBe('461.4');
    expect(spreadText(328, 289, 382)).toBe('328 (289–382)');
  });
});

const check = { measured: 'e/v/m', unit: 'MiB', rule: { kind: 'near', value: 293, by: 1 } } as const;
const mebi = 2 ** 20;
const lines = ['1.21', '1.22', '1.23', '1.24+noswissmap', '1.24'];
const columns = lines.map((line) =>
  madeColumn(line, { 'e/v/m': [line === '1.24' ? 287 * mebi : 293.3 * mebi] }),
);

describe('a claim as a table', () => {
  const judged = judgeClaim(madeClaim(check), columns);

  test('neighbours that gave the same share a row', () => {
    expect(claimTable(judged, 'en')).toEqual({
      header: ['What', 'Claimed', 'Go', 'Measured', 'Holds'],
      checks: [
        {
          label: 'text',
          claimed: '293 ± 1 MiB',
          rows: [
            ['1.21 to 1.24+noswissmap', '293.3', 'yes'],
            ['1.24.9', '287', 'no'],
          ],
        },
      ],
    });
  });

  test('the verdict names the lines, runs of three by their ends', () => {
    expect(verdictText(judged, 'en')).toBe('true only on 1.21 to 1.24+noswissmap');
    expect(verdictText(judged, 'zh')).toBe('仅在 1.21 至 1.24+noswissmap 上属实');
    const two = judgeClaim(madeClaim(check), columns.slice(3).concat(columns.slice(0, 1)));
    expect(verdictText(two, 'en')).toBe('true only on 1.24+noswissmap, 1.21');
  });

  test('what failed, what is missing and what does not exist are told apart', () => {
    const failed = {
      ...columns[0],
      experiments: { e: { v: { source: 's', failures: ['it was ended after 30 s'], metrics: {} } } },
    };
    const cells = [failed, madeColumn('1.22', {}), madeColumn('1.23', { 'e/v/m': [null] })].flatMap(
      (column) =>
        claimTable(judgeClaim(madeClaim(check), [column]), 'en').checks[0].rows.map((row) => row[1]),
    );
    expect(cells).toEqual(['not measured: it was ended after 30 s', 'not measured', 'no such thing']);
  });
});

test('cells cannot break a table, nor text a code span', () => {
  expect(markdownTable(['a'], [['x | y\nz']])).toBe('| a |\n|---|\n| x \\| y z |');
  expect(codeSpan('a `b`')).toBe('`` a `b` ``');
});

test('a page says what it was measured with and counts the verdicts', () => {
  const judged = [judgeClaim(madeClaim(check), columns)];
  const skipped = [{ line: '1.20', reason: 'no route to host' }];
  const page = claimsPage(judged, { columns, skipped }, 'en');
  expect(page).toContain('| 1.24.9+noswissmap | cpu, 2 cores, 16.0 GiB | Linux 6 x64 | 2026-01-02 | 0 |');
  expect(page).toContain('Go 1.20 was not measured: no route to host.');
  expect(page).toContain('1 claims: 0 true, 1 true on some versions only, 0 false, 0 not measured.');
  expect(claimsPage(judged, { columns, skipped }, 'zh')).toContain('共 1 条');
});

describe('docs/', () => {
  const docs = path.join(import.meta.dirname, '..', '..', '..', 'docs');

  test.each([...labPages()])('%s is what npm run lab:docs writes', (name, text) => {
    // Compared as a whole first: a difference of pages this long is told by its first line.
    const written = fs.readFileSync(path.join(docs, name), 'utf8');
    const differing = text.split('\n').find((line, place) => line !== written.split('\n')[place]);
    expect(differing).toBeUndefined();
    expect(written.length).toBe(text.length);
  });
});
