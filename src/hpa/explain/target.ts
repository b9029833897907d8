import type { Cluster } from '../objects/cluster.ts';
import { requestsOf } from '../replicas/pod-requests.ts';
import type { Proposal } from '../replicas/propose.ts';

/** What the average pod that counts may use, in thousandths; undefined where there is no target. */
export function targetMilliOf({ spec, pods }: Proposal, cluster: Cluster): bigint | undefined {
  if (spec.target.type !== 'Utilization') return spec.target.type === 'none' ? undefined : spec.target.milli;
  const left = new Set(pods ? [...pods.groups.missing, ...pods.groups.unready, ...pods.groups.ignored] : []);
  const counted = cluster.pods.filter(({ name }) => !left.has(name));
  const requests = requestsOf(counted, spec.name, spec.container);
  const sum = [...requests.values()].reduce((all, each) => all + each, 0n);
  return (sum * BigInt(spec.target.percent)) / (100n * BigInt(Math.max(1, requests.size)));
}
