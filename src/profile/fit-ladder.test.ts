/* Sizes as real programs allocated them: of maps as measured with Go 1.23 and 1.24, of slices as append and bytes.Buffer grow. */
import { describe, expect, test } from 'vitest';
import { fitLadder, type LadderFit, type SizeRow } from './fit-ladder.ts';
import { sampledShare } from './heap-sample.ts';
import { sizeLadders } from './size-ladders.ts';

const rate = 524_288;
const anyLine = sizeLadders(undefined);

function row(objectBytes: number, allocObjects: number, inuseObjects: number): SizeRow {
  const share = sampledShare(objectBytes, rate);
  return {
    objectBytes,
    allocObjects,
    inuseObjects,
    allocSamples: Math.ceil(allocObjects * share),
    inuseSamples: Math.ceil(inuseObjects * share),
  };
}

/** Each size once, the last one live. */
function grown(...sizes: readonly number[]): SizeRow[] {
  return sizes.map((size, at) => row(size, 1, at === sizes.length - 1 ? 1 : 0));
}

function fit(rows: readonly SizeRow[]): LadderFit | undefined {
  return fitLadder(rows, anyLine, rate);
}

describe('maps', () => {
  test('a classic map[int]*T that grew to 10^6 entries', () => {
    const sizes = [630_784, 1_253_376, 2_506_752, 5_013_504, 10_027_008];
    expect(fit(grown(...sizes))).toMatchObject({ growth: 'classic-map', because: 'rungs', sizes });
  });

  test('boxes and values beside it do not hide it', () => {
    const rows = [
      ...grown(630_784, 1_253_376, 2_506_752, 5_013_504),
      row(208, 90_000, 90_000),
      row(48, 9000, 10),
    ];
    expect(fit(rows)?.growth).toBe('classic-map');
  });

  test.each([18_432, 27_264, 147_456])('tables of %d bytes, of which half are freed', (size) => {
    expect(fit([row(size, 2047, 1024), row(32, 8192, 4096)])).toMatchObject({
      growth: 'swiss-map',
      because: 'splits',
      sizes: [size],
    });
  });
});

describe('no map', () => {
  test.each([
    {
      name: 'a slice of words that append grew',
      rows: grown(262_144, 335_872, 425_984, 540_672, 679_936, 851_968),
    },
    {
      name: 'a buffer doubled by hand',
      rows: grown(65_536, 131_072, 262_144, 524_288, 1_048_576, 2_097_152),
    },
    { name: 'objects of one size, all kept', rows: [row(18_432, 2000, 2000)] },
    { name: 'objects of one size, all freed', rows: [row(18_432, 2000, 0)] },
    { name: 'few objects of one size', rows: [row(18_432, 100, 50)] },
    { name: 'one large array', rows: [row(38_436_864, 1, 1)] },
    {
      name: 'texts of many sizes',
      rows: [16, 24, 32, 48, 64, 80, 96, 112, 128].map((size) => row(size, 50_000, 9)),
    },
    { name: 'objects in a list that grows', rows: [row(4864, 500, 500), row(2048, 1, 0), row(1152, 3, 3)] },
    { name: 'nothing', rows: [row(16, 0, 0)] },
  ])('$name', ({ rows }) => {
    const found = fit(rows);
    expect(found === undefined || found.growth === 'slice').toBe(true);
  });

  test('a ladder with holes where the profile would have rungs', () => {
    expect(fit(grown(5_013_504, 20_054_016, 80_216_064, 320_864_256))).toBeUndefined();
  });
});
