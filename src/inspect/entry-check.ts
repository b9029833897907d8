import { u64At } from '../base/index.ts';
import {
  type GoType,
  type HashedTable,
  type KeyHasher,
  type MapHashing,
  type KeyMemory,
  type MapLayout,
  probeLength,
} from '../image/index.ts';
import type { MapUnit } from './map-units.ts';

/** What hashing the keys of one Swiss map takes. */
export interface ProbedMap {
  /** undefined where the map's type is not known. */
  readonly keyType: GoType | undefined;
  readonly layout: MapLayout;
  /** undefined where header and tables did not agree. */
  readonly hashing: MapHashing | undefined;
}

/**
 * The probe length of an entry; 'wrong' where its hash does not lead to it; 'random' for a NaN; 'unreadable' where the
 * key could not be read.
 */
export type EntryCheck = number | 'wrong' | 'random' | 'unreadable';

const slotsPerGroup = 8;
/** Control bytes below it are entries: H2, the lower 7 bits of the hash (internal/runtime/maps/group.go). */
const fullLimit = 0x80;
const h2Mask = 0x7f;

/** Slots of a group that hold an entry. */
export function fullSlots({ bytes }: MapUnit): number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < slotsPerGroup; slot++) if (bytes[slot] < fullLimit) slots.push(slot);
  return slots;
}

/** Holds the hash of each key against the place where its entry lies. */
export class EntryChecker {
  readonly #hasher: KeyHasher;
  readonly #layout: MapLayout;
  readonly #seedLow: number;
  readonly #seedHigh: number;
  readonly #memory: KeyMemory;
  readonly #tables: readonly HashedTable[];

  constructor(
    layout: MapLayout,
    { seedLow, seedHigh, tables }: MapHashing,
    hasher: KeyHasher,
    memory: KeyMemory,
  ) {
    this.#tables = tables;
    this.#hasher = hasher;
    this.#layout = layout;
    this.#seedLow = seedLow;
    this.#seedHigh = seedHigh;
    this.#memory = memory;
  }

  /** The control byte has 7 bits of the hash, the table some more: together they tell a right hash from a wrong one. */
  check({ bytes, array, place }: MapUnit, slot: number): EntryCheck {
    const { keysOffset, keyStride, keySize, keyIndirect } = this.#layout;
    const at = keysOffset + slot * keyStride;
    const box = keyIndirect ? this.#memory.read(u64At(bytes, at), keySize)?.slice() : undefined;
    if (keyIndirect && !box) return 'unreadable';
    const outcome = this.#hasher.of(box ?? bytes, box ? 0 : at, this.#seedLow, this.#seedHigh);
    if (outcome !== 'hashed') return outcome;
    const table = this.#tables[array];
    const { low, high } = this.#hasher.hash;
    if ((low & h2Mask) !== bytes[slot] || prefixOf(high, table.prefixBits) !== table.prefix) return 'wrong';
    return probeLength(low, place, table.unitCount) || 'wrong';
  }

  /** Reads group and key again, for an entry that may have changed between the two; undefined where it is gone by now. */
  checkAgain({ array, place }: MapUnit, slot: number): EntryCheck | undefined {
    const { unitSize } = this.#layout;
    this.#memory.readsAnew = true;
    const bytes = this.#memory.read(this.#tables[array].address + place * unitSize, unitSize);
    const isGone = bytes !== undefined && bytes[slot] >= fullLimit;
    const again = bytes && !isGone ? this.check({ bytes, array, place, depth: 1 }, slot) : 'unreadable';
    this.#memory.readsAnew = false;
    return isGone ? undefined : again;
  }
}

function prefixOf(hashHigh: number, bits: number): number {
  return bits === 0 ? 0 : hashHigh >>> (32 - bits);
}
