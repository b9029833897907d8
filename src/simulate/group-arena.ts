import { extended, type KeyColumn, newColumn } from './key-column.ts';
import type { KeyHash } from './key-hash.ts';
import type { SwissTable } from './swiss-table.ts';

/** Control byte of a slot without a key that look-ups may stop at. */
const controlEmpty = 0x80;
/** Control byte of a tombstone: no key, but look-ups must go on. */
export const controlDeleted = 0xfe;
/** Slots whose control byte has this bit hold no key; the others have seven bits of its hash. */
export const controlFree = 0x80;

/** No slot. */
export const noSlot = -1;

/** What became of an insert: the key was there, went into an empty slot, replaced a tombstone, or found no room. */
export type Insertion = 0 | 1 | 2 | 3;

/** What became of a delete: the key was not there, left an empty slot, or left a tombstone. */
export type Removal = 0 | 1 | 2;

/**
 * The groups of all tables of a map, in columns: an insert then waits for control words only, which are a ninth of all and
 * often near. A table has a range of groups; ranges that tables have left are handed out again. What the Go heap spends is
 * counted elsewhere. Slot s of group g is numbered 8 g + s. The low bits of a key's hash are its control byte, those above choose the group that it belongs to; from a full group
 * the way leads on by 1, 2, 3 … groups (internal/runtime/maps/table.go probeSeq).
 *
 * The loops are written out, numbers and all: a processor hides the wait for memory by running ahead into the next
 * operation, as long as an operation is few instructions, and V8 spends several on each imported constant and function.
 * What they say is group.go's portable matching at half its width: in a word of four control bytes, `(w - 0x01010101) &
 * ~w & 0x80808080` marks bytes that are 0 (and rarely one more), and a product with 0x10204080 gathers the four marks,
 * so that both words of a group make one mask with a bit a slot. There is no branch on which word has the answer: it
 * would be guessed wrong every other time.
 */
export class GroupArena {
  #keys: KeyColumn = newColumn(8, false);
  #controls = new Uint8Array(8);
  /** The same control bytes, four by four. */
  #words = new Int32Array(this.#controls.buffer);
  #used = 0;
  /** A number that no key is, in a field so that the compiler does not know it. */
  #noKey = Number.NaN;
  /** First groups of free ranges, by their length. */
  readonly #free = new Map<number, number[]>();

  /** The first group of a range in which all slots are empty. */
  take(groupCount: number): number {
    let first = this.#free.get(groupCount)?.pop();
    if (first === undefined) {
      first = this.#used;
      this.#used += groupCount;
      if (this.#used * 8 > this.#keys.length) this.#extend();
    }
    this.empty(first, groupCount);
    return first;
  }

  empty(first: number, groupCount: number): void {
    this.#controls.fill(controlEmpty, first * 8, (first + groupCount) * 8);
  }

  giveBack(first: number, groupCount: number): void {
    const firsts = this.#free.get(groupCount);
    if (firsts === undefined) this.#free.set(groupCount, [first]);
    else firsts.push(first);
  }

  /** Makes room for keys of more than 32 bits. */
  widen(): void {
    if (this.#keys instanceof Int32Array) this.#keys = Float64Array.from(this.#keys);
  }

  controlOf(slot: number): number {
    return this.#controls[slot];
  }

  keyOf(slot: number): number {
    return this.#keys[slot];
  }

  /** Turns a tombstone into an empty slot. */
  prune(slot: number): void {
    this.#controls[slot] = controlEmpty;
  }

  /** The slot of a key in the table of `mask` + 1 groups from `first` on, or `noSlot`. */
  slotOf(first: number, mask: number, low: number, key: number): number {
    const words = this.#words;
    const keys = this.#keys;
    const pattern = Math.imul(low & 0x7f, 0x01010101);
    let offset = (low >>> 7) & mask;
    for (let step = 1; ; step = (step + 1) | 0) {
      const group = (first + offset) | 0;
      const lower = words[group << 1];
      const upper = words[(group << 1) | 1];
      // Asked for now, the group's keys are on their way while its control words are. No key is that.
      if (keys[group << 3] === this.#noKey) return -1;
      const lowerRest = lower ^ pattern;
      const upperRest = upper ^ pattern;
      let match =
        (Math.imul(((lowerRest - 0x01010101) & ~lowerRest & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul(((upperRest - 0x01010101) & ~upperRest & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      for (; match !== 0; match &= match - 1) {
        const slot = (group << 3) | (31 - Math.clz32(match & -match));
        if (keys[slot] === key) return slot;
      }
      // An empty slot (bit 7 set, bit 1 not) ends the way; so does the only group of a small map.
      if ((((lower & ~(lower << 6)) | (upper & ~(upper << 6))) & 0x80808080) !== 0 || mask === 0) return -1;
      offset = (offset + step) & mask;
    }
  }

  /**
   * Puts a key into the table: where the first tombstone is on its way, else where the first empty slot is, unless that
   * would take room and there is none. A group has empty slots or tombstones, never both.
   */
  insert(first: number, mask: number, low: number, key: number, hasRoom: boolean): Insertion {
    const words = this.#words;
    const keys = this.#keys;
    const pattern = Math.imul(low & 0x7f, 0x01010101);
    let tombstone = -1;
    let offset = (low >>> 7) & mask;
    for (let step = 1; ; step = (step + 1) | 0) {
      const group = (first + offset) | 0;
      const lower = words[group << 1];
      const upper = words[(group << 1) | 1];
      const lowerRest = lower ^ pattern;
      const upperRest = upper ^ pattern;
      let match =
        (Math.imul(((lowerRest - 0x01010101) & ~lowerRest & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul(((upperRest - 0x01010101) & ~upperRest & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      for (; match !== 0; match &= match - 1) {
        if (keys[(group << 3) | (31 - Math.clz32(match & -match))] === key) return 0;
      }
      const free =
        (Math.imul((lower & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul((upper & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      if (free !== 0) {
        const found = (group << 3) | (31 - Math.clz32(free & -free));
        if ((((lower & ~(lower << 6)) | (upper & ~(upper << 6))) & 0x80808080) !== 0) {
          if (tombstone < 0 && !hasRoom) return 3;
          const slot = tombstone < 0 ? found : tombstone;
          const shift = (slot & 3) << 3;
          words[slot >> 2] = (words[slot >> 2] & ~(0xff << shift)) | ((low & 0x7f) << shift);
          keys[slot] = key;
          return tombstone < 0 ? 1 : 2;
        }
        if (tombstone < 0) tombstone = found;
      }
      offset = (offset + step) & mask;
    }
  }

  /**
   * Takes a key out of the table. Only a full group can lie in the middle of a look-up's way; from any other the slot can
   * become empty, there it must become a tombstone (table.go Delete).
   */
  remove(first: number, mask: number, low: number, key: number): Removal {
    const words = this.#words;
    const keys = this.#keys;
    const pattern = Math.imul(low & 0x7f, 0x01010101);
    let offset = (low >>> 7) & mask;
    for (let step = 1; ; step = (step + 1) | 0) {
      const group = (first + offset) | 0;
      const lower = words[group << 1];
      const upper = words[(group << 1) | 1];
      // Asked for now, the group's keys are on their way while its control words are. No key is that.
      if (keys[group << 3] === this.#noKey) return 0;
      const lowerRest = lower ^ pattern;
      const upperRest = upper ^ pattern;
      let match =
        (Math.imul(((lowerRest - 0x01010101) & ~lowerRest & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul(((upperRest - 0x01010101) & ~upperRest & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      const isOpen = (((lower & ~(lower << 6)) | (upper & ~(upper << 6))) & 0x80808080) !== 0 || mask === 0;
      for (; match !== 0; match &= match - 1) {
        const slot = (group << 3) | (31 - Math.clz32(match & -match));
        if (keys[slot] !== key) continue;
        const shift = (slot & 3) << 3;
        words[slot >> 2] = (words[slot >> 2] & ~(0xff << shift)) | ((isOpen ? 0x80 : 0xfe) << shift);
        return isOpen ? 1 : 2;
      }
      if (isOpen) return 0;
      offset = (offset + step) & mask;
    }
  }

  /** Puts a key that is not in the table into the first free slot on its way; the table has room and no tombstones. */
  put(first: number, mask: number, low: number, key: number): void {
    const words = this.#words;
    let offset = (low >>> 7) & mask;
    for (let step = 1; ; step = (step + 1) | 0) {
      const group = (first + offset) | 0;
      const lower = words[group << 1];
      const upper = words[(group << 1) | 1];
      const free =
        (Math.imul((lower & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul((upper & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      if (free !== 0) {
        const slot = (group << 3) | (31 - Math.clz32(free & -free));
        const shift = (slot & 3) << 3;
        words[slot >> 2] = (words[slot >> 2] & ~(0xff << shift)) | ((low & 0x7f) << shift);
        this.#keys[slot] = key;
        return;
      }
      offset = (offset + step) & mask;
    }
  }

  /**
   * Moves all keys of a table to another one, or to two where a bit of the hash is 0 and where it is 1 (table.go grow,
   * split: slot by slot). The new tables have room and no tombstones.
   */
  move(from: SwissTable, to: SwissTable, toOther: SwissTable, bit: number, hash: KeyHash): void {
    const words = this.#words;
    const keys = this.#keys;
    for (let group = from.firstGroup; group <= from.firstGroup + from.groupMask; group++) {
      const lower = words[group << 1];
      const upper = words[(group << 1) | 1];
      let full =
        (Math.imul((~lower & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul((~upper & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      for (; full !== 0; full &= full - 1) {
        const key = keys[(group << 3) | (31 - Math.clz32(full & -full))];
        const low = hash.low(key);
        const table = (hash.high(key, low) & bit) === 0 ? to : toOther;
        this.put(table.firstGroup, table.groupMask, low, key);
        table.growthLeft--;
      }
    }
  }

  /** Whether a group has a slot without a key. */
  hasFreeSlot(group: number): boolean {
    return ((this.#words[group << 1] | this.#words[(group << 1) | 1]) & 0x80808080) !== 0;
  }

  hasEmptySlot(group: number): boolean {
    const lower = this.#words[group << 1];
    const upper = this.#words[(group << 1) | 1];
    return (((lower & ~(lower << 6)) | (upper & ~(upper << 6))) & 0x80808080) !== 0;
  }

  #extend(): void {
    const room = Math.max(this.#used * 8, this.#keys.length * 2);
    this.#keys = extended(this.#keys, room);
    const controls = new Uint8Array(room);
    controls.set(this.#controls);
    this.#controls = controls;
    this.#words = new Int32Array(controls.buffer);
  }
}
