import { type Diagnostics, u16At, u32At, u64At } from '../../base/index.ts';
import { type Abbreviation, type AbbreviationTable, readAbbreviations } from './abbreviations.ts';
import { AttributeReader } from './attribute-reader.ts';
import { Attribute, goLanguage } from './constants.ts';
import type { Encoding } from './form-size.ts';
import type { DebugSections } from './sections.ts';
import { readUleb, skipLeb } from './skip.ts';

/** One compilation unit of .debug_info. */
export interface Unit extends Encoding {
  /** Section offset of the unit's header; unit-relative references count from here. */
  readonly start: number;
  /** Section offset after the unit. */
  readonly end: number;
  /** Section offset of the unit's own DIE. */
  readonly rootOffset: number;
  readonly abbreviations: AbbreviationTable;
  /** Where the unit's entries of .debug_addr and .debug_str_offsets begin (DWARF 5). */
  addressBase: number;
  stringOffsetsBase: number;
  isGo: boolean;
  /** First address of the unit's code, the base of its lists of addresses; 0 where it has none. */
  lowPc: number;
}

/** Bytes of a DWARF 5 .debug_addr or .debug_str_offsets header, for units that name no base (32-bit DWARF). */
const tableHeaderBytes = 8;
const compileUnit = 0x01;
const partialUnit = 0x03;

/**
 * All units in order. Type units and split units are left out: Go writes none, and nothing that Go writes refers to one.
 */
export function readUnits(sections: DebugSections, diagnostics: Diagnostics): Unit[] {
  const { info } = sections;
  const reader = new AttributeReader(sections);
  const tables = new Map<string, AbbreviationTable>();
  const units: Unit[] = [];
  let at = 0;
  while (at + 12 <= info.length) {
    const wide = u32At(info, at) === 0xffffffff;
    const headerAt = at + (wide ? 12 : 4);
    const end = headerAt + (wide ? u64At(info, at + 4) : u32At(info, at));
    if (end > info.length || end <= headerAt) {
      diagnostics.add('dwarf-damaged', 'A unit of .debug_info ends past the section; the rest is not read.');
      break;
    }
    const unit = readHeader(sections, tables, at, headerAt, end, wide ? 8 : 4);
    if (unit) {
      readRoot(unit, sections, reader);
      units.push(unit);
    }
    at = end;
  }
  return units;
}

function readHeader(
  sections: DebugSections,
  tables: Map<string, AbbreviationTable>,
  start: number,
  headerAt: number,
  end: number,
  offsetBytes: number,
): Unit | undefined {
  const { info } = sections;
  const version = u16At(info, headerAt);
  if (version < 2 || version > 5) return undefined;
  // DWARF 5 moved the address size before the abbreviation offset and added the unit type (DWARF 5 §7.5.1).
  const unitType = version === 5 ? info[headerAt + 2] : compileUnit;
  if (unitType !== compileUnit && unitType !== partialUnit) return undefined;
  const offsetAt = headerAt + (version === 5 ? 4 : 2);
  const abbreviationOffset = offsetBytes === 8 ? u64At(info, offsetAt) : u32At(info, offsetAt);
  const addressBytes = version === 5 ? info[headerAt + 3] : info[offsetAt + offsetBytes];
  const rootOffset = offsetAt + offsetBytes + (version === 5 ? 0 : 1);
  if (addressBytes > 8 || rootOffset >= end) return undefined;
  const encoding = { version, addressBytes, offsetBytes };
  const key = `${abbreviationOffset}/${version}/${addressBytes}/${offsetBytes}`;
  let abbreviations = tables.get(key);
  if (!abbreviations) {
    abbreviations = readAbbreviations(sections.abbreviations, abbreviationOffset, encoding);
    tables.set(key, abbreviations);
  }
  return {
    ...encoding,
    start,
    end,
    rootOffset,
    abbreviations,
    addressBase: tableHeaderBytes,
    stringOffsetsBase: tableHeaderBytes,
    isGo: false,
    lowPc: 0,
  };
}

/** Takes from the unit's own DIE what the reading of the others needs. */
function readRoot(unit: Unit, sections: DebugSections, reader: AttributeReader): void {
  const { info } = sections;
  const abbreviation = abbreviationAt(info, unit, unit.rootOffset);
  if (!abbreviation) return;
  let at = skipLeb(info, unit.rootOffset);
  for (let index = 0; index < abbreviation.forms.length && at <= unit.end; index++) {
    at = reader.read(unit, abbreviation, index, at);
    const attribute = abbreviation.attributes[index];
    if (attribute === Attribute.language) unit.isGo = reader.number === goLanguage;
    else if (attribute === Attribute.lowPc) unit.lowPc = reader.number;
    else if (attribute === Attribute.addressBase) unit.addressBase = reader.number;
    else if (attribute === Attribute.stringOffsetsBase) unit.stringOffsetsBase = reader.number;
  }
}

/** The abbreviation of the DIE at a section offset; undefined for a terminator, and where the bytes are damaged. */
export function abbreviationAt(info: Uint8Array, unit: Unit, offset: number): Abbreviation | undefined {
  return unit.abbreviations[readUleb(info, offset)];
}

/** The unit whose DIEs include the section offset. */
export function unitAt(units: readonly Unit[], offset: number): Unit | undefined {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle].rootOffset <= offset) low = middle + 1;
    else high = middle;
  }
  const unit = low > 0 ? units[low - 1] : undefined;
  return unit && offset < unit.end ? unit : undefined;
}
