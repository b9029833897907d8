/** A line of Go releases as far as memory goes: its minor version and the map design that it was built with. */
export interface GoLine {
  /** 24 for Go 1.24; 18 and later are known, one newer than 26 is taken for 26. */
  readonly minor: number;
  /** Swiss from Go 1.24 on; classic up to 1.23, and in 1.24 and 1.25 with GOEXPERIMENT=noswissmap. */
  readonly mapKind: 'classic' | 'swiss';
}

/**
 * Lines of one group spend the same bytes on every map; what is said about them may differ. Swiss maps have not changed
 * what they allocate since Go 1.24. Of classic ones Go 1.21 has another load factor, Go 1.22 brought malloc headers, and
 * with Go 1.24 the header grew.
 */
export function mapCostGroup({ minor, mapKind }: GoLine): string {
  if (mapKind === 'swiss') return 'swiss';
  if (minor >= 24) return 'classic from 1.24';
  if (minor >= 22) return 'classic from 1.22';
  return minor === 21 ? 'classic of 1.21' : 'classic until 1.20';
}
