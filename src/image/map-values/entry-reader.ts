import { type Address, i32At, isAddress, u16At, u32At, u64At } from '../../base/index.ts';
import type { GoType, MapLayout } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import { type EndStates, isConnection, isContext, isRequest } from './end-states.ts';
import type { InterfaceTypes } from './interface-types.ts';
import { timeAt } from './time-value.ts';
import type { ObjectColumn, ValueColumns } from './value-columns.ts';
import {
  type EndPlace,
  type InterfacePlace,
  type PlanBuilder,
  pointerDepthLimit,
  readBytesLimit,
  type PointerPlace,
  type ScalarPlace,
  type ValuePlan,
} from './value-plan.ts';

/** Puts the fields and objects of one entry after another into columns. */
export class EntryReader {
  readonly #memory: Memory;
  readonly #interfaces: InterfaceTypes;
  readonly #ends: EndStates;
  readonly #columns: ValueColumns;
  readonly #plans: PlanBuilder;
  readonly #layout: MapLayout;
  readonly #keyPlan: ValuePlan | undefined;
  readonly #elemPlan: ValuePlan | undefined;
  readonly #keyBox: ObjectColumn | undefined;
  readonly #elemBox: ObjectColumn | undefined;
  /** One for each depth, since a value is still being read while what it points to is. */
  readonly #buffers: readonly Uint8Array[];

  constructor(
    map: GoType,
    layout: MapLayout,
    parts: {
      readonly memory: Memory;
      readonly interfaces: InterfaceTypes;
      readonly ends: EndStates;
      readonly columns: ValueColumns;
      readonly plans: PlanBuilder;
    },
  ) {
    this.#memory = parts.memory;
    this.#interfaces = parts.interfaces;
    this.#ends = parts.ends;
    this.#columns = parts.columns;
    this.#plans = parts.plans;
    this.#layout = layout;
    this.#buffers = Array.from({ length: pointerDepthLimit + 2 }, () => new Uint8Array(readBytesLimit));
    this.#elemPlan = map.elem && this.#plans.planFor(map.elem, '', 0, undefined);
    // Of a key only its text is told, as bytes: what it means is not the map's state.
    this.#keyPlan =
      map.key?.kind === 'string' ? this.#plans.planFor(map.key, '(key)', 0, undefined) : undefined;
    this.#keyBox = layout.keyIndirect ? this.#columns.object('(key box)', true) : undefined;
    this.#elemBox = layout.elemIndirect ? this.#columns.object('(box)', true) : undefined;
  }

  /** The entry in a slot of a bucket or group. */
  add(unit: Uint8Array, slot: number): void {
    const { keysOffset, keyStride, keySize, elemsOffset, elemStride, elemSize } = this.#layout;
    const entry = this.#columns.addEntry();
    const keyAt = keysOffset + slot * keyStride;
    const elemAt = elemsOffset + slot * elemStride;
    if (this.#keyBox) this.#columns.noteObject(this.#keyBox, entry, u64At(unit, keyAt));
    else if (this.#keyPlan) this.#look(this.#keyPlan, unit.subarray(keyAt, keyAt + keySize), entry);
    if (!this.#elemPlan) return;
    if (!this.#elemBox) {
      this.#look(this.#elemPlan, unit.subarray(elemAt, elemAt + elemSize), entry);
      return;
    }
    const box = u64At(unit, elemAt);
    this.#columns.noteObject(this.#elemBox, entry, box);
    const bytes = this.#read(box, this.#elemPlan);
    if (bytes) this.#look(this.#elemPlan, bytes, entry);
  }

  #look(plan: ValuePlan, bytes: Uint8Array, entry: number): void {
    if (bytes.length < plan.size) return;
    for (const place of plan.scalars) place.column.values[entry] = numberAt(bytes, place);
    for (const { offset, object } of plan.backings)
      if (u64At(bytes, offset + 8) > 0) this.#columns.noteObject(object, entry, u64At(bytes, offset));
    for (const place of plan.ends) {
      place.column.values[entry] = this.#endOf(bytes, place);
      this.#columns.noteObject(place.object, entry, u64At(bytes, place.offset));
    }
    for (const place of plan.pointers) this.#follow(plan, place, u64At(bytes, place.offset), entry);
    for (const place of plan.interfaces) this.#followInterface(plan, place, bytes, entry);
  }

  #endOf(bytes: Uint8Array, { offset, type }: Pick<EndPlace, 'offset' | 'type'>): number {
    const word = u64At(bytes, offset);
    if (type.kind === 'interface') return this.#ends.contextIn(word, u64At(bytes, offset + 8));
    if (!isAddress(word)) return Number.NaN;
    if (isConnection(type)) return this.#ends.isClosed(type, word);
    if (isContext(type)) return this.#ends.isDone(type, word);
    const context = type.fields.find(({ name }) => name === 'ctx');
    return context ? this.#ends.contextAt(word + context.offset) : Number.NaN;
  }

  #follow(plan: ValuePlan, { target, path, object }: PointerPlace, address: Address, entry: number): void {
    if (!isAddress(address)) return;
    this.#columns.noteObject(object, entry, address);
    const holder = path === '' ? undefined : object;
    const next = this.#plans.planFor(target, path, plan.depth + 1, holder);
    if (isEmpty(next)) return;
    const bytes = this.#read(address, next);
    if (bytes) this.#look(next, bytes, entry);
  }

  #followInterface(plan: ValuePlan, place: InterfacePlace, bytes: Uint8Array, entry: number): void {
    const { offset, type, path } = place;
    const held = this.#interfaces.of(u64At(bytes, offset), type.emptyInterface);
    const data = u64At(bytes, offset + 8);
    const target = held?.type.kind === 'pointer' ? held.type.elem : held?.type;
    if (!held || !target || !isAddress(data)) return;
    if (isConnection(target) || isRequest(target) || isContext(target)) {
      this.#noteEnd(held.type, target, path, data, entry);
      return;
    }
    if (plan.depth >= pointerDepthLimit || !this.#plans.isLookedInto(target)) return;
    // A struct whose only field is a pointer lies in the data word itself.
    if (held.direct && held.type.kind !== 'pointer') return;
    const name = `.(${held.type.name})`;
    const inner = path === '' ? name : `${path}${name}`;
    const object = this.#objectAt(inner, plan.depth === 0);
    this.#follow(
      plan,
      { offset, target, path: inner, object: path === '' ? undefined : object },
      data,
      entry,
    );
    this.#columns.noteObject(object, entry, data);
  }

  /** The column of an end that an interface led to: connections of one field share one, whatever their types. */
  #noteEnd(type: GoType, target: GoType, path: string, data: Address, entry: number): void {
    const kind = isConnection(target) ? 'connection' : 'context';
    const { fields } = this.#columns;
    const column =
      fields.find((field) => field.path === path && field.kind === kind) ??
      this.#columns.field(path, kind, undefined);
    if (!column) return;
    const word = new Uint8Array(8);
    new DataView(word.buffer).setBigUint64(0, BigInt(data), true);
    if (type.kind === 'pointer') column.values[entry] = this.#endOf(word, { offset: 0, type: target });
  }

  #objectAt(path: string, isDirect: boolean): ObjectColumn | undefined {
    return (
      this.#columns.objects.find((object) => object.path === path) ?? this.#columns.object(path, isDirect)
    );
  }

  #read(address: Address, plan: ValuePlan): Uint8Array | undefined {
    return isAddress(address)
      ? this.#memory.read(address, plan.size, this.#buffers[plan.depth])?.subarray(0, plan.size)
      : undefined;
  }
}

function isEmpty({ scalars, ends, pointers, interfaces, backings }: ValuePlan): boolean {
  return scalars.length + ends.length + pointers.length + interfaces.length + backings.length === 0;
}

function numberAt(bytes: Uint8Array, { offset, type, column }: ScalarPlace): number {
  if (column.kind === 'time') return timeAt(bytes, offset);
  const isSigned = type.kind === 'int';
  switch (type.size) {
    case 1:
      return isSigned ? (bytes[offset] << 24) >> 24 : bytes[offset];
    case 2:
      return isSigned ? (u16At(bytes, offset) << 16) >> 16 : u16At(bytes, offset);
    case 4:
      return isSigned ? i32At(bytes, offset) : u32At(bytes, offset);
    default:
      // Numbers above 2^53 are rounded: they are no states.
      return isSigned ? i32At(bytes, offset + 4) * 2 ** 32 + u32At(bytes, offset) : u64At(bytes, offset);
  }
}
