import { expect, test } from 'vitest';
import { judgeGrowth, type LineSeries } from '../../../profile/index.ts';
import { type GrowthEvidence, type GrowthLimit, judgeGrowingLines } from './growing-lines.ts';

const mib = 2 ** 20;
const startMs = Date.UTC(2026, 0, 5);
const lookMs = 30_000;
const lookCount = 41;

/** About normal: twelve of Park and Miller's numbers, as their generator draws them each time. */
function noiseOf(seed: number): () => number {
  let state = seed * 7919 + 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => Array.from({ length: 12 }, next).reduce((sum, each) => sum + each, -6);
}

/** 20 minutes of looks; a rise in MiB an hour over noise of half a MiB. */
function line(
  name: string,
  seed: number,
  risePerHour: number,
  unit: LineSeries['unit'] = 'bytes',
): LineSeries {
  const noise = noiseOf(seed);
  const timesMs = Array.from({ length: lookCount }, (_, i) => startMs + i * lookMs);
  const size = unit === 'bytes' ? mib : 1;
  const values = timesMs.map((time) =>
    Math.round(size * (100 + (risePerHour * (time - startMs)) / 3_600_000 + 0.5 * noise())),
  );
  return { name, unit, timesMs, values };
}

function evidence(lines: readonly LineSeries[], limits: readonly GrowthLimit[] = []): GrowthEvidence {
  return {
    kind: 'process',
    target: '4711',
    lines: lines.map((each) =>
      judgeGrowth(each, { dailyCycle: 'ignored', ...(each.unit === 'bytes' && { leastRise: mib / 2 }) }),
    ),
    limits,
  };
}

test('a map that grows: pace, beginning, the lines beside it, and how to look into it', () => {
  const lines = [
    line('RSS', 1, 130),
    line('heap', 2, 125),
    line('map main.cache', 3, 120),
    line('stacks', 4, 0),
  ];
  const [finding, ...more] = judgeGrowingLines(evidence(lines), 'en');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    id: 'memory-growth',
    severity: 'medium',
    reclaimableBytes: 0,
    evidence: { map: 'main.cache', growingLines: 3, basis: 'window', beganMs: startMs, limit: null },
  });
  const rates = finding.evidence as Record<string, number>;
  expect(rates['lowPerHour']).toBeLessThan(130 * mib);
  expect(rates['highPerHour']).toBeGreaterThan(120 * mib);
  // A third of an hour of it.
  expect(finding.bytes).toBeGreaterThan(35 * mib);
  expect(finding.bytes).toBeLessThan(55 * mib);
  expect(finding.detail).toMatch(/grows by 1[23]\d MiB an hour .*p <0\.001.*2026-01-05 00:00 UTC/);
  expect(finding.detail).not.toContain('stacks');
  expect(finding.remedy).toContain("highwater inspect 4711 --map 'main.cache'");
  expect(judgeGrowingLines(evidence(lines), 'zh')[0].detail).toMatch(/每小时增长.*至少已持续/);
});

test('the limit that is nearest is told with its time; within a day it is urgent', () => {
  const limits: GrowthLimit[] = [
    { kind: 'container', limitBytes: 4096 * mib, leftBytes: 3600 * mib },
    { kind: 'gomemlimit', limitBytes: 900 * mib, leftBytes: 720 * mib },
  ];
  const [near] = judgeGrowingLines(evidence([line('RSS', 1, 120)], limits), 'en');
  expect(near.severity).toBe('high');
  expect(near.evidence).toMatchObject({ limit: 'gomemlimit', limitBytes: 900 * mib });
  expect(Math.abs((near.evidence['limitHours'] as number) - 6)).toBeLessThan(0.6);
  expect(near.detail).toMatch(/GOMEMLIMIT of 900 MiB, which is 720 MiB away, is reached in 6 h/);
  const [far] = judgeGrowingLines(evidence([line('RSS', 1, 120)], limits.slice(0, 1)), 'en');
  expect([far.severity, far.evidence['limit']]).toEqual(['medium', 'container']);
  expect(far.detail).toContain('then the kernel kills it');
  const [reached] = judgeGrowingLines(
    evidence([line('RSS', 1, 120)], [{ kind: 'container', limitBytes: mib, leftBytes: -1 }]),
    'zh',
  );
  expect(reached.severity).toBe('high');
});

test('goroutines that grow are told as such, and are no bytes', () => {
  const [finding] = judgeGrowingLines(
    evidence([line('RSS', 1, 0), line('goroutines', 2, 500, 'count')]),
    'en',
  );
  expect(finding).toMatchObject({ where: 'goroutines', bytes: 0, evidence: { unit: 'count', limit: null } });
  expect(finding.remedy).toContain('where they wait');
});

test('healthy noise, steps and falls say nothing, however many lines are asked', () => {
  for (let seed = 0; seed < 20; seed++) {
    const lines = Array.from({ length: 100 }, (_, i) => line(`map m${i}`, 1000 + seed * 100 + i, 0));
    expect(judgeGrowingLines(evidence(lines), 'en')).toEqual([]);
  }
  const step = line('heap', 5, 0);
  const stepped = { ...step, values: step.values.map((value, i) => value + (i > 20 ? 40 * mib : 0)) };
  expect(judgeGrowingLines(evidence([stepped, line('RSS', 6, -100)]), 'en')).toEqual([]);
  expect(judgeGrowingLines(evidence([]), 'en')).toEqual([]);
});
