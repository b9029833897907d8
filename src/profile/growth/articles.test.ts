import { expect, test } from 'vitest';
import { articleRules, askArticles } from './articles.ts';
import type { LineSeries } from './series.ts';
import { Random } from './testdata/random.ts';

const mib = 2 ** 20;
const minuteMs = 60_000;

function line(name: string, everyMs: number, count: number, valueAt: (i: number) => number): LineSeries {
  const timesMs = Array.from({ length: count }, (_, i) => i * everyMs);
  return { name, unit: 'bytes', timesMs, values: timesMs.map((_, i) => valueAt(i)) };
}

function verdicts(lines: Parameters<typeof askArticles>[0]): Record<string, string> {
  return Object.fromEntries(askArticles(lines).map(({ rule, verdict }) => [rule, verdict]));
}

test('growth-per-minute: a saw-tooth of 100 MiB a minute is quiet, troughs that rise by as much fire', () => {
  const tooth = (i: number): number => (200 + 100 * ((i % 6) / 6)) * mib;
  expect(verdicts({ live: line('live', 10_000, 60, tooth) })['growth-per-minute']).toBe('quiet');
  const rising = (i: number): number => tooth(i) + (i / 6) * 100 * mib;
  expect(verdicts({ live: line('live', 10_000, 60, rising) })['growth-per-minute']).toBe('fires');
  // Only the last stretch rises.
  const late = (i: number): number => tooth(i) + Math.max(0, i - 48) * 20 * mib;
  expect(verdicts({ live: line('live', 10_000, 60, late) })['growth-per-minute']).toBe('quiet');
});

test('live-objects: a million objects that stay are quiet, 200,000 that come to be fire', () => {
  const random = new Random(1);
  const many = (): number => 1e6 + 1e4 * random.normal();
  expect(verdicts({ objects: line('objects', minuteMs, 60, many) })['live-objects']).toBe('quiet');
  const more = (i: number): number => many() + (i / 60) * 200_000;
  expect(verdicts({ objects: line('objects', minuteMs, 60, more) })['live-objects']).toBe('fires');
});

test('week-on-week: the same hours of the day, objects too, and no restart in either day', () => {
  const hourly = 24 * 4;
  const wave = (i: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * i) / hourly);
  const of = (growth: number, startsMs: number[] = []): LineSeries => ({
    ...line('live', 15 * minuteMs, 9 * hourly, (i) => 100 * mib * wave(i) * (1 + growth * (i / hourly / 7))),
    startsMs,
  });
  const ask = (live: LineSeries, objects = live): string | undefined =>
    verdicts({ live, objects })['week-on-week'];
  expect(ask(of(0))).toBe('quiet');
  expect(ask(of(0.8))).toBe('fires');
  expect(ask(of(0.8), of(-0.2))).toBe('quiet');
  expect(ask(of(0.8, [8.5 * 24 * 60 * minuteMs]))).toBe('unknown');
  expect(ask(line('live', minuteMs, 100, () => mib))).toBe('unknown');
});

test('goroutine-surge: five times as many that stay fire; a peak that passes, or a few more, do not', () => {
  const surge = (valueAt: (i: number) => number): string | undefined =>
    verdicts({ goroutines: line('goroutines', minuteMs, 100, valueAt) })['goroutine-surge'];
  expect(surge((i) => (i < 85 ? 100 : 500))).toBe('fires');
  expect(surge((i) => (i < 85 || i > 97 ? 100 : 500))).toBe('quiet');
  expect(surge((i) => (i < 85 ? 10 : 50))).toBe('quiet');
});

test('thresholds are the caller’s to set; what is not there leaves its rules unknown', () => {
  const live = line('live', 10_000, 60, (i) => i * mib);
  const answers = askArticles({ live }, { ...articleRules, 'growth-per-minute': mib });
  expect(answers.map(({ rule, verdict }) => [rule, verdict])).toEqual([
    ['growth-per-minute', 'fires'],
    ['live-objects', 'unknown'],
    ['week-on-week', 'unknown'],
    ['goroutine-surge', 'unknown'],
  ]);
});
