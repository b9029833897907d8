import { tableGrowthLimit, unitSlots } from '../gomem/index.ts';

/** One table of a Swiss map (internal/runtime/maps/table.go). */
export class SwissTable {
  readonly capacity: number;
  /** Hash bits that lead to this table; the directory may have more. */
  readonly localDepth: number;
  /** First group in the arena. */
  readonly firstGroup: number;
  /** Number of groups less one, a power of two less one. */
  readonly groupMask: number;
  /** First entry of the directory that names this table. */
  index: number;
  /** Keys that still fit before the table grows; tombstones take room as keys do. */
  growthLeft: number;
  tombstones = 0;

  constructor(capacity: number, firstGroup: number, index: number, localDepth: number) {
    this.capacity = capacity;
    this.firstGroup = firstGroup;
    this.groupMask = capacity / unitSlots - 1;
    this.index = index;
    this.localDepth = localDepth;
    this.growthLeft = tableGrowthLimit(capacity);
  }

  get groupCount(): number {
    return this.groupMask + 1;
  }

  /** Keys in the table. */
  get used(): number {
    return tableGrowthLimit(this.capacity) - this.growthLeft - this.tombstones;
  }

  /** All slots have been emptied. */
  clear(): void {
    this.tombstones = 0;
    this.growthLeft = tableGrowthLimit(this.capacity);
  }
}
