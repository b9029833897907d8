import { type Expectation, exactly, sumOf, withProbability } from './expectation.ts';
import { probabilityOfNoneOver } from './full-box.ts';
import type { GoLine } from './go-line.ts';
import { unitSlots } from './map-shape.ts';
import type { MapUnit } from './map-unit.ts';
import { meanOverBox } from './occupancy.ts';
import { fullSlots, fullSlotsDeviation, fullSlotsOfSplit } from './swiss-full-groups.ts';
import {
  directoryBytes,
  groupsBytes,
  maxTableCapacity,
  swissTables,
  tableBytes,
  tableGrowthLimit,
} from './swiss-map.ts';
import {
  overDirectory,
  type PrefixSpread,
  prefixSpread,
  splitLimit,
  sumOverPrefixes,
} from './swiss-tables.ts';

/** What a Swiss map holds after it was made with a hint and keys were inserted. */
export interface SwissState {
  /** Entries of the directory; 0 for a small map. */
  readonly directoryLength: Expectation;
  /** Tables of each capacity; one that every map has none of is left out. */
  readonly tables: readonly TableCount[];
  readonly tableCount: Expectation;
  readonly slots: Expectation;
  /** Directory and tables or the one group, without the header. */
  readonly storageBytes: Expectation;
}

export interface TableCount {
  readonly capacity: number;
  readonly count: Expectation;
}

/** The life of one Swiss map type: how it grows from a hint to a number of entries, nothing being deleted meanwhile. */
export class SwissHistory {
  readonly #unit: MapUnit;
  readonly #goMinor: number;
  readonly #firstDepth: number;
  /** Capacity of the first tables; 8 for a small map, which has none yet. */
  readonly #firstCapacity: number;
  /** Of the last number of inserts that was asked about: it takes the most time. */
  #spread: PrefixSpread | undefined;

  constructor(unit: MapUnit, line: GoLine, hint: number) {
    this.#unit = unit;
    this.#goMinor = line.minor;
    const { directoryLength, tableCapacity } = swissTables(hint, unit);
    this.#firstDepth = Math.log2(Math.max(1, directoryLength));
    this.#firstCapacity = tableCapacity;
  }

  /** Before the first insert: a small map gets its group only then. */
  made(): SwissState {
    if (this.#firstCapacity === unitSlots) return this.#small(0, 0);
    return this.#sameTables(2 ** this.#firstDepth, this.#firstCapacity);
  }

  after(inserts: number): SwissState {
    if (inserts === 0) return this.made();
    if (this.#firstCapacity === unitSlots && inserts <= unitSlots) {
      return this.#small(1, groupsBytes(this.#unit, unitSlots, this.#goMinor));
    }
    const capacity = this.#singleCapacity(inserts);
    return capacity === undefined ? this.#manyTables(inserts) : this.#sameTables(1, capacity);
  }

  /** Entries in groups without an empty slot: what is deleted there leaves a tombstone (table.go Delete). */
  entriesInFullGroups(inserts: number): Expectation {
    const single = this.#singleCapacity(inserts);
    if (single !== undefined) {
      return { mean: fullSlots(single, inserts), deviation: fullSlotsDeviation(single, inserts) };
    }
    const spread = this.#spreadOf(inserts);
    const full = sumOverPrefixes(spread, (keys) =>
      keys > splitLimit ? fullSlotsOfSplit(keys) : fullSlots(this.#capacityOf(keys, spread), keys),
    );
    const typical = fullSlotsDeviation(maxTableCapacity, Math.min(splitLimit, inserts / spread.prefixCount));
    return sumOf(full, { mean: 0, deviation: typical * Math.sqrt(spread.prefixCount) });
  }

  /** The most bytes live at once while `inserts` keys are inserted: a table is held until its heirs are filled. */
  peakBytes(inserts: number): Expectation {
    const { storageBytes } = this.after(inserts);
    const single = this.#singleCapacity(inserts);
    if (single !== undefined) return sumOf(storageBytes, exactly(this.#garbageOf(single).at(-1) ?? 0));
    const spread = this.#spreadOf(inserts);
    const wasSplit = spread.depth > this.#firstDepth ? 1 : spread.anySplitProbability;
    const anyDoubled = this.#firstTablesAreHalf(spread)
      ? 1 - probabilityOfNoneOver(tableGrowthLimit(this.#firstCapacity), inserts, spread.prefixCount)
      : 0;
    return sumOf(
      storageBytes,
      withProbability(
        wasSplit,
        exactly(this.#tableBytes(maxTableCapacity) + this.#oldDirectoryBytes(spread)),
      ),
      withProbability(Math.max(0, anyDoubled - wasSplit), exactly(this.#tableBytes(maxTableCapacity / 2))),
    );
  }

  /** Bytes of groups, tables and directories that were left behind while `inserts` keys were inserted. */
  garbageBytes(inserts: number): Expectation {
    const single = this.#singleCapacity(inserts);
    if (single !== undefined) return exactly(sum(this.#garbageOf(single)));
    const spread = this.#spreadOf(inserts);
    const large = this.#tableBytes(maxTableCapacity);
    const half = this.#firstTablesAreHalf(spread) ? this.#tableBytes(maxTableCapacity / 2) : 0;
    const halfLimit = tableGrowthLimit(maxTableCapacity / 2);
    const first = 2 ** this.#firstDepth;
    return sumOf(
      exactly(this.#firstDepth === 0 ? sum(this.#garbageOf(maxTableCapacity)) : 0),
      exactly((spread.prefixCount - first) * large),
      sumOverPrefixes(spread, (keys) => (keys > splitLimit ? large : 0) + (keys > halfLimit ? half : 0)),
      overDirectory(spread, (length) => this.#directoriesBefore(length)),
    );
  }

  #spreadOf(inserts: number): PrefixSpread {
    if (this.#spread?.keys !== inserts) this.#spread = prefixSpread(inserts, this.#firstDepth);
    return this.#spread;
  }

  /** Capacity of the only table after `inserts`; 8 where it is a small map, undefined where there are several tables. */
  #singleCapacity(inserts: number): number | undefined {
    if (this.#firstDepth > 0 || inserts > tableGrowthLimit(maxTableCapacity)) return undefined;
    if (this.#firstCapacity === unitSlots && inserts <= unitSlots) return unitSlots;
    let capacity = Math.max(2 * unitSlots, this.#firstCapacity);
    while (inserts > tableGrowthLimit(capacity)) capacity *= 2;
    return capacity;
  }

  /** Bytes of the group and the tables that one table of this capacity was grown from, smallest first. */
  #garbageOf(capacity: number): number[] {
    const left: number[] = [];
    let from = this.#firstCapacity;
    if (from === unitSlots && capacity > from) {
      left.push(groupsBytes(this.#unit, unitSlots, this.#goMinor));
      from *= 2;
    }
    for (; from < capacity; from *= 2) left.push(this.#tableBytes(from));
    return left;
  }

  #directoriesBefore(length: number): number {
    let bytes = 0;
    for (let before = 2 ** this.#firstDepth; before < length; before *= 2) {
      bytes += directoryBytes(before, this.#goMinor);
    }
    return bytes;
  }

  #tableBytes(capacity: number): number {
    return tableBytes(this.#unit, capacity, this.#goMinor);
  }

  #small(groupCount: number, storageBytes: number): SwissState {
    return {
      directoryLength: exactly(0),
      tables: [],
      tableCount: exactly(0),
      slots: exactly(unitSlots * Math.max(1, groupCount)),
      storageBytes: exactly(storageBytes),
    };
  }

  /** Tables of a map that has not been filled, or the only table. */
  #sameTables(tableCount: number, capacity: number): SwissState {
    const bytes = directoryBytes(tableCount, this.#goMinor) + tableCount * this.#tableBytes(capacity);
    return {
      directoryLength: exactly(tableCount),
      tables: [{ capacity, count: exactly(tableCount) }],
      tableCount: exactly(tableCount),
      slots: exactly(tableCount * capacity),
      storageBytes: exactly(bytes),
    };
  }

  #manyTables(inserts: number): SwissState {
    const spread = this.#spreadOf(inserts);
    const capacities = this.#firstTablesAreHalf(spread)
      ? [maxTableCapacity / 2, maxTableCapacity]
      : [maxTableCapacity];
    const over = (value: (capacity: number) => number): Expectation =>
      sumOverPrefixes(spread, (keys) =>
        keys > splitLimit ? 2 * value(maxTableCapacity) : value(this.#capacityOf(keys, spread)),
      );
    return {
      directoryLength: overDirectory(spread, (length) => length),
      tables: capacities.map((capacity) => ({ capacity, count: over((one) => (one === capacity ? 1 : 0)) })),
      tableCount: over(() => 1),
      slots: over((capacity) => capacity),
      storageBytes: sumOf(
        over((capacity) => this.#tableBytes(capacity)),
        overDirectory(spread, (length) => directoryBytes(length, this.#goMinor)),
      ),
    };
  }

  /** Only a hint just above a power of two makes tables of 512 slots; they are doubled before they are split. */
  #firstTablesAreHalf({ depth }: PrefixSpread): boolean {
    return depth === this.#firstDepth && this.#firstDepth > 0 && this.#firstCapacity < maxTableCapacity;
  }

  /** Capacity of a table that was not split. */
  #capacityOf(keys: number, spread: PrefixSpread): number {
    const isFirst = this.#firstTablesAreHalf(spread) && keys <= tableGrowthLimit(this.#firstCapacity);
    return isFirst ? this.#firstCapacity : maxTableCapacity;
  }

  /** The directory that the very last split replaced: it did if no other table of its depth had been split. */
  #oldDirectoryBytes(spread: PrefixSpread): number {
    const { keys, prefixCount, anySplitProbability } = spread;
    const isSplit = (count: number): boolean => count > splitLimit;
    const splits = sumOverPrefixes(spread, (count) => (isSplit(count) ? 1 : 0)).mean;
    // Splits are rare and about independent where one of them is likely to be the only one.
    const onlyOne =
      prefixCount === 2
        ? meanOverBox(keys, 2, (count) => (isSplit(count) === isSplit(keys - count) ? 0 : 1))
        : splits * Math.exp(-splits);
    const before = prefixCount === 2 && this.#firstDepth === 0 ? 1 - anySplitProbability : 0;
    return onlyOne * directoryBytes(prefixCount, this.#goMinor) + before * directoryBytes(1, this.#goMinor);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
