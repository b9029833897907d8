import type { Diagnostic } from '../../base/index.ts';
import { type ExplainedMetric, type Explanation, quantityText, type ScaleIn } from '../../hpa/index.ts';

/** The contract of `hpa --json`. Bytes are whole; quantities are written as kubectl writes them. */
export function hpaJson(explanation: Explanation, diagnostics: readonly Diagnostic[]): string {
  const { decision, autoscaler, conditions, retained } = explanation;
  const value = {
    autoscaler: {
      name: autoscaler.name,
      namespace: autoscaler.namespace,
      minReplicas: autoscaler.minReplicas,
      maxReplicas: autoscaler.maxReplicas,
    },
    currentReplicas: decision.currentReplicas,
    desiredReplicas: decision.desiredReplicas ?? null,
    rawReplicas: explanation.rawReplicas ?? null,
    metrics: explanation.metrics.map(metricJson),
    limits: explanation.limits,
    scaleIn: explanation.scaleIn.map(scaleInJson),
    error: decision.failure?.failure ?? null,
    conditions: Object.entries(conditions)
      .filter(([, { reason }]) => reason !== '')
      .map(([type, { reason, isTrue }]) => ({
        type: capital(type),
        status: isTrue ? 'True' : 'False',
        reason,
      })),
    holds: explanation.holds,
    freshControllerReplicas: explanation.freshReplicas ?? null,
    retained: retained
      ? {
          mapSlackBytes: retained.mapSlackBytes ?? null,
          idleBytes: retained.idleBytes ?? null,
          garbageBytes: retained.garbageBytes ?? null,
        }
      : null,
    remedies: explanation.remedies.map(({ replicas, limitBytes, ...rest }) => ({
      ...rest,
      desiredReplicas: replicas ?? null,
      limitBytes: limitBytes ?? null,
    })),
    diagnostics,
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}

export function metricJson({ proposal, targetMilli }: ExplainedMetric): Record<string, unknown> {
  const { spec } = proposal;
  const isMemory = spec.name === 'memory';
  const isFailed = 'failure' in proposal;
  const average = isFailed ? undefined : proposal.averageMilli;
  const text = (milli: bigint | undefined): string | null =>
    milli === undefined ? null : quantityText(milli, isMemory);
  const bytes = (milli: bigint | undefined): number | null =>
    milli === undefined || !isMemory ? null : Number(milli / 1000n);
  const groups = isFailed ? undefined : proposal.pods?.groups;
  return {
    name: spec.name,
    container: spec.container === '' ? null : spec.container,
    averageBytes: bytes(average),
    targetBytes: bytes(targetMilli),
    utilization: isFailed ? null : (proposal.utilization ?? null),
    proposal: isFailed ? null : proposal.replicas,
    type: spec.source,
    targetUtilization: spec.target.type === 'Utilization' ? spec.target.percent : null,
    average: text(average),
    value: isFailed ? null : text(proposal.valueMilli),
    target: text(targetMilli),
    ratio: isFailed ? null : proposal.measuredRatio,
    assumedRatio: isFailed ? null : proposal.ratio,
    podCount: isFailed ? null : proposal.podCount,
    reason: isFailed ? null : proposal.reason,
    missingPods: groups?.missing ?? [],
    unreadyPods: groups?.unready ?? [],
    ignoredPods: groups?.ignored ?? [],
    error: isFailed ? proposal.failure : null,
  };
}

export function scaleInJson(row: ScaleIn): Record<string, unknown> {
  const { toReplicas, metric, container, podBytesBelow, podBytesNow } = row;
  return {
    toReplicas,
    metric,
    container: container ?? null,
    podBytesBelow: podBytesBelow ?? null,
    podBytesNow,
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
