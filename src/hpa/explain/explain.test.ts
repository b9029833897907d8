/*
 * What is said around the decision. The decision itself is Kubernetes' own (src/hpa/controller): where its controller has settled
 * on a case, so must this; and what a pod must fall under is asked back of the calculation that Kubernetes confirmed.
 */
import { describe, expect, test } from 'vitest';
import { defaultFlags } from '../objects/autoscaler.ts';
import type { Cluster } from '../objects/cluster.ts';
import { Fields } from '../objects/fields.ts';
import { readAutoscaler } from '../objects/read-autoscaler.ts';
import { readPod, readPodMetrics } from '../objects/read-pods.ts';
import { type Case, readCases } from '../testdata/cases.ts';
import { explainAutoscaler, type Explanation } from './explain.ts';
import { readRetained } from './retained.ts';
import { askedAt } from './scale-in.ts';
import { decide } from './settled.ts';

const nowMs = Date.UTC(2026, 0, 1);
const mebi = 2 ** 20;

interface Sizes {
  readonly count: number;
  readonly requestMebi: number;
  readonly usageMebi: number;
  readonly targetPercent: number;
  readonly spec?: Record<string, unknown>;
}

function explained(sizes: Sizes, report?: unknown): Explanation {
  const target = { type: 'Utilization', averageUtilization: sizes.targetPercent };
  const metrics = [{ type: 'Resource', resource: { name: 'memory', target } }];
  const spec = { maxReplicas: 100, metrics, ...sizes.spec };
  const autoscaler = readAutoscaler(new Fields({ spec }, 'hpa'));
  const retained = report === undefined ? undefined : readRetained(report, 'report');
  return explainAutoscaler(autoscaler, clusterOf(sizes), { flags: defaultFlags, nowMs, retained });
}

function clusterOf({ count, requestMebi, usageMebi }: Sizes): Cluster {
  const names = Array.from({ length: count }, (_, place) => `web-${place}`);
  const resources = { requests: { memory: `${requestMebi}Mi` } };
  return {
    specReplicas: count,
    statusReplicas: count,
    pods: names.map((name) =>
      readPod(
        new Fields(
          {
            metadata: { name },
            spec: { containers: [{ name: 'app', resources }] },
            status: { phase: 'Running' },
          },
          name,
        ),
      ),
    ),
    podMetrics: names.map((name) =>
      readPodMetrics(
        new Fields(
          {
            metadata: { name },
            containers: [{ name: 'app', usage: { memory: String(Math.round(usageMebi * mebi)) } }],
          },
          name,
        ),
      ),
    ),
    customValues: [],
    externalValues: [],
  };
}

describe('what a pod must fall under', () => {
  // Measured of the real controller: floor(u) <= T(n-1)/n below ten pods, floor(u) < 0.9 T from there on.
  test('rounding binds below ten pods: four of them scale in at 60.99 % of a target of 80 %', () => {
    const { scaleIn, decision, holds } = explained({
      count: 4,
      requestMebi: 1000,
      usageMebi: 700,
      targetPercent: 80,
    });
    expect(decision.desiredReplicas).toBe(4);
    expect(scaleIn[0]).toMatchObject({ toReplicas: 3, podBytesBelow: 610 * mebi, podBytesNow: 700 * mebi });
    expect(holds.map(({ by }) => by)).toEqual(['rounding']);
    expect(
      explained({ count: 4, requestMebi: 1000, usageMebi: 609.9, targetPercent: 80 }).decision
        .desiredReplicas,
    ).toBe(3);
    expect(
      explained({ count: 4, requestMebi: 1000, usageMebi: 610, targetPercent: 80 }).decision.desiredReplicas,
    ).toBe(4);
  });

  test('from ten pods on the tolerance binds, and several pods go at once: thirty at 89 % of target become 27', () => {
    const { scaleIn } = explained({ count: 30, requestMebi: 1000, usageMebi: 720, targetPercent: 80 });
    expect(scaleIn.slice(0, 3).map(({ podBytesBelow }) => podBytesBelow)).toEqual([
      720 * mebi,
      720 * mebi,
      720 * mebi,
    ]);
    expect(scaleIn[0].landsAt).toBe(27);
    const wide = explained({ count: 30, requestMebi: 1000, usageMebi: 890, targetPercent: 100 });
    expect(wide.decision.desiredReplicas).toBe(27);
  });

  test('the tolerance is a limit of its own, from what the ratio alone would give', () => {
    const { limits, rawReplicas, decision } = explained({
      count: 30,
      requestMebi: 1000,
      usageMebi: 950,
      targetPercent: 100,
    });
    expect(rawReplicas).toBe(29);
    expect(decision.desiredReplicas).toBe(30);
    expect(limits).toEqual([{ by: 'tolerance', from: 29, to: 30, reason: 'WithinTolerance' }]);
  });

  test('minimum, maximum and policies are named', () => {
    const idle = { count: 4, requestMebi: 1000, usageMebi: 100, targetPercent: 100 };
    expect(explained({ ...idle, spec: { minReplicas: 3 } }).limits).toEqual([
      { by: 'min', from: 1, to: 3, reason: 'TooFewReplicas' },
    ]);
    const scaleDown = { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] };
    expect(explained({ ...idle, spec: { behavior: { scaleDown } } }).limits).toEqual([
      { by: 'policy', from: 1, to: 3, reason: 'ScaleDownLimit' },
    ]);
    const busy = {
      count: 4,
      requestMebi: 1000,
      usageMebi: 2000,
      targetPercent: 100,
      spec: { maxReplicas: 5 },
    };
    expect(explained(busy).limits).toEqual([{ by: 'max', from: 8, to: 5, reason: 'TooManyReplicas' }]);
  });
});

describe('the cases of the oracle', () => {
  const cases = readCases();

  test('are explained as Kubernetes decides once it has settled', () => {
    const compared = cases.flatMap(settledComparisons);
    expect(compared.length).toBeGreaterThan(1500);
    expect(compared.filter(({ changes }) => changes).length).toBeGreaterThan(50);
    expect(compared.filter(({ ours, theirs }) => ours !== theirs).slice(0, 5)).toEqual([]);
  });

  test('have bounds that are exact: below them the metric asks for so few, at them for more', () => {
    let checked = 0;
    for (const { autoscaler, flags, ticks, clusterAt } of cases.slice(0, 1200)) {
      const { step, nowMs: at } = ticks[0];
      const cluster = clusterAt(step, step.r);
      const { scaleIn, decision } = explainAutoscaler(autoscaler, cluster, { flags, nowMs: at });
      for (const row of scaleIn) {
        if (row.podBytesBelow === undefined) continue;
        const proposal = decision.proposals.find(
          (each) =>
            'pods' in each &&
            each.spec.name === 'memory' &&
            (each.spec.container || undefined) === row.container,
        );
        if (
          !proposal ||
          !('pods' in proposal) ||
          decision.proposals.filter(({ spec }) => spec.name === 'memory').length > 1
        )
          continue;
        const asked = askedAt(autoscaler, cluster, proposal, flags, at);
        expect(asked(row.podBytesBelow - 1)).toBeLessThanOrEqual(row.toReplicas);
        expect(asked(row.podBytesBelow)).toBeGreaterThan(row.toReplicas);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(300);
  });
});

interface Comparison {
  readonly number: number;
  readonly place: number;
  readonly ours: number | undefined;
  readonly theirs: number;
  readonly changes: boolean;
}

/** Rounds before which nothing moved for longer than any window and any policy's period. */
function settledComparisons({ number, autoscaler, flags, ticks, expected, clusterAt }: Case): Comparison[] {
  const { behavior } = autoscaler;
  const windows = [
    behavior?.scaleUp.windowSeconds ?? 0,
    behavior?.scaleDown.windowSeconds ?? flags.downscaleStabilizationMs / 1000,
  ];
  const periods = [...(behavior?.scaleUp.policies ?? []), ...(behavior?.scaleDown.policies ?? [])].map(
    ({ periodSeconds }) => periodSeconds,
  );
  const longestMs = Math.max(...windows, ...periods) * 1000;
  const compared: Comparison[] = [];
  // When the newest advice was given, or change made, that another state of things led to.
  let strangeMs = 0;
  let before = -1;
  for (const [place, { step, isFirst, nowMs: at }] of ticks.entries()) {
    // What is there when this round begins: what the one before left, or what was set by hand.
    const replicas = isFirst && step.r >= 0 ? step.r : place > 0 ? expected[place - 1].replicas : 0;
    if (isFirst || before !== replicas) strangeMs = place === 0 ? at : at - flags.syncMs;
    before = replicas;
    // Without behavior the window has its oldest moment in it.
    const isSettled = behavior ? at - strangeMs >= longestMs : at - strangeMs > longestMs;
    if (isFirst || !isSettled) continue;
    const decision = decide(autoscaler, clusterAt(step, replicas), flags, at, undefined);
    const theirs = expected[place].replicas;
    compared.push({
      number,
      place,
      ours: decision.desiredReplicas ?? replicas,
      theirs,
      changes: theirs !== replicas,
    });
  }
  return compared;
}

describe('what could be given back', () => {
  const line = (id: string, bytes: number, lines: unknown[] = []): unknown => ({
    id,
    label: '',
    bytes,
    lines,
  });
  const heap = line('heap', 320 * mebi, [
    line('heap.maps', 210 * mebi, [
      line('heap.maps.slack', 190 * mebi),
      line('heap.maps.unreachable', 2 * mebi),
    ]),
    line('heap.idle', 60 * mebi),
    line('heap.garbage', 8 * mebi),
  ]);
  const report = { ledger: { totalBytes: 330 * mebi, lines: [heap] } };
  const sizes = { count: 4, requestMebi: 400, usageMebi: 330, targetPercent: 100 };

  test('is read from the ledger of a report', () => {
    expect(explained(sizes, report).retained).toMatchObject({
      mapSlackBytes: 190 * mebi,
      idleBytes: 60 * mebi,
      garbageBytes: 10 * mebi,
      goBytes: 320 * mebi,
    });
  });

  test('leads to replicas as the controller would count them', () => {
    const byId = new Map(explained(sizes, report).remedies.map((remedy) => [remedy.id, remedy]));
    // 140 of 400 MiB is 35 %: 1.4 pods. 260 is 65 %: 2.6. 70 is 17 %: 0.68.
    expect(byId.get('rebuild-maps')).toMatchObject({ podBytesAfter: 140 * mebi, replicas: 2 });
    expect(byId.get('two-gcs')).toMatchObject({ podBytesAfter: 260 * mebi, replicas: 3 });
    expect(byId.get('rebuild-and-two-gcs')).toMatchObject({ podBytesAfter: 70 * mebi, replicas: 1 });
    // Under 304 MiB, of which 10 are not Go's.
    expect(byId.get('gomemlimit')).toMatchObject({ limitBytes: 293 * mebi, replicas: 3 });
  });

  test('is not said where the ledger has no such line', () => {
    const bare = { ledger: { totalBytes: 330 * mebi, lines: [line('heap', 320 * mebi)] } };
    const { retained, remedies } = explained(sizes, bare);
    expect(retained).toMatchObject({
      mapSlackBytes: undefined,
      idleBytes: undefined,
      garbageBytes: undefined,
    });
    expect(remedies).toEqual([]);
  });

  test('a limit that would leave no room is not advised', () => {
    const full = line('heap', 320 * mebi, [line('heap.idle', 20 * mebi)]);
    const { remedies } = explained(sizes, { ledger: { totalBytes: 330 * mebi, lines: [full] } });
    expect(remedies.find(({ id }) => id === 'gomemlimit')).toMatchObject({
      limitBytes: undefined,
      freedBytes: 0,
      replicas: 4,
    });
  });
});
