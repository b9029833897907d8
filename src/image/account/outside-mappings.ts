import type { Address } from '../../base/index.ts';
import type { AddressSpace } from '../residency/address-space.ts';
import { type Claim, partition } from '../residency/partition.ts';
import type { MemoryKind } from './memory-kind.ts';

/** A mapping, or what is left of one, that no table of Go claims. */
export interface OutsideMapping {
  readonly kind: MemoryKind;
  readonly start: Address;
  readonly end: Address;
  /** As the kernel names it: `[heap]`, `[anon:malloc]`, …; '' for one without a name. */
  readonly name: string;
  /** In memory, and in no table of Go. */
  readonly residentBytes: number;
}

const listed = 5;

/**
 * The largest mappings of memory outside Go. `mappingClaims` are those of the mappings themselves, in their order, and
 * `otherClaims` what stands above them.
 */
export function outsideMappings(
  { mappings, pages }: AddressSpace,
  mappingClaims: readonly Claim<MemoryKind>[],
  otherClaims: readonly Claim<MemoryKind>[],
): OutsideMapping[] {
  const numbered = mappingClaims.flatMap((claim, index) =>
    claim.kind.startsWith('outside.') ? { ...claim, kind: String(index) } : [],
  );
  const others = otherClaims.map((claim) => ({ ...claim, kind: 'other' }));
  const sums = partition<string>([...numbered, ...others], pages);
  const found: OutsideMapping[] = [];
  for (const [number, residentBytes] of sums) {
    if (number === 'other' || residentBytes === 0) continue;
    const { start, end, path } = mappings[Number(number)];
    found.push({ kind: mappingClaims[Number(number)].kind, start, end, name: path, residentBytes });
  }
  return found.sort((a, b) => b.residentBytes - a.residentBytes).slice(0, listed);
}
