import type { Pod, Requests } from '../objects/cluster.ts';
import { addQuantities, milliValue, type Quantity } from '../quantity/quantity.ts';
import { MetricFailure } from './metric-failure.ts';

/**
 * What each pod asks for of the resource, in thousandths, by name. Covers every pod listed, dying ones too: one without a
 * request fails the metric. Source: calculateRequests of replica_calculator.go, Kubernetes v1.36.3.
 */
export function requestsOf(pods: readonly Pod[], resource: string, container: string): Map<string, bigint> {
  return new Map(
    pods.map((pod) => {
      const { podRequests } = pod;
      const isWhole =
        podRequests !== undefined && container === '' && [...podRequests.keys()].some(isPodLevel);
      return [
        pod.name,
        isWhole ? wholeRequest(pod, podRequests, resource) : containerRequest(pod, resource, container),
      ];
    }),
  );
}

function containerRequest(pod: Pod, resource: string, container: string): bigint {
  let sum = 0n;
  for (const { name, requests } of pod.containers) {
    if (container !== '' && container !== name) continue;
    const request = requests.get(resource);
    if (!request)
      throw new MetricFailure(`missing request for ${resource} in container ${name} of Pod ${pod.name}`);
    sum += milliValue(request);
    if (container === name) return sum;
  }
  if (container !== '') throw new MetricFailure(`container ${container} not found in Pod ${pod.name}`);
  return sum;
}

/** resourcehelpers.PodRequests of component-helpers v0.36.3: what the pod says wins, and overhead is added. */
function wholeRequest(pod: Pod, podRequests: Requests, resource: string): bigint {
  const own = isPodLevel(resource) ? podRequests.get(resource) : undefined;
  const asked = own ?? aggregate(pod, resource);
  const overhead = pod.overhead.get(resource);
  const sum = asked && overhead ? addQuantities(asked, overhead) : (asked ?? overhead);
  if (!sum) throw new MetricFailure(`missing pod-level request for ${resource} in Pod ${pod.name}`);
  return milliValue(sum);
}

function isPodLevel(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

/** The sum of the containers, or what the init containers need at most, whichever is more. */
function aggregate(pod: Pod, resource: string): Quantity | undefined {
  const requestsIn = (requests: Requests): Quantity | undefined => requests.get(resource);
  let sum: Quantity | undefined;
  for (const { requests } of pod.containers) sum = added(sum, requestsIn(requests));
  let staying: Quantity | undefined;
  let most: Quantity | undefined;
  for (const { requests, isRestartable } of pod.initContainers) {
    const needed = added(staying, requestsIn(requests));
    if (isRestartable) staying = needed;
    if (needed && (!most || needed.nano > most.nano)) most = needed;
  }
  return most && (!sum || most.nano > sum.nano) ? most : sum;
}

function added(one: Quantity | undefined, other: Quantity | undefined): Quantity | undefined {
  return one && other ? addQuantities(one, other) : (one ?? other);
}
