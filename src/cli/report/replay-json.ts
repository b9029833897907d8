import type { Diagnostic } from '../../base/index.ts';
import type { ReplayPoint } from '../../hpa/index.ts';
import { scaleInJson } from './hpa-json.ts';
import { firstScaleIn, type Replay } from './replay-report.ts';

/** `hpa replay --json`: a step for each sample, with the names of `hpa explain --json`. Written step by step. */
export function* replayJson(replay: Replay, diagnostics: readonly Diagnostic[]): Generator<string> {
  const { autoscaler, freed, points } = replay;
  const { name, namespace, minReplicas, maxReplicas } = autoscaler;
  yield `{"autoscaler":${JSON.stringify({ name, namespace, minReplicas, maxReplicas })},\n`;
  yield `"freed":${JSON.stringify(freed ? { bytes: freed.bytes, from: isoText(freed.fromMs) } : null)},\n"steps":[`;
  let separator = '\n';
  for (const point of points) {
    yield `${separator}${JSON.stringify(stepJson(point))}`;
    separator = ',\n';
  }
  const first = firstScaleIn(points);
  const whatIf = replay.whatIf.map(({ firstScaleIn: earliest, ...rest }) => ({
    ...rest,
    firstScaleIn: earliest ? stepJson(earliest) : null,
  }));
  yield `],\n"whatIf":${JSON.stringify(whatIf)},\n"scaleIn":${JSON.stringify(replay.end.scaleIn.map(scaleInJson))},\n`;
  yield `"firstScaleIn":${JSON.stringify(first ? stepJson(first) : null)},\n`;
  yield `"diagnostics":${JSON.stringify(diagnostics)}}\n`;
}

function stepJson(point: ReplayPoint): Record<string, unknown> {
  const { metric } = point;
  const isMemory = metric?.name === 'memory';
  const bytes = (milli: bigint | undefined): number | null =>
    milli === undefined || !isMemory ? null : Number(milli / 1000n);
  return {
    time: isoText(point.atMs),
    currentReplicas: point.currentReplicas,
    desiredReplicas: point.failure === undefined ? point.desiredReplicas : null,
    rawReplicas: point.rawReplicas ?? null,
    reason: point.reason,
    limits: point.limits,
    metric: metric?.name ?? null,
    averageBytes: bytes(metric?.averageMilli),
    targetBytes: bytes(metric?.targetMilli),
    error: point.failure ?? null,
  };
}

export function isoText(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}
