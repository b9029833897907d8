import {
  type HashKind,
  type HashRules,
  KeyHasher,
  KeyMemory,
  type MemoryHash,
  type Memory,
  type ProcessHash,
  type ProcessHashes,
  type TypeTable,
} from '../image/index.ts';
import { type EntryCheck, EntryChecker, fullSlots, type ProbedMap } from './entry-check.ts';
import type { MapUnit } from './map-units.ts';
import { ProbeTally } from './probe-tally.ts';

/**
 * Why probe lengths are not told.
 * - `map-changing`: the header and its tables did not agree.
 * - `key-type-unknown`: no hash function is known for the type of the key.
 * - `process-hash-unknown`: the binary has no symbols, and the map too few entries to tell the process's hash by.
 * - `keys-unreadable`: keys point to what could not be read.
 * - `hashes-disagree`: keys do not have the hashes by which they were put where they are, or changed while they were read.
 * - `hashes-random`: every key has a NaN in it.
 */
export type ProbeObstacle =
  | 'map-changing'
  | 'key-type-unknown'
  | 'process-hash-unknown'
  | 'keys-unreadable'
  | 'hashes-disagree'
  | 'hashes-random';

/** How far lookups in a Swiss map go, by the hashes of its keys as the process itself computes them. */
export interface MapProbes {
  /** Place n: how many entries a lookup finds in the n + 1st group that it looks at. Empty where that is not known. */
  readonly histogram: readonly number[];
  /** null where none was needed (a map of one group) or none is known. */
  readonly hash: HashKind | null;
  /** Entries with a NaN in the key, which no lookup finds: not in the histogram. */
  readonly randomKeys: number;
  /** Entries whose hash leads elsewhere, since they changed while they were read: not in the histogram. */
  readonly changedKeys: number;
  /** Entries that were left out because keys that lie outside the map take time to read: not in the histogram. */
  readonly uncheckedKeys: number;
  readonly obstacle: ProbeObstacle | null;
}

/** Entries by which the hash is chosen. */
const sampleEntries = 64;
/** So many control bytes agree by chance once in 2^42; some thousand places are tried, two hashes and two rules each. */
const convincingEntries = 6;
/** A process goes on while it is read, but a map of which more changed than this is not worth the reads. */
const secondLookLimit = 10_000;
const noHash: MemoryHash = { memory32: () => {}, memory64: () => {}, memory: () => {} };
const rulesInOrder: readonly HashRules[] = ['compiler', 'typehash'];

/** Counts the probe lengths of a Swiss map whose groups it is given one after another. */
export class ProbeSurvey {
  readonly #map: ProbedMap;
  readonly #memory: KeyMemory;
  readonly #types: TypeTable;
  readonly #hashes: ProcessHashes;
  readonly #isSmall: boolean;
  /** Tells only which keys have a NaN in them. */
  readonly #nanFinder: EntryChecker | undefined;
  /** The first groups with other keys, held back until the hash is chosen by them. */
  readonly #held: MapUnit[] = [];
  #heldEntries = 0;
  #checker: EntryChecker | undefined;
  #hash: HashKind | null = null;
  #obstacle: ProbeObstacle | null = null;
  /** Over the groups since the hash was chosen, and those that it was chosen by. */
  #tally = new ProbeTally();
  /** In groups that were not held because they have no others. */
  #randomBefore = 0;
  #unchecked = 0;
  #secondLooks = 0;

  constructor(map: ProbedMap, memory: Memory, types: TypeTable, hashes: ProcessHashes) {
    this.#map = map;
    this.#memory = new KeyMemory(memory);
    this.#types = types;
    this.#hashes = hashes;
    this.#isSmall = map.hashing?.tables.length === 0;
    this.#nanFinder = this.#checkerOf(noHash, 'compiler');
    if (!map.hashing) this.#obstacle = 'map-changing';
    else if (!this.#nanFinder && !this.#isSmall) this.#obstacle = 'key-type-unknown';
  }

  add(unit: MapUnit): void {
    if (this.#obstacle !== null) return;
    const slots = fullSlots(unit);
    if (this.#isSmall) {
      // Lookups go to the only group, whatever the hash.
      for (let entry = 0; entry < slots.length; entry++) this.#tally.add(1);
    } else if (this.#memory.isSpent) {
      this.#unchecked += slots.length;
    } else if (this.#checker) {
      for (const slot of slots) this.#count(this.#checker, unit, slot);
    } else this.#hold(unit, slots);
  }

  finish(): MapProbes {
    if (this.#obstacle === null && !this.#checker && this.#held.length > 0) this.#choose();
    const { lengths, failed, random } = this.#tally;
    const randomKeys = random + this.#randomBefore;
    const obstacle = this.#obstacle ?? obstacleIn(this.#tally, randomKeys);
    return {
      histogram: obstacle === null ? lengths : [],
      hash: this.#hash,
      randomKeys: obstacle === null || obstacle === 'hashes-random' ? randomKeys : 0,
      changedKeys: obstacle === null ? failed : 0,
      uncheckedKeys: obstacle === null ? this.#unchecked : 0,
      obstacle,
    };
  }

  #count(checker: EntryChecker, unit: MapUnit, slot: number): void {
    let check: EntryCheck | undefined = checker.check(unit, slot);
    if ((check === 'wrong' || check === 'unreadable') && this.#secondLooks < secondLookLimit) {
      this.#secondLooks++;
      check = checker.checkAgain(unit, slot);
    }
    if (check !== undefined) this.#tally.add(check);
  }

  #hold(unit: MapUnit, slots: readonly number[]): void {
    const steady = slots.filter((slot) => this.#nanFinder?.check(unit, slot) !== 'random');
    if (steady.length === 0) {
      this.#randomBefore += slots.length;
      return;
    }
    this.#held.push({ ...unit, bytes: unit.bytes.slice() });
    this.#heldEntries += steady.length;
    if (this.#heldEntries >= sampleEntries) this.#choose();
  }

  /** Chooses the hash by what was held back: what the symbols name, else one that is found by its being right. */
  #choose(): void {
    const { known } = this.#hashes;
    if (known) this.#accept(known, 1);
    else if (this.#heldEntries >= convincingEntries)
      this.#hashes.find((hash) => this.#accept(hash, convincingEntries));
    if (this.#checker) return;
    this.#obstacle = known
      ? (obstacleIn(this.#tally, this.#tally.random) ?? 'hashes-disagree')
      : 'process-hash-unknown';
  }

  /** Takes the hash where at least so many entries agree, and few do not. */
  #accept(hash: ProcessHash, least: number): boolean {
    for (const rules of rulesInOrder) {
      const checker = this.#checkerOf(hash.memoryHash, rules);
      if (!checker) continue;
      this.#tally = this.#tallyOf(checker);
      const { right, failed } = this.#tally;
      if (right < least || failed * 10 > right) continue;
      this.#checker = checker;
      this.#hash = hash.kind;
      return true;
    }
    return false;
  }

  /** Over what was held back; breaks off where most of it speaks against the hash. */
  #tallyOf(checker: EntryChecker): ProbeTally {
    const tally = new ProbeTally();
    for (const unit of this.#held) {
      for (const slot of fullSlots(unit)) tally.add(checker.check(unit, slot));
      if (tally.failed > tally.right + convincingEntries) break;
    }
    return tally;
  }

  #checkerOf(memoryHash: MemoryHash, rules: HashRules): EntryChecker | undefined {
    const { keyType, layout, hashing } = this.#map;
    const hasher = keyType && KeyHasher.of(keyType, rules, memoryHash, this.#memory, this.#types);
    return hasher && hashing && new EntryChecker(layout, hashing, hasher, this.#memory);
  }
}

function obstacleIn(tally: ProbeTally, randomKeys: number): ProbeObstacle | null {
  if (!tally.isSound) return tally.unreadable > tally.wrong ? 'keys-unreadable' : 'hashes-disagree';
  return randomKeys > 0 && tally.right === 0 ? 'hashes-random' : null;
}
