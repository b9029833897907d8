import type { Diagnostics } from '../../base/index.ts';
import { HpaError } from '../hpa-error.ts';
import type { Autoscaler } from './autoscaler.ts';
import type { Cluster, Pod } from './cluster.ts';
import type { ClusterObjects, Scale } from './evidence.ts';

/** The one autoscaler of a file, or the named one of several. */
export function chooseAutoscaler(
  { autoscalers }: Pick<ClusterObjects, 'autoscalers'>,
  name: string | undefined,
): Autoscaler {
  const fitting = name === undefined ? autoscalers : autoscalers.filter((each) => each.name === name);
  if (fitting.length === 1) return fitting[0];
  const names = autoscalers
    .map((each) => each.name)
    .slice(0, 10)
    .join(', ');
  if (autoscalers.length === 0)
    throw new HpaError('there is no HorizontalPodAutoscaler: print one with kubectl get hpa NAME -o yaml');
  throw new HpaError(
    name === undefined
      ? `there are ${autoscalers.length} autoscalers (${names}): choose one with --name`
      : `--name ${name}: there is ${fitting.length === 0 ? 'no such autoscaler' : 'more than one'} among ${names}`,
  );
}

/** The target's own object, where the files have it. */
export function scaleOf(
  { scales }: Pick<ClusterObjects, 'scales'>,
  { target }: Autoscaler,
): Scale | undefined {
  return scales.find(({ kind, name }) => name === target.name && (kind === target.kind || kind === 'Scale'));
}

/** What the controller would ask the cluster for; what was not given is said. */
export function clusterFrom(
  objects: ClusterObjects,
  autoscaler: Autoscaler,
  replicas: number | undefined,
  diagnostics: Diagnostics,
): Cluster {
  const scale = scaleOf(objects, autoscaler);
  const specReplicas =
    replicas ??
    scale?.specReplicas ??
    autoscaler.currentReplicas ??
    assumedReplicas(objects.pods, diagnostics);
  if (specReplicas === 0 && objects.pods.some(isAlive))
    diagnostics.add(
      'zero-replicas',
      'the status of the autoscaler says no replicas, but there are pods: if it is of a new autoscaler, give --replicas N',
    );
  if (autoscaler.metrics.some(({ target: { type } }) => type === 'Utilization') && objects.pods.length === 0)
    diagnostics.add(
      'no-pods',
      'no pods were given: give them with --pods FILE, as kubectl get pods -o json prints them',
    );
  noteMissing(objects, autoscaler, diagnostics);
  return {
    specReplicas,
    statusReplicas: scale?.statusReplicas ?? specReplicas,
    pods: objects.pods,
    podMetrics: objects.podMetrics,
    customValues: objects.customValues,
    externalValues: objects.externalValues,
  };
}

/** Not given is not the same as not there: the controller may have what we have not. */
function noteMissing(objects: ClusterObjects, { metrics }: Autoscaler, diagnostics: Diagnostics): void {
  for (const { source, name } of metrics) {
    const isResource = source === 'Resource' || source === 'ContainerResource';
    const isGiven = isResource
      ? objects.podMetrics.length > 0
      : source === 'External'
        ? objects.externalValues.some(({ metric }) => metric === name)
        : objects.customValues.some(({ metric }) => metric === name);
    if (!isGiven)
      diagnostics.add(
        'metric-not-given',
        `no value of ${name} (${source}) was given with --metrics: it is taken for one that the controller cannot get`,
      );
  }
}

function assumedReplicas(pods: readonly Pod[], diagnostics: Diagnostics): number {
  const count = pods.filter(isAlive).length;
  diagnostics.add(
    'replicas-assumed',
    `the autoscaler has no status: ${count} replicas are taken, as many as there are pods; --replicas N says it`,
  );
  return count;
}

function isAlive({ isDeleted, phase }: Pod): boolean {
  return !isDeleted && phase !== 'Failed' && phase !== 'Succeeded';
}
