import type { Abbreviation } from './abbreviations.ts';
import type { AttributeReader } from './attribute-reader.ts';
import { Attribute, Tag } from './constants.ts';
import { isTypeTag } from './die-index.ts';
import type { DwarfField, DwarfType } from './dwarf.ts';
import { readUleb, skipChildren, skipLeb } from './skip.ts';
import { abbreviationAt, type Unit } from './units.ts';

/** DW_OP_plus_uconst: how DWARF 2 and 3 wrote the offset of a member. */
const plusConstantOperation = 0x23;
/** More than any real struct has; a type that claims more is cut there. */
const maximumFields = 1 << 16;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Decodes the type DIE at a section offset; undefined where another kind of DIE, or none, begins there. */
export function readType(
  info: Uint8Array,
  reader: AttributeReader,
  unit: Unit,
  offset: number,
): DwarfType | undefined {
  const abbreviation = abbreviationAt(info, unit, offset);
  if (!abbreviation || !isTypeTag(abbreviation.tag)) return undefined;
  const fields: DwarfField[] = [];
  const type: Mutable<DwarfType> = {
    offset,
    tag: abbreviation.tag,
    name: '',
    byteSize: 0,
    type: 0,
    fields,
    count: -1,
    goKind: 0,
    goKey: 0,
    goElem: 0,
    runtimeType: 0,
  };
  let at = skipLeb(info, offset);
  for (let index = 0; index < abbreviation.forms.length; index++) {
    at = reader.read(unit, abbreviation, index, at);
    if (at > unit.end) return undefined;
    setTypeAttribute(type, abbreviation.attributes[index], reader);
  }
  if (abbreviation.hasChildren) type.count = readChildren(info, reader, unit, at, fields);
  return type;
}

function setTypeAttribute(type: Mutable<DwarfType>, attribute: number, reader: AttributeReader): void {
  switch (attribute) {
    case Attribute.name:
      type.name = reader.text();
      break;
    case Attribute.byteSize:
      type.byteSize = reader.number;
      break;
    case Attribute.type:
      type.type = reader.number;
      break;
    case Attribute.goKind:
      type.goKind = reader.number;
      break;
    case Attribute.goKey:
      type.goKey = reader.number;
      break;
    case Attribute.goElem:
      type.goElem = reader.number;
      break;
    case Attribute.goRuntimeType:
      type.runtimeType = reader.number;
      break;
  }
}

/** Appends the members to `fields` and returns the element count of a subrange child, -1 where there is none. */
function readChildren(
  info: Uint8Array,
  reader: AttributeReader,
  unit: Unit,
  start: number,
  fields: DwarfField[],
): number {
  let count = -1;
  let at = start;
  while (at < unit.end && fields.length < maximumFields) {
    const code = readUleb(info, at);
    const abbreviation = unit.abbreviations[code];
    if (code === 0 || !abbreviation) break;
    const child = readChild(reader, unit, abbreviation, skipLeb(info, at));
    if (child.end > unit.end) break;
    if (abbreviation.tag === Tag.member) fields.push(child.field);
    else if (abbreviation.tag === Tag.subrangeType && count < 0) count = child.count;
    at = abbreviation.hasChildren
      ? skipChildren(info, child.end, unit.end, unit.abbreviations, unit)
      : child.end;
  }
  return count;
}

function readChild(
  reader: AttributeReader,
  unit: Unit,
  abbreviation: Abbreviation,
  start: number,
): { end: number; field: DwarfField; count: number } {
  const field: Mutable<DwarfField> = { name: '', offset: 0, type: 0, embedded: false };
  let count = -1;
  let at = start;
  for (let index = 0; index < abbreviation.forms.length && at <= unit.end; index++) {
    at = reader.read(unit, abbreviation, index, at);
    switch (abbreviation.attributes[index]) {
      case Attribute.name:
        field.name = reader.text();
        break;
      case Attribute.dataMemberLocation:
        field.offset = reader.blockBytes > 0 ? reader.blockConstant(plusConstantOperation) : reader.number;
        break;
      case Attribute.type:
        field.type = reader.number;
        break;
      case Attribute.goEmbeddedField:
        field.embedded = reader.number !== 0;
        break;
      case Attribute.count:
        count = reader.number;
        break;
      case Attribute.upperBound:
        if (count < 0 && reader.blockBytes === 0) count = reader.number + 1;
        break;
    }
  }
  return { end: at, field, count };
}
