import type { GoType } from '../../image/index.ts';
import { type MapSums, SumBuilder } from './map-sums.ts';
import type { MapGroup, Survey } from './survey.ts';

export interface TotalsRow extends MapSums {
  readonly name: string;
}

/** Sums over all maps; the rows, largest first, are of reachable maps only. */
export interface MapTotals {
  readonly all: MapSums;
  readonly unreachable: MapSums;
  readonly byType: readonly TotalsRow[];
  readonly byHolder: readonly TotalsRow[];
  readonly byPackage: readonly TotalsRow[];
}

/** What the output needs of holders; absent where they were not traced. */
export interface HolderNames {
  /** The abstract path of a holder path id: `main.registry[…].tags`. */
  abstractPath(path: number): string;
  /** Import path of the package whose variable or function it begins with; '' where that is not known. */
  packageOf(path: number): string;
}

/** A type that nothing tells. */
export const unknownType = 'map[?]?';
export const unknownHolder = '(unknown)';

export function totalsOf(survey: Survey, holders: HolderNames | undefined): MapTotals {
  return {
    all: survey.all,
    unreachable: survey.unreachable,
    byType: rows(survey.groups, (group) => group.type?.name ?? unknownType),
    byHolder: rows(survey.groups, (group) => holderName(group, holders)),
    byPackage: rows(survey.groups, (group) => packageOf(group, holders)),
  };
}

export function holderName(group: MapGroup, holders: HolderNames | undefined): string {
  return group.path < 0 || !holders ? unknownHolder : holders.abstractPath(group.path);
}

/** The package that answers for a group: the holder's; without a known holder that of the named type, key or element. */
function packageOf(group: MapGroup, holders: HolderNames | undefined): string {
  const ofHolder = group.path < 0 ? undefined : holders?.packageOf(group.path);
  return ofHolder || packageOfType(group.type);
}

function packageOfType(type: GoType | undefined): string {
  for (const part of [type, type?.elem, type?.elem?.elem, type?.key]) {
    if (part?.packagePath) return part.packagePath;
  }
  return unknownHolder;
}

function rows(groups: readonly MapGroup[], nameOf: (group: MapGroup) => string): TotalsRow[] {
  const byName = new Map<string, SumBuilder>();
  for (const group of groups) {
    const name = nameOf(group);
    let sums = byName.get(name);
    if (!sums) byName.set(name, (sums = new SumBuilder()));
    sums.add(group);
  }
  const found = [...byName].map(([name, sums]) => ({ name, ...sums.sums() }));
  return found.sort((a, b) => heldBytes(b) - heldBytes(a) || b.maps - a.maps || (a.name < b.name ? -1 : 1));
}

/** Bytes that the maps hold: their own and the boxes of their entries. */
export function heldBytes(sums: { readonly bytes: number; readonly boxedBytes: number }): number {
  return sums.bytes + sums.boxedBytes;
}
