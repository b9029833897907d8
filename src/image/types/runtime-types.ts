import { type Address, u64At } from '../../base/index.ts';
import type { GoField, GoType } from '../go-type.ts';
import type { Runtime } from '../runtime.ts';
import type { Descriptor, DescriptorReader } from './descriptor.ts';
import { mapDescriptorBytes, readMapParts } from './map-layout.ts';
import { kindByNumber, type TypeHead, type TypeParts } from './type-head.ts';

const fieldLimit = 65536;
const arrayLengthLimit = 2 ** 40;
const structFieldBytes = 24;

/** What the kinds whose names hang on other types need: the table that makes types. */
export type TypeLookup = (address: Address) => GoType | undefined;

/** Head of the type at a descriptor; `undefined` for a descriptor that contradicts itself. */
export function runtimeHead(
  descriptors: DescriptorReader,
  runtime: Runtime,
  descriptor: Descriptor,
  typeAt: TypeLookup,
): TypeHead | undefined {
  const kind = kindByNumber[descriptor.kind];
  const { reader } = descriptors;
  const name = descriptors.name(descriptor) || composedName(descriptors, descriptor, typeAt);
  const length = kind === 'array' ? reader.u64(descriptor.address + 64) : 0;
  if (name === '' || length < 0 || length > arrayLengthLimit) return undefined;
  // No pointer, so no walk over the elements, can hide behind a length that contradicts the size.
  if (kind === 'array' && length > descriptor.size && descriptor.pointerBytes > 0) return undefined;
  return {
    kind,
    name,
    packagePath: descriptors.packagePath(descriptor, mapDescriptorBytes(runtime)),
    size: descriptor.size,
    runtimeType: descriptor.address,
    length,
    emptyInterface: kind === 'interface' && reader.u64(descriptor.address + 64) === 0,
    directInterface: descriptor.directInterface,
    hasPointers: descriptor.pointerBytes !== 0,
  };
}

/** The types that a descriptor refers to. Layouts: internal/abi/type.go, the same from Go 1.18 on. */
export function runtimeParts(
  descriptors: DescriptorReader,
  runtime: Runtime,
  descriptor: Descriptor,
  typeAt: TypeLookup,
): TypeParts {
  switch (kindByNumber[descriptor.kind]) {
    case 'pointer':
    case 'slice':
    case 'chan':
    case 'array':
      return { elem: typeAt(descriptors.reader.u64(descriptor.address + 48)) };
    case 'map': {
      const parts = readMapParts(descriptors, runtime, descriptor.address);
      return parts ? { key: typeAt(parts.key), elem: typeAt(parts.elem), map: parts.layout } : {};
    }
    case 'struct':
      return { fields: structFields(descriptors, runtime, descriptor, typeAt) };
    default:
      return {};
  }
}

function structFields(
  descriptors: DescriptorReader,
  runtime: Runtime,
  descriptor: Descriptor,
  typeAt: TypeLookup,
): GoField[] {
  const { reader } = descriptors;
  const fields: GoField[] = [];
  const first = reader.u64(descriptor.address + 56);
  const count = reader.u64(descriptor.address + 64);
  if (count < 0 || count > fieldLimit) return fields;
  for (let index = 0; index < count; index++) {
    const view = reader.view(first + index * structFieldBytes, structFieldBytes);
    if (!view) break;
    const nameAddress = u64At(view, 0);
    const typeAddress = u64At(view, 8);
    const word = u64At(view, 16);
    // Go 1.18 keeps "embedded" in the offset's lowest bit; Go 1.19 moved it to the name's flags.
    const shifted = runtime.goMinor <= 18;
    const offset = shifted ? Math.floor(word / 2) : word;
    const type = typeAt(typeAddress);
    if (!type || offset + type.size > descriptor.size) continue;
    const embedded = shifted ? word % 2 === 1 : descriptors.nameSaysEmbedded(nameAddress);
    fields.push({ name: descriptors.nameAt(nameAddress), offset, type, embedded });
  }
  return fields;
}

/**
 * Name of a type that reflect made: its string lies in runtime.reflectOffs, behind a negative offset, so it is put
 * together from the parts. Such types are unnamed by construction.
 */
function composedName(descriptors: DescriptorReader, descriptor: Descriptor, typeAt: TypeLookup): string {
  const { reader } = descriptors;
  const part = (offset: number): string => {
    const address = reader.u64(descriptor.address + offset);
    // A pointer to itself can only be damage here: reflect cannot make recursive types.
    return address === descriptor.address ? '?' : (typeAt(address)?.name ?? '?');
  };
  switch (kindByNumber[descriptor.kind]) {
    case 'pointer':
      return `*${part(48)}`;
    case 'slice':
      return `[]${part(48)}`;
    case 'chan':
      return `chan ${part(48)}`;
    case 'array':
      return `[${reader.u64(descriptor.address + 64)}]${part(48)}`;
    case 'map':
      return `map[${part(48)}]${part(56)}`;
    case 'struct':
      return 'struct {…}';
    case 'func':
      return 'func(…)';
    default:
      return '';
  }
}
