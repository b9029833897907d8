/* Held to Kubernetes' own controller (v1.36.3), reconciliation by reconciliation: `npm run hpa:oracle` writes the cases. */
import { expect, test } from 'vitest';
import { type Case, readCases } from '../testdata/cases.ts';
import type { FailedProposal, Proposal } from '../replicas/propose.ts';
import { type Condition, conditionsAfter, noConditions } from './conditions.ts';
import type { History } from './history.ts';
import { reconcile } from './reconcile.ts';

const cases = readCases();

test('there is enough to check', () => {
  expect(cases.length).toBeGreaterThanOrEqual(2000);
  const reasons = new Set(
    cases.flatMap(({ expected }) => expected.flatMap((each) => each.reasons.split(' '))),
  );
  for (const reason of [
    'ScaleUpStabilized+',
    'ScaleDownStabilized+',
    'ScaleUpLimit+',
    'ScaleDownLimit+',
    'ScalingDisabled-',
  ])
    expect(reasons).toContain(reason);
});

test('every reconciliation of every case decides what Kubernetes decided', () => {
  const wrong = cases.flatMap(differences);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(wrong).toHaveLength(0);
});

function differences({ number, autoscaler, flags, ticks, expected, clusterAt }: Case): unknown[] {
  let history: History | undefined;
  let conditions = noConditions;
  let replicas = 0;
  const wrong: unknown[] = [];
  for (const [place, { step, isFirst, nowMs }] of ticks.entries()) {
    if (isFirst && step.r >= 0) replicas = step.r;
    const before = replicas;
    const next = reconcile(autoscaler, clusterAt(step, replicas), history, flags, nowMs);
    history = next.history;
    conditions = conditionsAfter(next.decision, conditions, autoscaler.behavior !== undefined);
    replicas = next.decision.desiredReplicas ?? replicas;
    const { ableToScale, scalingActive, scalingLimited } = conditions;
    const ours = {
      replicas,
      reasons: [ableToScale, scalingActive, scalingLimited].map(conditionText).join(''),
      currents: next.decision.proposals.map(currentText),
    };
    const theirs = expected[place];
    if (
      JSON.stringify(ours) !==
      JSON.stringify({ replicas: theirs.replicas, reasons: theirs.reasons, currents: theirs.currents })
    )
      wrong.push({ number, place, before, ours, theirs });
    replicas = theirs.replicas;
  }
  if (expected.length !== ticks.length)
    wrong.push({ number, ticks: ticks.length, expected: expected.length });
  return wrong;
}

function conditionText({ reason, isTrue }: Condition): string {
  return reason === '' ? ' ' : `${reason}${isTrue ? '+' : '-'} `;
}

function currentText(proposal: Proposal | FailedProposal): string {
  if ('failure' in proposal) return '';
  const { utilization, averageMilli, valueMilli } = proposal;
  return [utilization, averageMilli, valueMilli].map((value) => value ?? '-').join(' ');
}
