import { type Address, ByteCursor } from '../../base/index.ts';
import type { AttributeReader } from './attribute-reader.ts';
import type { DebugSections } from './sections.ts';
import type { Unit } from './units.ts';

/** Instructions [start, end), and where the bytes lie that hold for them. */
export interface AddressRange {
  readonly start: Address;
  readonly end: Address;
  /** Offset and length of the location description in its section; 0 in a list of ranges. */
  readonly bytesAt: number;
  readonly byteCount: number;
}

/** DW_LLE and DW_RLE have the same numbers up to 4; then the lists of locations have a default in between. */
const entry = { end: 0, baseIndex: 1, startEndIndex: 2, startLengthIndex: 3, offsets: 4 } as const;
/** The base selection entry of DWARF 4: the largest address. */
const selectsBase = 2 ** 64;
/** A variable of a large function has some hundred entries. */
const maximumEntries = 1 << 16;

/** Lists of address ranges, plain or with a location each, of DWARF 4 (§2.6.2, §2.17.3) and 5 (§2.6.2, §2.17.3, §7.7.3). */
export class AddressLists {
  readonly #sections: DebugSections;
  readonly #reader: AttributeReader;

  constructor(sections: DebugSections, reader: AttributeReader) {
    this.#sections = sections;
    this.#reader = reader;
  }

  /** The section that the ranges of `locations` point into. */
  locationBytes(unit: Unit): Uint8Array {
    return unit.version >= 5 ? this.#sections.locationLists : this.#sections.locations;
  }

  /** Entries of the list at an offset in the section for the unit's version; what comes before damage. */
  locations(unit: Unit, offset: number): AddressRange[] {
    return unit.version >= 5
      ? this.#read5(unit, this.#sections.locationLists, offset, true)
      : this.#read4(unit, this.#sections.locations, offset, true);
  }

  ranges(unit: Unit, offset: number): AddressRange[] {
    return unit.version >= 5
      ? this.#read5(unit, this.#sections.rangeLists, offset, false)
      : this.#read4(unit, this.#sections.ranges, offset, false);
  }

  #read4(unit: Unit, bytes: Uint8Array, offset: number, hasLocation: boolean): AddressRange[] {
    const cursor = new ByteCursor(bytes, offset);
    const found: AddressRange[] = [];
    let base = unit.lowPc;
    while (!cursor.done && found.length < maximumEntries) {
      const start = cursor.u64();
      const end = cursor.u64();
      if (start === 0 && end === 0) break;
      // Only numbers near 2^64 round up to it.
      if (start === selectsBase) {
        base = end;
        continue;
      }
      const byteCount = hasLocation ? cursor.u16() : 0;
      const bytesAt = cursor.offset;
      cursor.skip(byteCount);
      if (cursor.overran) break;
      found.push({ start: base + start, end: base + end, bytesAt, byteCount });
    }
    return found;
  }

  #read5(unit: Unit, bytes: Uint8Array, offset: number, hasLocation: boolean): AddressRange[] {
    const cursor = new ByteCursor(bytes, offset);
    const found: AddressRange[] = [];
    let base = unit.lowPc;
    while (!cursor.done && found.length < maximumEntries) {
      const kind = cursor.u8();
      let start: number;
      let end: number;
      if (kind === entry.end) break;
      if (kind === entry.baseIndex) {
        base = this.#reader.addressAt(unit, cursor.uleb());
        continue;
      }
      // The kinds after `offsets`, without index: default location (lists of locations only), base, start and end or length.
      const plain = kind - (hasLocation ? 1 : 0);
      if (plain === 5 && kind > entry.offsets + (hasLocation ? 1 : 0)) {
        base = cursor.u64();
        continue;
      }
      if (kind === entry.offsets) {
        start = base + cursor.uleb();
        end = base + cursor.uleb();
      } else if (kind === entry.startEndIndex || kind === entry.startLengthIndex) {
        start = this.#reader.addressAt(unit, cursor.uleb());
        const second = cursor.uleb();
        end = kind === entry.startLengthIndex ? start + second : this.#reader.addressAt(unit, second);
      } else if (hasLocation && kind === entry.offsets + 1) {
        start = 0;
        end = 0;
      } else if (plain === 6) {
        start = cursor.u64();
        end = cursor.u64();
      } else if (plain === 7) {
        start = cursor.u64();
        end = start + cursor.uleb();
      } else break;
      const byteCount = hasLocation ? cursor.uleb() : 0;
      const bytesAt = cursor.offset;
      cursor.skip(byteCount);
      if (cursor.overran) break;
      found.push({ start, end, bytesAt, byteCount });
    }
    return found;
  }
}
