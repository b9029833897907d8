import { ClassicHistory, type ClassicState } from './classic-history.ts';
import { classicHeaderBytes } from './classic-map.ts';
import { type Expectation, exactly, scaled, sumOf } from './expectation.ts';
import type { GoLine } from './go-line.ts';
import { type MapCliffs, mapCliffs } from './map-cliffs.ts';
import { type MapNote, mapNotes } from './map-notes.ts';
import { type MapShape, type MapUnitLayout, mapUnitOf, unitSlots } from './map-shape.ts';
import { SwissHistory, type SwissState } from './swiss-history.ts';
import { swissHeaderBytes } from './swiss-map.ts';

/** What is done with the map. */
export interface MapUse {
  /** Different keys that are inserted into an empty map. */
  readonly entries: number;
  /** The second argument of make; 0 where there is none. */
  readonly hint?: number;
  /** How many are deleted one by one afterwards, without regard to their age; `none` unless said. */
  readonly deleted?: 'all' | 'none' | number;
}

export type MapStageName = 'made' | 'filled' | 'deleted' | 'cleared' | 'rebuilt';

/** The map at one moment. */
export interface MapStage {
  readonly stage: MapStageName;
  /** What len() gives. */
  readonly entries: number;
  /**
   * Header, bucket arrays (the old one too while it is held) and overflow buckets, or header, directory and tables, as the
   * allocator rounds them, without boxed keys and values. A map that does not escape may have its header and first unit
   * on the stack: they are counted all the same.
   */
  readonly bytes: Expectation;
  /** Entries that the main array or all tables have room for: `8 << B`, or the sum of the capacities; 8 for a small map. */
  readonly slots: Expectation;
  /** Heap bytes of keys and values over 128 bytes. */
  readonly boxedBytes: number;
  /** Deleted slots that look-ups must walk past; only Swiss maps have them. */
  readonly tombstones: Expectation;
  readonly structure: ClassicState | SwissState;
}

export interface MapPrediction {
  readonly line: GoLine;
  readonly unit: MapUnitLayout;
  /**
   * `made`, `filled`, `deleted` where something is, `cleared` (what clear(m) leaves of the filled map) and `rebuilt` (a
   * new map with a hint of as many entries as are left, and these inserted).
   */
  readonly stages: readonly MapStage[];
  /** The most bytes that are live at once while the map is filled, boxes included: growing holds old and new arrays. */
  readonly peakBytes: Expectation;
  /** Bytes of arrays, groups and directories that filling leaves to the collector. */
  readonly growthGarbageBytes: Expectation;
  /** Bytes of the filled map, boxes included, for each entry; 0 for an empty one. */
  readonly bytesPerEntry: number;
  readonly cliffs: MapCliffs;
  readonly notes: readonly MapNote[];
}

/** What a map type costs on a line of Go, by formula. All sizes are those of 64-bit platforms. */
export function predictMap(shape: MapShape, line: GoLine, use: MapUse): MapPrediction {
  const entries = wholeNumber(use.entries);
  const hint = wholeNumber(use.hint ?? 0);
  const deleted = deletedOf(use, entries);
  const unit = mapUnitOf(shape, line);
  const history = line.mapKind === 'classic' ? classicHistory(unit, line) : swissHistory(unit, line);
  const own = history(hint);
  const stages = stagesOf(own, history, unit, { entries, deleted });
  const filled = stages[1];
  return {
    line,
    unit,
    stages,
    peakBytes: sumOf(exactly(headerBytes(line)), own.peakBytes(entries, unit.boxedBytesPerEntry)),
    growthGarbageBytes: own.garbageBytes(entries),
    bytesPerEntry: entries === 0 ? 0 : (filled.bytes.mean + filled.boxedBytes) / entries,
    cliffs: mapCliffs(shape, line, entries, hint),
    notes: mapNotes(shape, unit, line, { entries, deleted, filled: filled.structure }),
  };
}

/** Counts come from users; what is no count is taken as the nearest one. */
function wholeNumber(count: number): number {
  return Number.isFinite(count) ? Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor(count))) : 0;
}

function deletedOf({ deleted = 'none' }: MapUse, entries: number): number {
  if (deleted === 'none') return 0;
  return deleted === 'all' ? entries : Math.min(entries, wholeNumber(deleted));
}

function headerBytes({ mapKind, minor }: GoLine): number {
  return mapKind === 'classic' ? classicHeaderBytes(minor) : swissHeaderBytes;
}

/** One map design, from a hint to the numbers of a stage. */
interface History {
  made(): StageNumbers;
  after(inserts: number, deletes: number): StageNumbers;
  cleared(inserts: number): StageNumbers;
  peakBytes(inserts: number, boxedBytesPerEntry: number): Expectation;
  garbageBytes(inserts: number): Expectation;
}

type StageNumbers = Pick<MapStage, 'bytes' | 'slots' | 'tombstones' | 'structure'>;

function classicHistory(unit: MapUnitLayout, line: GoLine): (hint: number) => History {
  const numbers = (structure: ClassicState): StageNumbers => ({
    bytes: sumOf(exactly(headerBytes(line)), structure.storageBytes),
    slots: exactly(unitSlots * 2 ** structure.bucketLog2),
    tombstones: exactly(0),
    structure,
  });
  return (hint) => {
    const history = new ClassicHistory(unit, line, hint);
    return {
      made: () => numbers(history.made()),
      after: (inserts, deletes) => numbers(history.after(inserts, deletes)),
      cleared: (inserts) => numbers(history.cleared(inserts)),
      peakBytes: (inserts, boxed) => history.peakBytes(inserts, boxed),
      garbageBytes: (inserts) => history.garbageBytes(inserts),
    };
  };
}

function swissHistory(unit: MapUnitLayout, line: GoLine): (hint: number) => History {
  const numbers = (structure: SwissState, tombstones: Expectation): StageNumbers => ({
    bytes: sumOf(exactly(headerBytes(line)), structure.storageBytes),
    slots: structure.slots,
    tombstones,
    structure,
  });
  return (hint) => {
    const history = new SwissHistory(unit, line, hint);
    return {
      made: () => numbers(history.made(), exactly(0)),
      after: (inserts, deletes) => numbers(history.after(inserts), tombstonesOf(history, inserts, deletes)),
      // Deletes and clear leave every table and the directory as they are.
      cleared: (inserts) => numbers(history.after(inserts), exactly(0)),
      // A table that is held while it splits is little beside the boxes, so that the peak is at the end.
      peakBytes: (inserts, boxed) => sumOf(history.peakBytes(inserts), exactly(inserts * boxed)),
      garbageBytes: (inserts) => history.garbageBytes(inserts),
    };
  };
}

/** Each delete from a full group leaves one; those of other groups leave an empty slot. */
function tombstonesOf(history: SwissHistory, inserts: number, deletes: number): Expectation {
  if (deletes === 0) return exactly(0);
  const inFull = history.entriesInFullGroups(inserts);
  const share = deletes / inserts;
  // Which keys are deleted is chance too: draws without replacement.
  const drawn = Math.sqrt(inFull.mean * (1 - inFull.mean / inserts) * share * (1 - share));
  return sumOf(scaled(inFull, share), { mean: 0, deviation: drawn });
}

function stagesOf(
  history: History,
  historyFor: (hint: number) => History,
  unit: MapUnitLayout,
  { entries, deleted }: { readonly entries: number; readonly deleted: number },
): MapStage[] {
  const left = entries - deleted;
  const stage = (name: MapStageName, count: number, numbers: StageNumbers): MapStage => ({
    stage: name,
    entries: count,
    boxedBytes: count * unit.boxedBytesPerEntry,
    ...numbers,
  });
  return [
    stage('made', 0, history.made()),
    stage('filled', entries, history.after(entries, 0)),
    ...(deleted > 0 ? [stage('deleted', left, history.after(entries, deleted))] : []),
    stage('cleared', 0, history.cleared(entries)),
    stage('rebuilt', left, historyFor(left).after(left, 0)),
  ];
}
