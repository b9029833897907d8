import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue, explain } from './catalogue/catalogue.ts';
import { goNames } from './go-name.ts';
import { formatBytes, formatCount, formatShare } from './number-text.ts';
import { severityOf } from './severity.ts';
import { Largest } from './survey/largest.ts';

describe('numbers for people', () => {
  test.each([
    [0, '0 B'],
    [48, '48 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1.0 KiB'],
    [1_048_575, '1.0 MiB'],
    [315_621_376, '301 MiB'],
    [9.1 * 2 ** 20, '9.1 MiB'],
    [2.5 * 2 ** 30, '2.5 GiB'],
  ])('%d bytes are %s', (byteCount, text) => expect(formatBytes(byteCount)).toBe(text));

  test('any byte count takes at most eight columns', () => {
    fc.assert(fc.property(fc.nat(2 ** 50), (byteCount) => formatBytes(byteCount).length <= 8));
  });

  test('shares and counts', () => {
    expect([formatShare(0, 5), formatShare(1, 1e6), formatShare(301, 372), formatShare(4, 1000)]).toEqual([
      '0%',
      '<0.1%',
      '81%',
      '0.4%',
    ]);
    expect([formatCount(0), formatCount(999), formatCount(1_048_576)]).toEqual(['0', '999', '1,048,576']);
  });
});

describe('catalogue', () => {
  test('every entry speaks both languages and stands under its own id', () => {
    for (const [id, entry] of Object.entries(catalogue)) {
      expect(entry.id).toBe(id);
      for (const text of [entry.title, entry.explanation, entry.severityRule, entry.remedy]) {
        expect(text.en).not.toBe('');
        expect(text.zh).toMatch(/\p{Script=Han}/u);
      }
    }
    expect(explain('map-retained')?.id).toBe('map-retained');
    expect(explain('toString')).toBeUndefined();
  });
});

describe('Go names', () => {
  test.each([
    ['main.srv.sessions', 'map[string]*main.Session', 'srv.sessions', 'map[string]*Session'],
    ['github.com/x/cache.all', 'map[cache.Key]cachex.V', 'all', 'map[Key]cachex.V'],
    ['main.cache.shards[3].m', 'map[int]int', 'm', 'map[int]int'],
    ['goroutine 12 (main.worker)', 'map[int]int', 'm', 'map[int]int'],
  ])('%s %s', (holder, type, expression, ownType) => {
    expect(goNames(holder, type)).toMatchObject({ expression, type: ownType });
  });

  test('unknown holder and type', () =>
    expect(goNames(undefined, undefined)).toMatchObject({ expression: 'm', type: 'map[K]V' }));
});

describe('severity', () => {
  test('share and absolute bytes', () => {
    const mebibyte = 2 ** 20;
    expect(severityOf(300 * mebibyte, 372 * mebibyte)).toBe('high');
    expect(severityOf(300 * mebibyte, 8000 * mebibyte)).toBe('medium');
    expect(severityOf(2000 * mebibyte, 80_000 * mebibyte)).toBe('high');
    expect(severityOf(2 * mebibyte, 20 * mebibyte)).toBe('low');
    expect(severityOf(2 * mebibyte, 2000 * mebibyte)).toBeUndefined();
  });
});

test('the largest of a stream are those of a full sort', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 200 }), fc.nat(30), (weights, limit) => {
      const largest = new Largest(limit);
      weights.forEach((weight, item) => largest.offer(item, weight));
      const ranked = largest.ranked().map((item) => weights[item]);
      expect(ranked).toEqual(weights.toSorted((a, b) => b - a).slice(0, limit));
    }),
  );
});
