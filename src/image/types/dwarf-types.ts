import type { Dwarf, DwarfType } from '../../formats/index.ts';
import type { GoField, GoKind, GoType } from '../go-type.ts';
import { packageOfTypeName, shortTypeName } from './dwarf-name.ts';
import { kindByNumber, type TypeHead, type TypeParts } from './type-head.ts';

const tagArray = 0x01;
const tagPointer = 0x0f;
const tagStructure = 0x13;
const tagSubroutine = 0x15;
export const tagTypedef = 0x16;
const typedefDepthLimit = 16;

const wordKinds: ReadonlySet<GoKind> = new Set(['pointer', 'map', 'chan', 'func', 'unsafe-pointer']);
const pointerlessKinds: ReadonlySet<GoKind> = new Set(['bool', 'int', 'uint', 'float', 'complex', 'uintptr']);

/** A type known from DWARF alone: the linker dropped its descriptor because nothing boxes or allocates it. */
export function dwarfHead(dwarf: Dwarf, type: DwarfType, elemSize: (offset: number) => number): TypeHead {
  const kind = kindOf(type);
  const target = followTypedefs(dwarf, type);
  const length = kind === 'array' ? Math.max(0, target.count) : 0;
  return {
    kind,
    name: shortTypeName(type.name),
    packagePath: packageOfTypeName(type.name),
    size: sizeOf(kind, type, target, () => length * elemSize(target.type || type.goElem)),
    runtimeType: 0,
    length,
    // The DIE of an interface type is a typedef of runtime.eface or runtime.iface.
    emptyInterface: kind === 'interface' && target.name.endsWith('eface'),
    directInterface: wordKinds.has(kind),
    hasPointers: !pointerlessKinds.has(kind),
  };
}

export function dwarfParts(
  dwarf: Dwarf,
  type: DwarfType,
  kind: GoKind,
  typeAt: (offset: number) => GoType | undefined,
): TypeParts {
  const target = followTypedefs(dwarf, type);
  switch (kind) {
    case 'pointer':
      return { elem: typeAt(target.type) };
    case 'array':
      return { elem: typeAt(target.type || type.goElem) };
    case 'chan':
      return { elem: typeAt(type.goElem) };
    case 'slice': {
      const array = target.fields.find((field) => field.name === 'array');
      return { elem: typeAt(type.goElem || (array ? (dwarf.type(array.type)?.type ?? 0) : 0)) };
    }
    case 'map':
      // Without a descriptor no such map was ever made (runtime.makemap and mapassign take it), so there is no layout.
      return { key: typeAt(type.goKey), elem: typeAt(type.goElem) };
    case 'struct':
      return { fields: structFields(target, typeAt) };
    default:
      return {};
  }
}

function structFields(type: DwarfType, typeAt: (offset: number) => GoType | undefined): GoField[] {
  const fields: GoField[] = [];
  for (const { name, offset, type: fieldType, embedded } of type.fields) {
    const resolved = typeAt(fieldType);
    if (resolved && (type.byteSize === 0 || offset + resolved.size <= type.byteSize)) {
      fields.push({ name, offset, type: resolved, embedded });
    }
  }
  return fields;
}

function kindOf(type: DwarfType): GoKind {
  const kind = kindByNumber[type.goKind & 31];
  if (kind !== undefined && kind !== 'unknown') return kind;
  switch (type.tag) {
    case tagPointer:
      return type.type === 0 ? 'unsafe-pointer' : 'pointer';
    case tagStructure:
      return 'struct';
    case tagArray:
      return 'array';
    case tagSubroutine:
      return 'func';
    default:
      return 'unknown';
  }
}

function sizeOf(kind: GoKind, type: DwarfType, target: DwarfType, arraySize: () => number): number {
  if (wordKinds.has(kind)) return 8;
  if (kind === 'interface' || kind === 'string') return 16;
  if (kind === 'slice') return 24;
  return type.byteSize || target.byteSize || (kind === 'array' ? arraySize() : 0);
}

function followTypedefs(dwarf: Dwarf, type: DwarfType): DwarfType {
  let at = type;
  for (let depth = 0; depth < typedefDepthLimit && at.tag === tagTypedef; depth++) {
    const next = at.type === 0 ? undefined : dwarf.type(at.type);
    if (!next) break;
    at = next;
  }
  return at;
}
