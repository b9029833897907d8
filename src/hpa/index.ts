/**
 * hpa: the arithmetic of Kubernetes' horizontal pod autoscaler, exactly: from an autoscaler, its pods and their metrics to what
 * the controller decides and why. Pure: it reads no file and asks no cluster; what was not given is not assumed in silence.
 */
export { HpaError } from './hpa-error.ts';
export {
  type Autoscaler,
  type ControllerFlags,
  defaultFlags,
  type MetricSource,
} from './objects/autoscaler.ts';
export type { Condition } from './controller/conditions.ts';
export { chooseAutoscaler, clusterFrom, scaleOf } from './objects/choose-autoscaler.ts';
export type { Cluster } from './objects/cluster.ts';
export {
  type ClusterObjects,
  type PodChoice,
  labelsFromSelector,
  readObjects,
  type SourceDocument,
} from './objects/evidence.ts';
export { durationFromGo, momentFromText } from './objects/moments.ts';
export { readHistory } from './objects/read-history.ts';
export { bytesFromQuantity } from './quantity/quantity.ts';
export { quantityText } from './quantity/quantity-text.ts';
export { explainAutoscaler, type ExplainedMetric, type Explanation } from './explain/explain.ts';
export type { Hold } from './explain/holds.ts';
export type { Limit } from './explain/limits.ts';
export { readRetained, type Retained, type RetainedMap } from './explain/retained.ts';
export { type Remedy, type RemedyId, untouchedMs } from './explain/remedies.ts';
export type { ScaleIn } from './explain/scale-in.ts';
export { readSeries } from './replay/read-series.ts';
export { clusterOfStep, replayRemedies, type WhatIf } from './replay/what-if.ts';
export { type ReplayPoint, type ReplayReason, replaySeries } from './replay/replay.ts';
