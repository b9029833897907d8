import { Form } from './constants.ts';

/** Sizes that a unit's header decides. */
export interface Encoding {
  readonly version: number;
  readonly addressBytes: number;
  /** 4 in 32-bit DWARF, 8 in 64-bit DWARF. */
  readonly offsetBytes: number;
}

/** How a value without a fixed size is skipped; negative, so that it can stand among byte counts in a skip plan. */
export const Skip = {
  text: -1,
  leb: -2,
  block1: -3,
  block2: -4,
  block4: -5,
  block: -6,
  indirect: -7,
} as const;

/** Bytes of an attribute value of this form, or a `Skip`; undefined for a form that is not known. */
export function formSize(form: number, encoding: Encoding): number | undefined {
  switch (form) {
    case Form.flagPresent:
    case Form.implicitConst:
      return 0;
    case Form.data1:
    case Form.flag:
    case Form.ref1:
    case Form.strx1:
    case Form.addrx1:
      return 1;
    case Form.data2:
    case Form.ref2:
    case Form.strx2:
    case Form.addrx2:
      return 2;
    case Form.strx3:
    case Form.addrx3:
      return 3;
    case Form.data4:
    case Form.ref4:
    case Form.refSup4:
    case Form.strx4:
    case Form.addrx4:
      return 4;
    case Form.data8:
    case Form.ref8:
    case Form.refSig8:
    case Form.refSup8:
      return 8;
    case Form.data16:
      return 16;
    case Form.address:
      return encoding.addressBytes;
    case Form.refAddress:
      // DWARF 2 gave these references the size of an address (DWARF 3 §7.5.4 changed it).
      return encoding.version <= 2 ? encoding.addressBytes : encoding.offsetBytes;
    case Form.strp:
    case Form.lineStrp:
    case Form.strpSup:
    case Form.sectionOffset:
    case Form.gnuRefAlt:
    case Form.gnuStrpAlt:
      return encoding.offsetBytes;
    case Form.string:
      return Skip.text;
    case Form.sdata:
    case Form.udata:
    case Form.refUdata:
    case Form.strx:
    case Form.addrx:
    case Form.loclistx:
    case Form.rnglistx:
    case Form.gnuAddressIndex:
    case Form.gnuStringIndex:
      return Skip.leb;
    case Form.block1:
      return Skip.block1;
    case Form.block2:
      return Skip.block2;
    case Form.block4:
      return Skip.block4;
    case Form.block:
    case Form.exprloc:
      return Skip.block;
    case Form.indirect:
      return Skip.indirect;
    default:
      return undefined;
  }
}
