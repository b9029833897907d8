/* Tokens against go/scanner: of the standard library one file in eight here, in test/matrix all of it. */
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceBytesMax, Token, tokenize, tokenTexts } from '../index.ts';
import { compareTokens } from '../testdata/compare-tokens.ts';
import { damagedSources } from '../testdata/damaged-sources.ts';
import { goMinorOf, scratchFolder, standardFiles } from '../testdata/oracle.ts';

describe('go/scanner gives the same', () => {
  test('kinds, offsets and literals of the standard library', () => {
    const compared = compareTokens(standardFiles('local', 8));
    expect(compared.differing).toEqual([]);
    expect(compared.fileCount).toBeGreaterThan(800);
    expect(compared.tokenCount).toBeGreaterThan(1_000_000);
  });

  test('kinds, offsets, literals and errors of damaged sources', ({ skip }) => {
    const goMinor = goMinorOf('local') ?? 0;
    if (goMinor < 26) skip(`the errors are those of Go 1.26, and this is Go 1.${goMinor}`);
    const files = damagedSources(standardFiles('local', 60), 1200).map((source, index) => {
      const file = path.join(scratchFolder(), `damaged-${index}.go`);
      fs.writeFileSync(file, source);
      return file;
    });
    const compared = compareTokens(files);
    expect(compared.differing.map((file) => fs.readFileSync(file, 'latin1'))).toEqual([]);
    expect(compared.differingErrors).toEqual([]);
    expect(compared.tokenCount).toBeGreaterThan(50_000);
  });
});

/** `x ; }`: tokens as they are written, a line break's semicolon as `;`. */
function texts(source: string): string[] {
  const tokens = tokenize(Buffer.from(source));
  return [...tokens.kinds.subarray(0, tokens.count)].map((kind, index) =>
    kind === Token.end ? 'end' : tokens.text(index) || tokenTexts[kind],
  );
}

describe('a line break', () => {
  test.each([
    ['x\n}', ['x', ';', '}', ';', 'end']],
    ['return\n+', ['return', ';', '+', 'end']],
    ['a +\nb', ['a', '+', 'b', ';', 'end']],
    ['f() // c\n.g', ['f', '(', ')', ';', '.', 'g', ';', 'end']],
    ['x /* a\nb */ y', ['x', ';', 'y', ';', 'end']],
    ['x /* a */ y', ['x', 'y', ';', 'end']],
    ['i++\n"s"', ['i', '++', ';', '"s"', ';', 'end']],
    ['', ['end']],
  ])('of %j ends what it can end', (source, expected) => {
    expect(texts(source)).toEqual(expected);
  });
});

test('a source of the largest size is read, and a larger one up to there', () => {
  const blank = new Uint8Array(sourceBytesMax + 1).fill(0x20);
  blank[sourceBytesMax - 1] = 0x78;
  const whole = tokenize(blank.subarray(0, sourceBytesMax));
  expect(whole.errors.count).toBe(0);
  expect(whole.starts[0]).toBe(sourceBytesMax - 1);
  const cut = tokenize(blank);
  expect(cut.errors.list()).toEqual([
    { offset: sourceBytesMax, message: `source larger than ${sourceBytesMax} bytes` },
  ]);
  expect(cut.count).toBe(whole.count);
});

test('of whatever bytes, tokens and comments follow one another and leave only blanks out', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .string({
        unit: fc.constantFrom(...Array.from('a0x1_."\'`\\/*+-<>=&^|!(){}[],;:~\n\r\t é\0@')),
        maxLength: 300,
      })
      .map((text) => new Uint8Array(Buffer.from(text))),
  );
  fc.assert(
    fc.property(bytes, (source) => {
      const { count, starts, ends, kinds, comments } = tokenize(source);
      expect(kinds[count - 1]).toBe(Token.end);
      expect(starts[count - 1]).toBe(source.length);
      const spans = [
        ...Array.from({ length: comments.count }, (_, index) => [
          comments.starts[index],
          comments.ends[index],
        ]),
        ...Array.from({ length: count }, (_, index) => [starts[index], ends[index]]).filter(
          ([a, b]) => a < b,
        ),
      ].toSorted(([a], [b]) => a - b);
      let last = 0;
      const left: number[] = [];
      for (const [start, end] of spans) {
        expect(start).toBeGreaterThanOrEqual(last);
        left.push(...source.subarray(last, start));
        last = end;
      }
      left.push(...source.subarray(last));
      const text = Buffer.from(left)
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, '');
      expect(text).toMatch(/^[ \t\r\n]*$/);
    }),
    { numRuns: 500 },
  );
});
