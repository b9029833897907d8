/* A series of what Kubernetes' controller saw and did must replay to what it did. */
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { defaultFlags } from '../objects/autoscaler.ts';
import { Fields } from '../objects/fields.ts';
import { readAutoscaler } from '../objects/read-autoscaler.ts';
import { type Case, readCases } from '../testdata/cases.ts';
import { type SeriesOptions, readSeries } from './read-series.ts';
import { replaySeries } from './replay.ts';
import type { SeriesStep } from './series.ts';
import { replayRemedies } from './what-if.ts';

describe('the cases of the oracle as series', () => {
  const cases = readCases().filter(isSeries);

  test('there is enough to check', () => expect(cases.length).toBeGreaterThan(1000));

  test('replay to what Kubernetes decided', () => {
    const wrong = cases.flatMap((each) => {
      const { number, autoscaler, flags, expected } = each;
      const ours = replaySeries(autoscaler, stepsOf(each), { flags, freed: undefined }).map(
        ({ desiredReplicas }) => desiredReplicas,
      );
      const theirs = expected.map(({ replicas }) => replicas);
      return ours.join() === theirs.join() ? [] : [{ number, ours, theirs }];
    });
    expect(wrong).toEqual([]);
  });
});

/** Nobody but the controller changed the replicas, and the scale's status is not ahead of its spec. */
function isSeries({ ticks }: Case): boolean {
  return ticks.every(({ step, isFirst }, place) => step.s === 0 && (place === 0 || !isFirst || step.r < 0));
}

function stepsOf({ ticks, expected, clusterAt }: Case): SeriesStep[] {
  return ticks.map(({ step, nowMs }, place) => {
    const replicas = place === 0 ? step.r : expected[place - 1].replicas;
    const { pods, podMetrics = [], customValues = [], externalValues = [] } = clusterAt(step, replicas);
    return { atMs: nowMs, replicas, pods, podMetrics, customValues, externalValues };
  });
}

const options: SeriesOptions = {
  name: 'pods.csv',
  choice: { namespace: '', labels: {} },
  pods: [],
  needsRequests: true,
};
const target = { type: 'Utilization', averageUtilization: 100 };
const autoscaler = readAutoscaler(
  new Fields(
    { spec: { maxReplicas: 10, metrics: [{ type: 'Resource', resource: { name: 'memory', target } }] } },
    'hpa',
  ),
);

/** Four pods of 400 MiB at 320 MiB each, every 15 seconds: 80 % of the target, which rounds up to four for ever. */
function stuckSeries(count: number): SeriesStep[] {
  const rows = Array.from({ length: count }, (_, place) => {
    const time = new Date(Date.UTC(2026, 0, 1) + place * 15_000).toISOString();
    return [0, 1, 2, 3].map((pod) => `${time},web-${pod},320Mi,400Mi`).join('\n');
  });
  return readSeries(['time,pod,memory,memory-request', ...rows].join('\n'), options, new Diagnostics());
}

describe('what if', () => {
  test('nothing changes for ever where rounding holds it', () => {
    const points = replaySeries(autoscaler, stuckSeries(60), { flags: defaultFlags, freed: undefined });
    expect(new Set(points.map(({ desiredReplicas }) => desiredReplicas))).toEqual(new Set([4]));
    expect(new Set(points.map(({ reason }) => reason))).toEqual(new Set(['rounding']));
  });

  test('freed bytes show after the window, at the round at which its oldest advice leaves it', () => {
    const steps = stuckSeries(60);
    const fromMs = steps[4].atMs;
    const points = replaySeries(autoscaler, steps, {
      flags: defaultFlags,
      freed: { bytes: 100 * 2 ** 20, fromMs },
    });
    // 220 of 400 MiB is 55 %: 2.2 pods. The last advice of four is of step 3; its window of 5 min has both ends in it.
    const first = points.findIndex(({ reason }) => reason === 'scale-in');
    expect(points[first]).toMatchObject({
      atMs: steps[3].atMs + 315_000,
      currentReplicas: 4,
      desiredReplicas: 3,
    });
  });

  test('replicas without bound are refused, not made', () => {
    const spec = {
      maxReplicas: 2 ** 31 - 1,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1' } },
        },
      ],
      behavior: { scaleUp: { policies: [{ type: 'Percent', value: 2 ** 30, periodSeconds: 15 }] } },
    };
    const greedy = readAutoscaler(new Fields({ spec }, 'hpa'));
    const freed = { bytes: 0, fromMs: 0 };
    expect(() => replaySeries(greedy, stuckSeries(3), { flags: defaultFlags, freed })).toThrow(
      'nothing is carried out',
    );
  });

  test('remedies are compared with doing nothing', () => {
    const steps = stuckSeries(60);
    const remedy = { podBytesAfter: 0, replicas: 3, afterMs: 0, limitBytes: undefined } as const;
    const remedies = [{ ...remedy, id: 'two-gcs' as const, freedBytes: 100 * 2 ** 20, pagesMs: 2000 }];
    const rows = replayRemedies(autoscaler, steps, defaultFlags, remedies, steps[0].atMs);
    expect(rows.map(({ id, endReplicas }) => [id, endReplicas])).toEqual([
      ['nothing', 4],
      ['two-gcs', 3],
    ]);
    expect(rows[0].firstScaleIn).toBeUndefined();
  });
});

describe('a series', () => {
  const header = 'time,pod,memory,memory-request';
  const at = (seconds: number): string => `2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`;

  test('that goes back in time keeps what goes forward, and says so', () => {
    const diagnostics = new Diagnostics();
    const rows = [30, 45, 15, 20, 59].map((seconds) => `${at(seconds)},web-0,1Mi,2Mi`);
    const steps = readSeries([header, ...rows].join('\n'), options, diagnostics);
    expect(steps.map(({ atMs }) => new Date(atMs).getUTCSeconds())).toEqual([30, 45, 59]);
    expect(diagnostics.list()).toMatchObject([{ code: 'clock-goes-back', count: 2 }]);
  });

  test('with damaged rows keeps the others', () => {
    const diagnostics = new Diagnostics();
    const rows = [
      `${at(0)},web-0,1Mi,2Mi`,
      'yesterday,web-0,1Mi,2Mi',
      `${at(1)},web-0,many,2Mi`,
      `${at(2)},,1Mi,2Mi`,
      '\u0000',
      `${at(3)},web-0,1Mi,2Mi`,
    ];
    expect(readSeries([header, ...rows].join('\n'), options, diagnostics)).toHaveLength(2);
    expect(diagnostics.list()).toMatchObject([{ code: 'row-unreadable', count: 4 }]);
  });

  test.each([
    ['', 'first line has the column'],
    ['time,memory,memory-request\n', 'no column pod'],
    ['time,pod\n', 'neither memory nor cpu'],
    ['time,pod,memory\n', 'add the column memory-request'],
    [`${header}\n`, 'no sample'],
    [`${header},colour\n`, "'colour'"],
    ['{"time":', 'is not JSON'],
    ['{"pods":[]}', 'time is missing'],
    ['{"time":"2026-01-01T00:00:00Z","pods":{"kind":"PodList","items":[1]}}', 'not an object'],
    ['[]', 'no sample'],
  ])('of %j is refused with a word', (text, word) => {
    expect(() => readSeries(text, options, new Diagnostics())).toThrow(word);
  });

  test('in JSON lines holds what kubectl prints', () => {
    const pod = (name: string): unknown => ({
      metadata: { name },
      spec: { containers: [{ name: 'app', resources: { requests: { memory: '400Mi' } } }] },
      status: { phase: 'Running' },
    });
    const sample = (name: string): unknown => ({
      metadata: { name },
      containers: [{ name: 'app', usage: { memory: '320Mi' } }],
    });
    const names = ['web-0', 'web-1', 'web-2', 'web-3'];
    const line = (seconds: number): string =>
      JSON.stringify({
        time: at(seconds),
        pods: names.map(pod),
        metrics: { kind: 'PodMetricsList', items: names.map(sample) },
      });
    const steps = readSeries([line(0), '', line(15)].join('\n'), options, new Diagnostics());
    const points = replaySeries(autoscaler, steps, { flags: defaultFlags, freed: undefined });
    expect(
      points.map(({ currentReplicas, desiredReplicas, reason }) => [
        currentReplicas,
        desiredReplicas,
        reason,
      ]),
    ).toEqual([
      [4, 4, 'rounding'],
      [4, 4, 'rounding'],
    ]);
  });
});
