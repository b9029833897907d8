import type { ControllerFlags } from '../objects/autoscaler.ts';
import type { Pod } from '../objects/cluster.ts';
import type { Sample, Samples } from './samples.ts';

export interface PodGroups {
  /** How many of the pods count: running ones with a sample. */
  readonly readyCount: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/**
 * Which pods count. Readiness is looked at for the CPU alone: an unready pod's memory counts. "Unknown" is not False.
 * Source: groupPods of replica_calculator.go, Kubernetes v1.36.3.
 */
export function groupPods(
  pods: readonly Pod[],
  samples: Samples,
  isCpu: boolean,
  flags: ControllerFlags,
  nowMs: number,
): PodGroups {
  const unready: string[] = [];
  const missing: string[] = [];
  const ignored: string[] = [];
  let readyCount = 0;
  for (const pod of pods) {
    const sample = samples.get(pod.name);
    if (pod.isDeleted || pod.phase === 'Failed') ignored.push(pod.name);
    else if (pod.phase === 'Pending') unready.push(pod.name);
    else if (!sample) missing.push(pod.name);
    else if (isCpu && isUnready(pod, sample, flags, nowMs)) unready.push(pod.name);
    else readyCount++;
  }
  return { readyCount, unready, missing, ignored };
}

function isUnready(pod: Pod, sample: Sample, flags: ControllerFlags, nowMs: number): boolean {
  const { ready, startMs, readyChangedMs } = pod;
  if (ready === undefined || startMs === undefined) return true;
  if (startMs + flags.cpuInitializationMs > nowMs) {
    return ready === 'False' || sample.atMs < readyChangedMs + sample.windowMs;
  }
  // Not ready, and it never was.
  return ready === 'False' && startMs + flags.readinessDelayMs > readyChangedMs;
}
