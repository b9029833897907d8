import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth, padStart } from './display-width.ts';
import { fillBar, shortCount } from './fill-bar.ts';
import { printable } from './printable.ts';
import { shorten, shortenMiddle } from './shorten.ts';
import { sparkline } from '../../base/index.ts';
import { tableLines } from './table.ts';
import { wrap } from './wrap.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'B', '.', ',', ' ', '内', '存', '，', '。', '…', '█', '😀', 'é'),
});

describe('display width', () => {
  test.each([
    ['map', 3],
    ['内存', 4],
    ['可收回 288 MiB', 14],
    ['…', 1],
    ['e\u0301', 1],
    ['😀', 2],
  ])('%s takes %d columns', (shown, width) => expect(displayWidth(shown)).toBe(width));

  test('padding fills to the width', () => expect(padStart('内存', 6)).toBe('  内存'));
});

describe('sparkline', () => {
  test('has a cell a value, from the lowest to the highest', () => {
    expect(sparkline([5, 5])).toBe('▁▁');
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const cells = sparkline(values).split('');
        expect(cells.length).toBe(values.length);
        const order = values
          .map((value, at) => ({ value, cell: cells[at] }))
          .sort((a, b) => a.value - b.value);
        expect(order.map(({ cell }) => cell)).toEqual([...cells].sort());
      }),
    );
  });
});

describe('shortening', () => {
  test('both ends stay', () => {
    expect(shortenMiddle('map[string]*main.Session', 12)).toBe('map[st…ssion');
    expect(shortenMiddle('short', 12)).toBe('short');
  });

  test.each([
    ['fmt/print.go:280', 12, 'print.go:280'],
    ['/src/work-1/main.go:115', 13, 'main.go:115'],
    ['github.com/a/b.(*T).method', 13, 'b.(*T).method'],
    ['net/http.(*persistConn).readLoop', 12, 'http.(…dLoop'],
    ['map[a/b.Key]*main.Session', 12, 'map[a/…ssion'],
    ['prometheus/prometheus', 12, 'promet…theus'],
  ])('%s in %d columns is %s', (long, width, short) => expect(shorten(long, width)).toBe(short));

  test('never wider than asked', () => {
    const place = fc.tuple(text, text).map(([folder, file]) => `${folder}/${file}.go:1`);
    fc.assert(
      fc.property(
        fc.oneof(text, place),
        fc.nat(20),
        (long, width) =>
          displayWidth(shortenMiddle(long, width)) <= width && displayWidth(shorten(long, width)) <= width,
      ),
    );
  });
});

describe('wrapping', () => {
  test('no line is too wide and no word is lost', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 40 }), (long, width) => {
        const paragraph = long.trimStart();
        const lines = wrap(paragraph, width, '  ');
        // Punctuation that may not begin a line can hang over the end by its own width.
        expect(lines.every((line) => displayWidth(line) <= width)).toBe(true);
        const squeezed = (from: string): string => from.replaceAll(' ', '');
        expect(squeezed(lines.join(''))).toBe(squeezed(paragraph));
      }),
    );
  });

  test('code lines are kept, Chinese punctuation does not begin a line', () => {
    expect(wrap('one two\n    fresh := make(map[string]string, len(m))', 10)).toEqual([
      'one two',
      '    fresh := make(map[string]string, len(m))',
    ]);
    expect(wrap('这是一个很长的句子，它要换行', 18)).toEqual(['这是一个很长的句', '子，它要换行']);
  });
});

describe('tables', () => {
  const columns = [
    { title: 'TYPE', align: 'left', shrinkTo: 6 },
    { title: 'HOLDER', align: 'left', shrinkTo: 6 },
    { title: 'BYTES', align: 'right' },
  ] as const;

  test('columns line up whatever the characters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, fc.constantFrom('1 B', '288 MiB')), { maxLength: 8 }),
        (rows) => {
          const lines = tableLines(columns, rows, 40);
          const ends = lines.map(displayWidth);
          expect(new Set(ends).size).toBe(1);
          expect(ends[0]).toBeLessThanOrEqual(40);
        },
      ),
    );
  });

  test('the wider of two long columns gives way first', () => {
    expect(tableLines(columns, [['map[string]string', 'main.srv', '1 B']], 30)).toEqual([
      'TYPE           HOLDER    BYTES',
      'map[st…string  main.srv    1 B',
    ]);
  });
});

test('fill bars: something shows, and only full is full', () => {
  expect([
    fillBar(0, 8, 6),
    fillBar(1, 2_000_000, 6),
    fillBar(4, 8, 6),
    fillBar(999, 1000, 6),
    fillBar(8, 8, 6),
    fillBar(0, 0, 6),
  ]).toEqual(['░░░░░░', '█░░░░░', '███░░░', '█████░', '██████', '░░░░░░']);
});

test('short counts take at most five columns', () => {
  expect([0, 9999, 10_000, 65_536, 999_499, 999_500, 2_097_152, 123_456_789].map(shortCount)).toEqual([
    '0',
    '9999',
    '10.0k',
    '65.5k',
    '999k',
    '1.00M',
    '2.10M',
    '123M',
  ]);
  fc.assert(fc.property(fc.nat(2 ** 31), (count) => shortCount(count).length <= 5));
});

test('escape sequences of a target do not reach the terminal', () => {
  expect(printable('a\x1b[31m\u202eb\n内')).toBe('a\\x1b[31m\\u202eb\\x0a内');
});
