import { type Address, isAddress } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { type ContainerParts, MostFrequent, retainedBytes } from './container-parts.ts';
import { HeapSlots } from './heap-slots.ts';
import { OwnedObjects } from './owned-objects.ts';

/** Two words of an interface without methods. */
export interface InterfaceWords {
  readonly typeWord: Address;
  readonly data: Address;
}

/** What the values of a container come to. */
export interface HeldValues {
  readonly count: number;
  /** Objects of the values and what they own. */
  readonly bytes: number;
  readonly bytesByValue: Float64Array;
  /** Dynamic type of most; '' where there are none or none is known. */
  readonly type: string;
  readonly typeCount: number;
  readonly retainedBytes: number | undefined;
}

/** Values of one container that are looked at; more are a damaged container or beyond what a finding needs. */
export const valueLimit = 4_000_000;

/** Sums over the values of interfaces: their own objects, and what those own. */
export function holdValues(parts: ContainerParts, values: readonly InterfaceWords[]): HeldValues {
  const slots = new HeapSlots(parts.spans, parts.maps);
  const owned = new OwnedObjects(slots, new Reader(parts.memory, 256));
  const frequent = new MostFrequent();
  const types = values.map(({ typeWord }) => typeOfWord(parts, slots, typeWord));
  const isRepeated = new Uint8Array(values.length);
  for (const [index, { data }] of values.entries()) {
    if (!owned.addRoot(index, data)) isRepeated[index] = 1;
    frequent.add(types[index]?.name ?? '');
  }
  for (const [index, { data }] of values.entries()) {
    const type = types[index];
    if (!type || !isAddress(data) || isRepeated[index] === 1) continue;
    const isPointer = type.kind === 'pointer' && parts.types.isDirectInterface(type);
    if (isPointer && type.elem) owned.follow(index, type.elem, data);
    else if (!parts.types.isDirectInterface(type)) owned.follow(index, type, data);
  }
  const bytesByValue = owned.bytesByItem(values.length);
  return {
    count: values.length,
    bytes: bytesByValue.reduce((sum, bytes) => sum + bytes, 0),
    bytesByValue,
    type: frequent.key,
    typeCount: frequent.kinds,
    retainedBytes: retainedBytes(parts, owned.roots()),
  };
}

/** Type by the first word of an interface; undefined where that is no type of the program or of reflect. */
function typeOfWord({ runtime, types }: ContainerParts, slots: HeapSlots, word: Address): GoType | undefined {
  return isModuleType(runtime, word) || slots.startOf(word) !== 0 ? types.fromRuntime(word) : undefined;
}

function isModuleType({ modules }: Runtime, word: Address): boolean {
  return modules.some((module) => word >= module.types && word < module.etypes);
}
