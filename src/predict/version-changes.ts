import type { GoLine } from '../gomem/index.ts';

/** What made maps cost something else from one version of Go to the next. */
export type VersionChange =
  /** Go 1.21 grows at 6 entries a bucket, all others at 6.5. */
  | 'load-factor-6'
  | 'load-factor-6.5'
  /** Go 1.22: objects over 512 bytes with pointers have a word in front that tells where the pointers are. */
  | 'malloc-header'
  /** Go 1.24: Swiss tables, or with noswissmap a header of 64 bytes in place of 48. */
  | 'swiss'
  | 'larger-header'
  /** Go 1.25: tombstones are cleared away before a table grows. */
  | 'pruning';

export interface VersionStep {
  readonly from: GoLine;
  readonly to: GoLine;
  readonly changes: readonly VersionChange[];
}

/** Where maps changed between two lines of Go, oldest first; steps that changed nothing are left out. */
export function versionSteps(lines: readonly GoLine[]): VersionStep[] {
  const isSwiss = ({ mapKind }: GoLine): number => (mapKind === 'swiss' ? 1 : 0);
  const ordered = lines.toSorted((one, other) => one.minor - other.minor || isSwiss(one) - isSwiss(other));
  return ordered
    .slice(1)
    .map((to, place) => ({ from: ordered[place], to, changes: changesBetween(ordered[place], to) }))
    .filter(({ changes }) => changes.length > 0);
}

function changesBetween(from: GoLine, to: GoLine): VersionChange[] {
  const passes = (minor: number): boolean => from.minor < minor && minor <= to.minor;
  const bothClassic = from.mapKind === 'classic' && to.mapKind === 'classic';
  const candidates: readonly (readonly [VersionChange, boolean])[] = [
    ['load-factor-6', to.minor === 21 && from.minor < 21],
    ['load-factor-6.5', from.minor === 21 && bothClassic && to.minor > 21],
    ['malloc-header', passes(22)],
    ['swiss', from.mapKind === 'classic' && to.mapKind === 'swiss'],
    ['larger-header', bothClassic && passes(24)],
    ['pruning', to.mapKind === 'swiss' && passes(25)],
  ];
  return candidates.filter(([, holds]) => holds).map(([change]) => change);
}
