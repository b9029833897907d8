import type { Proposal } from '../replicas/propose.ts';
import { cappedInt32 } from '../replicas/tolerances.ts';

/** What the metric would ask for if no tolerance held it: its ratio times its pods, rounded up. */
export function untolerated(proposal: Proposal): number {
  if (proposal.reason !== 'within-tolerance') return proposal.replicas;
  return Math.max(0, cappedInt32(Math.ceil(proposal.ratio * proposal.podCount)));
}
