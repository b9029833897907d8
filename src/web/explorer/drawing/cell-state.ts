/** What a slot is drawn as. */
export const CellState = { empty: 0, full: 1, deleted: 2, evacuated: 3 } as const;
export type CellState = (typeof CellState)[keyof typeof CellState];

/** Eight slots: a bucket, an overflow bucket or a group. */
export interface Unit {
  readonly states: readonly CellState[];
  /** Hangs from the unit before it. */
  readonly isChained: boolean;
}

/** Units that belong together: a table, or a bucket array. */
export interface Block {
  readonly kind: 'table' | 'array' | 'old-array' | 'group';
  /** The table's first entry in the directory; 0 where there is none. */
  readonly index: number;
  readonly units: readonly Unit[];
  readonly full: number;
  readonly deleted: number;
  /** Slots, overflow buckets included. */
  readonly slots: number;
  readonly localDepth: number;
}
