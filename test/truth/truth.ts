/** What the fixture says of one of its maps, read by itself from inside (fixtures/truth/census/report.go). */
export interface TrueMap {
  readonly scenario: string;
  readonly address: string;
  readonly type: string;
  readonly len: number;
  readonly slots: number;
  /** Heap bytes by the runtime's own span table. */
  readonly bytes: number;
  /** Header and first bucket or group where they lie on a goroutine's stack. */
  readonly stackBytes: number;
  readonly tombstones: number;
  /** What a copy made for the map's entries cost; 0 where none was made. */
  readonly rebuiltBytes: number;
  readonly boxedBytes: number;
  readonly overflowChained: number;
  readonly overflowOutside: number;
  readonly growing: boolean;
  readonly sameSizeGrow: boolean;
  /** False for a map that never got a bucket or group: nothing in its header is telling. */
  readonly storage: boolean;
  /** A runtime type stands before the storage or on its span, so even a stripped binary tells the type. */
  readonly typedStorage: boolean;
  readonly reachable: boolean;
  /** How `holders` are meant: fixtures/truth/census/note.go. */
  readonly match: 'exact' | 'prefix' | 'goroutine' | 'none';
  readonly holders: readonly string[];
}

/** Many maps of one type, as sums. */
export interface TrueCrowd {
  readonly scenario: string;
  readonly type: string;
  readonly count: number;
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
}

export interface Truth {
  readonly pid: number;
  readonly goVersion: string;
  readonly arch: string;
  readonly mapKind: 'classic' | 'swiss';
  /** Types of maps that the collector has taken: none may be found. */
  readonly freedTypes: readonly string[];
  /** Types of maps that are written to all the time: they may be found with any content. */
  readonly changingTypes: readonly string[];
  readonly maps: readonly TrueMap[];
  readonly crowds: readonly TrueCrowd[];
  readonly heapAlloc: number;
  readonly heapInuse: number;
}

/** The truth in what the fixture has printed so far, or undefined while its line `READY` has not come. */
export function parseTruth(printed: string): Truth | undefined {
  const end = printed.indexOf('\nREADY\n');
  return end < 0 ? undefined : JSON.parse(printed.slice(0, end));
}
