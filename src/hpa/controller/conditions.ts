import type { MetricSource } from '../objects/autoscaler.ts';
import type { Decision } from './reconcile.ts';

/** The reasons of an autoscaler's three conditions, as `kubectl describe hpa` shows them; '' where never set. */
export interface Conditions {
  readonly ableToScale: Condition;
  readonly scalingActive: Condition;
  readonly scalingLimited: Condition;
}

export interface Condition {
  readonly reason: string;
  readonly isTrue: boolean;
}

const unset: Condition = { reason: '', isTrue: false };
export const noConditions: Conditions = { ableToScale: unset, scalingActive: unset, scalingLimited: unset };

const failureReasons: Readonly<Record<MetricSource, string>> = {
  Resource: 'FailedGetResourceMetric',
  ContainerResource: 'FailedGetContainerResourceMetric',
  Pods: 'FailedGetPodsMetric',
  Object: 'FailedGetObjectMetric',
  External: 'FailedGetExternalMetric',
};

/** What a reconciliation leaves in the status. Those that it does not touch stay as they were. */
export function conditionsAfter(decision: Decision, before: Conditions, hasBehavior: boolean): Conditions {
  const { currentReplicas, desiredReplicas, rawReplicas, stabilizedReplicas, failure, without } = decision;
  if (failure) {
    return {
      ...before,
      ableToScale: { reason: 'SucceededGetScale', isTrue: true },
      scalingActive: { reason: failureReasons[failure.spec.source], isTrue: false },
    };
  }
  const isRescaled = without === undefined ? desiredReplicas !== currentReplicas : without !== 'disabled';
  const rescaled: Condition = { reason: 'SucceededRescale', isTrue: true };
  if (without !== undefined) {
    return {
      ...before,
      ableToScale: isRescaled ? rescaled : { reason: 'SucceededGetScale', isTrue: true },
      ...(without === 'disabled' && { scalingActive: { reason: 'ScalingDisabled', isTrue: false } }),
    };
  }
  const isUp = (rawReplicas ?? 0) >= currentReplicas;
  const held = hasBehavior && isUp ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  const ready = { reason: stabilizedReplicas === rawReplicas ? 'ReadyForNewScale' : held, isTrue: true };
  return {
    ableToScale: isRescaled ? rescaled : ready,
    scalingActive: { reason: 'ValidMetricFound', isTrue: true },
    scalingLimited: { reason: decision.limitReason ?? '', isTrue: desiredReplicas !== stabilizedReplicas },
  };
}
