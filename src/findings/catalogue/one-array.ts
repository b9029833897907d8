/** What the findings about arrays are worded from. */
export interface ArrayFacts {
  /** Path of the one with the most idle bytes, as Go spells it; the group's where it is not known. */
  readonly where: string;
  /** Element type; '' for strings. */
  readonly type: string;
  readonly arrays: number;
  readonly bytes: number;
  readonly idleBytes: number;
  readonly reclaimableBytes: number;
  readonly largestIdleBytes: number;
}

/** How a slice is copied to an array of its own, by the version of Go. */
export function cloneCode(goMinor: number): string {
  return goMinor >= 21 ? 's = slices.Clone(s)' : 's = append([]T(nil), s...)';
}
