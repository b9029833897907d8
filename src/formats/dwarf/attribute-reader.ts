import { ByteCursor, u16At, u32At, u64At, utf8 } from '../../base/index.ts';
import type { Abbreviation } from './abbreviations.ts';
import { Form } from './constants.ts';
import { type Encoding, formSize } from './form-size.ts';
import type { DebugSections } from './sections.ts';
import { readUleb, skipAttributes, skipLeb } from './skip.ts';

/** What a value needs of its unit. */
export interface UnitContext extends Encoding {
  readonly start: number;
  readonly end: number;
  readonly addressBase: number;
  readonly stringOffsetsBase: number;
}

/** DW_OP_addr, DW_OP_addrx, DW_OP_GNU_addr_index. */
const addressOperation = 0x03;
const addressIndexOperation = 0xa1;
const gnuAddressIndexOperation = 0xfb;

const nothing = new Uint8Array(0);
/** Longer than the longest type names that generic code makes. */
const maximumTextBytes = 1 << 16;

/**
 * Reads attribute values one after the other into its own fields, so that reading makes no objects. After `read`:
 * `number` holds a constant, flag, address (index forms resolved), or reference (as a section offset), 0 for other
 * classes; `textBytes` at `textAt` holds a string; `blockAt` and `blockBytes` hold a block.
 */
export class AttributeReader {
  number = 0;
  textBytes: Uint8Array = nothing;
  textAt = 0;
  blockAt = 0;
  blockBytes = 0;
  readonly #sections: DebugSections;
  readonly #info: Uint8Array;

  constructor(sections: DebugSections) {
    this.#sections = sections;
    this.#info = sections.info;
  }

  /** Reads the value of the abbreviation's attribute `index` that begins at `at`; gives the offset after it. */
  read(unit: UnitContext, abbreviation: Abbreviation, index: number, at: number): number {
    const form = abbreviation.forms[index];
    if (form !== Form.implicitConst) return this.#readForm(unit, form, at);
    this.#clear();
    this.number = abbreviation.constants[index];
    return at;
  }

  /** The string just read. */
  text(): string {
    const bytes = this.textBytes;
    const limit = Math.min(bytes.length, this.textAt + maximumTextBytes);
    let end = this.textAt;
    while (end < limit && bytes[end] !== 0) end++;
    return utf8(bytes.subarray(this.textAt, end));
  }

  /** The unsigned LEB128 operand of a block that is this one operation, 0 for any other block. */
  blockConstant(operation: number): number {
    return this.blockBytes >= 2 && this.#info[this.blockAt] === operation
      ? readUleb(this.#info, this.blockAt + 1)
      : 0;
  }

  /** The address that a location block stands for where it is DW_OP_addr or DW_OP_addrx alone, 0 for any other block. */
  blockAddress(unit: UnitContext): number {
    const operation = this.#info[this.blockAt];
    const operandAt = this.blockAt + 1;
    if (this.blockBytes === 0) return 0;
    if (operation === addressOperation && this.blockBytes === 1 + unit.addressBytes) {
      return unsigned(this.#info, operandAt, unit.addressBytes);
    }
    const isIndex = operation === addressIndexOperation || operation === gnuAddressIndexOperation;
    if (!isIndex || skipLeb(this.#info, operandAt) !== this.blockAt + this.blockBytes) return 0;
    return this.addressAt(unit, readUleb(this.#info, operandAt));
  }

  /** Entry `index` of the unit's part of .debug_addr, 0 where there is none. */
  addressAt(unit: UnitContext, index: number): number {
    const addresses = this.#sections.addresses;
    const at = unit.addressBase + index * unit.addressBytes;
    return at + unit.addressBytes > addresses.length ? 0 : unsigned(addresses, at, unit.addressBytes);
  }

  #clear(): void {
    this.number = 0;
    this.textBytes = nothing;
    this.textAt = 0;
    this.blockAt = 0;
    this.blockBytes = 0;
  }

  #readForm(unit: UnitContext, form: number, at: number): number {
    this.#clear();
    if (form === Form.indirect) return this.#readIndirect(unit, at);
    const info = this.#info;
    const size = formSize(form, unit) ?? 0;
    if (!this.#readText(unit, form, size, at) && !this.#readBlock(form, at)) {
      this.number = this.#numberAt(unit, form, size, at);
    }
    return size >= 0 ? at + size : skipAttributes(info, at, unit.end, [size], unit);
  }

  /** False where the form is no string. */
  #readText(unit: UnitContext, form: number, size: number, at: number): boolean {
    const info = this.#info;
    switch (form) {
      case Form.string:
        this.#setText(info, at);
        return true;
      case Form.strp:
        this.#setText(this.#sections.strings, unsigned(info, at, size));
        return true;
      case Form.lineStrp:
        this.#setText(this.#sections.lineStrings, unsigned(info, at, size));
        return true;
      case Form.strx:
      case Form.strx1:
      case Form.strx2:
      case Form.strx3:
      case Form.strx4:
      case Form.gnuStringIndex:
        this.#setIndexedText(unit, size > 0 ? unsigned(info, at, size) : readUleb(info, at));
        return true;
      default:
        return false;
    }
  }

  /** False where the form is no block. */
  #readBlock(form: number, at: number): boolean {
    switch (form) {
      case Form.block1:
        this.#setBlock(at + 1, unsigned(this.#info, at, 1));
        return true;
      case Form.block2:
        this.#setBlock(at + 2, unsigned(this.#info, at, 2));
        return true;
      case Form.block4:
        this.#setBlock(at + 4, unsigned(this.#info, at, 4));
        return true;
      case Form.block:
      case Form.exprloc:
        this.#setBlock(skipLeb(this.#info, at), readUleb(this.#info, at));
        return true;
      default:
        return false;
    }
  }

  #numberAt(unit: UnitContext, form: number, size: number, at: number): number {
    const info = this.#info;
    switch (form) {
      case Form.addrx:
      case Form.addrx1:
      case Form.addrx2:
      case Form.addrx3:
      case Form.addrx4:
      case Form.gnuAddressIndex:
        return this.addressAt(unit, size > 0 ? unsigned(info, at, size) : readUleb(info, at));
      case Form.ref1:
      case Form.ref2:
      case Form.ref4:
      case Form.ref8:
        return unit.start + unsigned(info, at, size);
      case Form.refUdata:
        return unit.start + readUleb(info, at);
      case Form.sdata:
        return new ByteCursor(info, at).sleb();
      case Form.flagPresent:
        return 1;
      // References into another file, and to type units, lead nowhere here.
      case Form.gnuRefAlt:
      case Form.gnuStrpAlt:
      case Form.strpSup:
      case Form.refSup4:
      case Form.refSup8:
      case Form.refSig8:
      case Form.data16:
        return 0;
      default:
        return size > 0 ? unsigned(info, at, size) : readUleb(info, at);
    }
  }

  #readIndirect(unit: UnitContext, at: number): number {
    const form = readUleb(this.#info, at);
    if (form === Form.indirect || formSize(form, unit) === undefined) return unit.end + 1;
    return this.#readForm(unit, form, skipLeb(this.#info, at));
  }

  #setBlock(at: number, byteCount: number): void {
    this.blockAt = at;
    this.blockBytes = byteCount;
  }

  #setText(bytes: Uint8Array, at: number): void {
    this.textBytes = bytes;
    this.textAt = at;
  }

  #setIndexedText(unit: UnitContext, index: number): void {
    const offsets = this.#sections.stringOffsets;
    const at = unit.stringOffsetsBase + index * unit.offsetBytes;
    if (at + unit.offsetBytes > offsets.length) return;
    this.#setText(this.#sections.strings, unsigned(offsets, at, unit.offsetBytes));
  }
}

/** An unsigned little-endian number of up to 8 bytes; bytes past the end count as 0. */
function unsigned(bytes: Uint8Array, at: number, byteCount: number): number {
  switch (byteCount) {
    case 1:
      return bytes[at] ?? 0;
    case 2:
      return u16At(bytes, at);
    case 4:
      return u32At(bytes, at);
    case 8:
      return u64At(bytes, at);
    default: {
      let value = 0;
      for (let index = Math.min(byteCount, 8) - 1; index >= 0; index--)
        value = value * 256 + (bytes[at + index] ?? 0);
      return value;
    }
  }
}
