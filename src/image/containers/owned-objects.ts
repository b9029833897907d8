import { type Address, isAddress } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Reader } from '../reader.ts';
import type { HeapSlots } from './heap-slots.ts';
import { type PointerWord, PointerWords } from './pointer-words.ts';
import { SlotColumn } from './slot-column.ts';

/** Elements of one slice that are looked into. */
const elementLimit = 1024;
/** Words of an untyped object that are looked at. */
const untypedWordLimit = 64;
/** In the column of claims: led to by several items. Item n's own object is n + 1, one that n leads to is -n - 1. */
const shared = -(2 ** 31);

/**
 * The objects that items of a container own: each item's own object, and what it leads to over two typed steps, each
 * object once. What several items lead to belongs to none of them. Without a graph this is as far as one can go without
 * claiming what others hold; a large object that one item shares with the rest of the program is still counted.
 */
export class OwnedObjects {
  readonly #slots: HeapSlots;
  readonly #reader: Reader;
  readonly #words = new PointerWords();
  readonly #claims: SlotColumn;

  constructor(slots: HeapSlots, reader: Reader) {
    this.#slots = slots;
    this.#reader = reader;
    this.#claims = new SlotColumn(slots);
  }

  /** Objects of the items themselves. */
  *roots(): IterableIterator<Address> {
    for (const [start, claim] of this.#claims.entries()) if (claim > 0) yield start;
  }

  /**
   * The object at the address is item `item`; false where it is another item already, so that this one owns nothing. Every
   * item is to be added before any is followed.
   */
  addRoot(item: number, address: Address): boolean {
    const known = this.#claims.get(address);
    if (known === 0) this.#claims.set(address, item + 1);
    return !(known > 0);
  }

  /** Counts what the value of this type at `address`, part of item `item`, leads to. */
  follow(item: number, type: GoType, address: Address, steps = 2): void {
    for (const word of this.#words.of(type)) {
      const target = this.#reader.u64(address + word.offset);
      if (target > 0 && isAddress(target)) this.#followWord(item, word, address, target, steps);
    }
  }

  /** The same for an object whose type is not known, such as a closure: every word that leads to an object counts. */
  followUntyped(item: number, address: Address, steps = 2): void {
    if (!this.#slots.hasPointers(address)) return;
    const words = Math.min(untypedWordLimit, Math.floor(this.#slots.roomAt(address) / 8));
    for (let word = 0; word < words; word++) {
      const target = this.#reader.u64(address + word * 8);
      if (target <= 0 || !isAddress(target) || !this.#claim(item, target) || steps <= 1) continue;
      this.followUntyped(item, this.#slots.startOf(target), steps - 1);
    }
  }

  /** Bytes by item. */
  bytesByItem(itemCount: number): Float64Array {
    const bytes = new Float64Array(itemCount);
    for (const [start, claim] of this.#claims.entries())
      if (claim !== shared) bytes[Math.abs(claim) - 1] += this.#slots.bytesOf(start);
    return bytes;
  }

  #followWord(item: number, word: PointerWord, base: Address, target: Address, steps: number): void {
    if (!this.#claim(item, target) || steps <= 1) return;
    const { elem, kind } = word;
    if (kind === 'chan') {
      // hchan.buf is the third word (runtime/chan.go).
      const buffer = this.#reader.u64(target + 16);
      if (buffer > 0 && isAddress(buffer)) this.#claim(item, buffer);
    }
    if (!elem || !this.#slots.hasPointers(target)) return;
    if (kind === 'pointer') this.follow(item, elem, target, steps - 1);
    if (kind !== 'slice' || elem.size === 0) return;
    const capacity = this.#reader.u64(base + word.offset + 16);
    const room = Math.floor(this.#slots.roomAt(target) / elem.size);
    const count = Math.min(capacity, room, elementLimit);
    for (let index = 0; index < count; index++)
      this.follow(item, elem, target + index * elem.size, steps - 1);
  }

  /** True where the object was not yet known, so that it is to be looked into. */
  #claim(item: number, address: Address): boolean {
    const known = this.#claims.get(address);
    if (known === 0) this.#claims.set(address, -item - 1);
    else if (known < 0 && known !== -item - 1) this.#claims.set(address, shared);
    return known === 0;
  }
}
