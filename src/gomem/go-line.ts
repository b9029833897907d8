/** A line of Go releases as far as memory goes: its minor version and the map design that it was built with. */
export interface GoLine {
  /** 24 for Go 1.24; 18 and later are known, one newer than 26 is taken for 26. */
  readonly minor: number;
  /** Swiss from Go 1.24 on; classic up to 1.23, and in 1.24 and 1.25 with GOEXPERIMENT=noswissmap. */
  readonly mapKind: 'classic' | 'swiss';
}
