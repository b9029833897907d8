import { classicArray, classicCapacity, hintedBucketLog2 } from './classic-map.ts';
import type { GoLine } from './go-line.ts';
import { largestInlineBytes, type MapShape, type MapUnitLayout, mapUnitOf, unitSlots } from './map-shape.ts';
import {
  directoryBytes,
  groupsBytes,
  maxTableCapacity,
  swissTables,
  tableBytes,
  tableGrowthLimit,
} from './swiss-map.ts';

/** A number of entries from which on a map takes more. */
export interface EntryCliff {
  /** The first number of entries that has the new cost. */
  readonly entries: number;
  /** Storage just below and from there on, in bytes, without overflow buckets. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /**
   * False where the hash seed spreads the step: Swiss tables split one by one, about from 85 % to 115 % of `entries`.
   */
  readonly isSharp: boolean;
}

/** Where a key or a value leaves its slot. */
export interface BoxCliff {
  readonly side: 'key' | 'value';
  /** Largest size in bytes that is stored in the slot. */
  readonly limitBytes: number;
  /** Bytes of one slot and what lies behind it at the limit, and at one byte more. */
  readonly entryBytesAtLimit: number;
  readonly entryBytesBeyond: number;
}

export interface MapCliffs {
  /** The next steps above the present number of entries, for a map that grows from the present hint. */
  readonly growth: readonly EntryCliff[];
  /** The last step at or below the present number, where it is not far: a few entries fewer take much less. */
  readonly behind: EntryCliff | undefined;
  /** The next steps for maps that are made with a hint of the right size. */
  readonly hinted: readonly EntryCliff[];
  readonly boxing: readonly BoxCliff[];
}

const cliffCount = 3;
/** So near is a step that lies behind. */
const nearShare = 0.85;

/** What comes next when a map of this type gets more entries, or its key and value more bytes. */
export function mapCliffs(shape: MapShape, line: GoLine, entries: number, hint: number): MapCliffs {
  const unit = mapUnitOf(shape, line);
  const storage = line.mapKind === 'classic' ? classicStorage(unit, line) : swissStorage(unit, line);
  const growing = nextCliffs(storage, Math.max(Math.floor(entries * nearShare), storage.roomOf(hint)));
  return {
    growth: nextCliffs(storage, Math.max(entries, storage.roomOf(hint))),
    behind: growing.findLast((cliff) => cliff.entries <= entries),
    hinted: nextCliffs(storage, entries),
    boxing: [boxCliff(shape, line, 'key'), boxCliff(shape, line, 'value')],
  };
}

/** Sizes that a map goes through, as far as no seed changes them. */
interface Storage {
  /** Entries that the storage made for `entries` takes before it grows. */
  roomOf(entries: number): number;
  bytesOf(entries: number): number;
  /** Whether every map grows at the same entry beyond this room. */
  isSharp(room: number): boolean;
}

function classicStorage(unit: MapUnitLayout, { minor }: GoLine): Storage {
  const log2Of = (entries: number): number => hintedBucketLog2(unit, entries, minor);
  return {
    roomOf: (entries) => classicCapacity(log2Of(entries), minor),
    bytesOf: (entries) => classicArray(unit, log2Of(entries), minor).bytes,
    isSharp: () => true,
  };
}

function swissStorage(unit: MapUnitLayout, { minor }: GoLine): Storage {
  const largest = tableGrowthLimit(maxTableCapacity);
  return {
    roomOf: (entries) => {
      const { directoryLength, tableCapacity } = swissTables(entries, unit);
      if (directoryLength === 0) return unitSlots;
      // Some hints just beyond a power of two get tables of 512 slots, a few keys earlier than their neighbours.
      return directoryLength * (directoryLength > 1 ? largest : tableGrowthLimit(tableCapacity));
    },
    bytesOf: (entries) => {
      const { directoryLength, tableCapacity } = swissTables(entries, unit);
      if (directoryLength === 0) return groupsBytes(unit, unitSlots, minor);
      const capacity = directoryLength > 1 ? maxTableCapacity : tableCapacity;
      return directoryBytes(directoryLength, minor) + directoryLength * tableBytes(unit, capacity, minor);
    },
    isSharp: (room) => room <= largest,
  };
}

function nextCliffs(storage: Storage, entries: number): EntryCliff[] {
  const cliffs: EntryCliff[] = [];
  let room = storage.roomOf(entries);
  while (cliffs.length < cliffCount && room < Number.MAX_SAFE_INTEGER / 4) {
    const next = room + 1;
    cliffs.push({
      entries: next,
      bytesBefore: storage.bytesOf(room),
      bytesAfter: storage.bytesOf(storage.roomOf(next)),
      isSharp: storage.isSharp(room),
    });
    const after = storage.roomOf(next);
    if (after <= room) break;
    room = after;
  }
  return cliffs;
}

function boxCliff(shape: MapShape, line: GoLine, side: 'key' | 'value'): BoxCliff {
  const entryBytes = (byteCount: number): number => {
    const sized =
      side === 'key'
        ? { ...shape, keyBytes: byteCount, keyAlign: 1 }
        : { ...shape, valueBytes: byteCount, valueAlign: 1 };
    const { slotBytes, boxedBytesPerEntry } = mapUnitOf(sized, line);
    return slotBytes + boxedBytesPerEntry;
  };
  return {
    side,
    limitBytes: largestInlineBytes,
    entryBytesAtLimit: entryBytes(largestInlineBytes),
    entryBytesBeyond: entryBytes(largestInlineBytes + 1),
  };
}
