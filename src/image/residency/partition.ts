import type { Address } from '../../base/index.ts';
import type { Residency } from './resident-pages.ts';

/** A stretch of addresses that something claims as its own. */
export interface Claim<Kind extends string> {
  readonly start: Address;
  /** Exclusive. */
  readonly end: Address;
  readonly kind: Kind;
  /** Where claims overlap the highest rank has the bytes; of equal ranks, the one that begins first. */
  readonly rank: number;
}

/** Resident bytes by kind: each byte that anything claims counts once, for the claim of the highest rank. */
export function partition<Kind extends string>(
  claims: readonly Claim<Kind>[],
  residency: Residency,
): Map<Kind, number> {
  const sums = new Map<Kind, number>();
  const byStart = claims.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start);
  // Highest rank first; ends that are passed are dropped when they are met.
  const active: Claim<Kind>[] = [];
  let at = 0;
  let next = 0;
  while (next < byStart.length || active.length > 0) {
    while (active.length > 0 && active[0].end <= at) active.shift();
    if (active.length === 0) {
      if (next >= byStart.length) break;
      at = Math.max(at, byStart[next].start);
    }
    while (next < byStart.length && byStart[next].start <= at) insert(active, byStart[next++]);
    const owner = active[0];
    if (!owner || owner.end <= at) continue;
    const until = next < byStart.length ? Math.min(owner.end, byStart[next].start) : owner.end;
    sums.set(owner.kind, (sums.get(owner.kind) ?? 0) + residency.bytesIn(at, until));
    at = until;
  }
  return sums;
}

function insert<Kind extends string>(active: Claim<Kind>[], claim: Claim<Kind>): void {
  let place = 0;
  while (place < active.length && active[place].rank >= claim.rank) place++;
  active.splice(place, 0, claim);
}
