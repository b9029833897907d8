import { describe, expect, test } from 'vitest';
import { readWorkload, WorkloadError } from './index.ts';

describe('operations', () => {
  test('counts, orders, durations, loops and comments', () => {
    const text = [
      '# a day',
      'insert 1M over 10m',
      'DELETE 2.5k random  # some',
      'repeat 3 { replace 10 newest over 1h30m',
      '  repeat 2 {',
      '    iterate }',
      '}',
      'delete all',
      'clear',
      'rebuild',
      'gc',
      'update 1_000',
      'wait 300ms',
    ].join('\r\n');
    const { format, axis, steps } = readWorkload(text);
    expect([format, axis.kind]).toEqual(['operations', 'elapsed']);
    expect(steps).toEqual([
      { kind: 'insert', line: 2, count: 1_000_000, duration: 600_000 },
      { kind: 'delete', line: 3, count: 2500, which: 'random', duration: 0 },
      {
        kind: 'repeat',
        line: 4,
        times: 3,
        body: [
          { kind: 'replace', line: 4, count: 10, which: 'newest', duration: 5_400_000 },
          { kind: 'repeat', line: 5, times: 2, body: [{ kind: 'iterate', line: 6 }] },
        ],
      },
      { kind: 'delete', line: 8, count: Number.MAX_SAFE_INTEGER, which: undefined, duration: 0 },
      { kind: 'clear', line: 9 },
      { kind: 'rebuild', line: 10 },
      { kind: 'gc', line: 11 },
      { kind: 'update', line: 12, count: 1000, which: undefined, duration: 0 },
      { kind: 'wait', line: 13, duration: 300 },
    ]);
  });

  test.each([
    [
      'insert 5\ninsrt 7',
      2,
      "expected insert, delete, replace, update, clear, rebuild, iterate, gc, wait, repeat or '}', found 'insrt'",
    ],
    [
      'insert',
      1,
      "expected a number of entries after 'insert', as in 100000 or 100k, found the end of the line",
    ],
    ['insert -5', 1, "found '-5'"],
    [
      'delete 5 eldest',
      1,
      "expected oldest, newest, random or 'over' and a duration (over 10m), found 'eldest'",
    ],
    ['insert 5 oldest', 1, "expected 'over' and a duration (over 10m), found 'oldest'"],
    ['insert 5 over 10', 1, "found 'over 10'"],
    ['wait', 1, "expected 'wait' and a duration, as in: wait 5m"],
    ['clear 5', 1, "expected nothing after 'clear', found '5'"],
    ['insert 1\nrepeat 5\ninsert 2', 2, "expected 'repeat N {', as in: repeat 10 {"],
    ['insert 1\nrepeat 5 {\ninsert 2', 2, "expected a '}' that ends this 'repeat'"],
    ['insert 1\n}', 2, "there is no 'repeat' that this '}' ends"],
    [`${'repeat 2 {\n'.repeat(30)}insert 1${'\n}'.repeat(30)}`, 21, 'more than 20 times'],
    ['', 0, 'the file is empty'],
    ['# only\n\n', 0, 'the file is empty'],
    ['\nhello world', 2, 'expected an operation (insert 100000) or a row of time,count'],
  ])('%j is refused at its line', (text, line, message) => {
    const attempt = (): unknown => readWorkload(text);
    expect(attempt).toThrow(WorkloadError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ line }));
  });
});

describe('live counts over time', () => {
  const countsOf = (text: string): unknown[] =>
    readWorkload(text).steps.map((step) =>
      'count' in step ? [step.kind, step.count, step.duration] : step.kind,
    );

  test('rows become the least that they allow', () => {
    const text = 'time,count,churn\n0,100,0\n60,40,30\n120,40,\n180,90,10\n';
    const { format, axis } = readWorkload(text);
    expect([format, axis]).toEqual(['counts', { kind: 'number', start: 0 }]);
    expect(countsOf(text)).toEqual([
      ['insert', 100, 0],
      ['replace', 30, 20],
      ['delete', 60, 40],
      'wait',
      ['insert', 50, 50],
      ['replace', 10, 10],
    ]);
  });

  test.each([
    ['2026-01-31T10:00:00Z', Date.UTC(2026, 0, 31, 10), 0],
    ['"2026-01-31 10:00:00"', Date.UTC(2026, 0, 31, 10), undefined],
    ['2026-01-31T18:00:00.250+08:00', Date.UTC(2026, 0, 31, 10, 0, 0, 250), 480],
    ['2026-01-31', Date.UTC(2026, 0, 31), undefined],
    ['1769853600', 1_769_853_600_000, 0],
    ['1769853600000', 1_769_853_600_000, 0],
  ])('%s is a date', (time, start, zoneMinutes) => {
    expect(readWorkload(`${time},5`).axis).toEqual({ kind: 'clock', start, zoneMinutes });
  });

  test.each([
    ['semicolons', '0;10\n1;20'],
    ['tabs', '0\t10\n1\t20'],
    ['a mark of byte order', '\ufefftime,count\n0,10\n1,20'],
    ['a header in quotes', '"Time","live sessions"\n0,10\n1,20'],
    ['averages and exponents', '0,1.04e1\n1,19.6'],
  ])('%s', (_, text) => {
    const { steps, diagnostics } = readWorkload(text);
    expect(steps.map((step) => 'count' in step && step.count)).toEqual([10, 10]);
    expect(diagnostics).toEqual([]);
  });

  test('rows that cannot be read are told with their lines, and the others used', () => {
    const text = '0,10\nx,20\n2,many\n3,-4\n4,40,1,2\n2026-02-31T00:00:00Z,5\n6,60\n5,50\n7,70,some\n8,80';
    const { steps, diagnostics } = readWorkload(text);
    expect(steps.map((step) => 'count' in step && step.count)).toEqual([10, 50, 20]);
    expect(diagnostics).toEqual([
      {
        code: 'row-skipped',
        message:
          "line 2: expected a time (ISO 8601, unix seconds or a number), found 'x'; the row is left out",
        count: 6,
      },
      {
        code: 'row-out-of-order',
        message: 'line 8: its time lies before that of the row above; the row is left out',
      },
    ]);
  });

  test('a file without a usable row is refused', () => {
    expect(() => readWorkload('time,count\nx,1\ny,2')).toThrow(
      'no row can be used; expected lines of time,count',
    );
  });
});
