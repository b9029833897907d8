import type { GoField, GoType } from '../go-type.ts';
import { isConnection, isContext, isRequest } from './end-states.ts';
import { isTime } from './time-value.ts';
import type { FieldColumn, FieldKind, ObjectColumn, ValueColumns } from './value-columns.ts';

/** A number in the bytes of a value. */
export interface ScalarPlace {
  readonly offset: number;
  readonly type: GoType;
  readonly column: FieldColumn;
}

/** A pointer or interface in them that leads to something with an end: `column` says whether it has come. */
export interface EndPlace {
  readonly offset: number;
  readonly type: GoType;
  readonly column: FieldColumn;
  /** What the entry's own value points to costs it. */
  readonly object: ObjectColumn | undefined;
}

/** A pointer that is followed to a struct. */
export interface PointerPlace {
  readonly offset: number;
  readonly target: GoType;
  readonly path: string;
  readonly object: ObjectColumn | undefined;
}

export interface InterfacePlace {
  readonly offset: number;
  readonly type: GoType;
  readonly path: string;
}

/** A string or slice: it keeps an array. */
export interface BackingPlace {
  readonly offset: number;
  readonly object: ObjectColumn;
}

/** What to look at in the bytes of one value. */
export interface ValuePlan {
  /** Bytes to read: up to the end of the last place. */
  size: number;
  /** How many pointers lie between the entry and the value. */
  readonly depth: number;
  readonly scalars: ScalarPlace[];
  readonly ends: EndPlace[];
  readonly pointers: PointerPlace[];
  readonly interfaces: InterfacePlace[];
  readonly backings: BackingPlace[];
}

/** Pointers from the entry to the value that are followed: `*Session`, and one more in it. */
export const pointerDepthLimit = 2;
/** Of a larger value the beginning is looked at. */
const valueBytesLimit = 4096;
/** The last place can begin just before: a time.Time or slice takes 24 bytes. */
export const readBytesLimit: number = valueBytesLimit + 24;
const structDepthLimit = 6;
/** Pointers and interfaces of one value that are followed: each takes a read of its own an entry. */
const followedLimit = 4;

/** Makes plans for the types of one map's values. */
export class PlanBuilder {
  readonly #columns: ValueColumns;
  readonly #isOwnPackage: (packagePath: string) => boolean;
  readonly #plans = new Map<string, ValuePlan>();

  /** `isOwnPackage`: false for packages of the standard library, whose insides say nothing to a user. */
  constructor(columns: ValueColumns, isOwnPackage: (packagePath: string) => boolean) {
    this.#columns = columns;
    this.#isOwnPackage = isOwnPackage;
  }

  /** `holder`: the object that the value lies in where a pointer in the entry's own value leads there. */
  planFor(type: GoType, path: string, depth: number, holder: ObjectColumn | undefined): ValuePlan {
    const key = `${type.id} ${depth} ${path}`;
    let plan = this.#plans.get(key);
    if (!plan) {
      plan = { size: 0, depth, scalars: [], ends: [], pointers: [], interfaces: [], backings: [] };
      this.#plans.set(key, plan);
      new PlanMaker(plan, holder, this.#columns, this).add(type, 0, path, 0);
    }
    return plan;
  }

  /** Whether a struct type is one whose fields are worth a look. */
  isLookedInto(type: GoType): boolean {
    return type.kind === 'struct' && (type.packagePath === '' || this.#isOwnPackage(type.packagePath));
  }
}

class PlanMaker {
  readonly #plan: ValuePlan;
  readonly #holder: ObjectColumn | undefined;
  readonly #columns: ValueColumns;
  readonly #builder: PlanBuilder;

  constructor(
    plan: ValuePlan,
    holder: ObjectColumn | undefined,
    columns: ValueColumns,
    builder: PlanBuilder,
  ) {
    this.#plan = plan;
    this.#holder = holder;
    this.#columns = columns;
    this.#builder = builder;
  }

  add(type: GoType, offset: number, path: string, nesting: number): void {
    if (offset >= valueBytesLimit || nesting > structDepthLimit) return;
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'uint':
        return this.#scalar(type, offset, path, type.kind === 'bool' ? 'bool' : 'int');
      case 'struct':
        return this.#struct(type, offset, path, nesting);
      case 'pointer':
        return this.#pointer(type, offset, path);
      case 'interface':
        return this.#interface(type, offset, path);
      case 'string':
      case 'slice': {
        const object = this.#columns.object(path, this.#plan.depth === 0);
        if (object) this.#plan.backings.push({ offset, object });
        return this.#reach(offset + 16);
      }
      default:
        return undefined;
    }
  }

  #scalar(type: GoType, offset: number, path: string, kind: FieldKind, isAtomic = false): void {
    const column = this.#columns.field(path, kind, this.#holder, isAtomic);
    if (column) this.#plan.scalars.push({ offset, type, column });
    this.#reach(offset + type.size);
  }

  #end(type: GoType, offset: number, path: string, kind: FieldKind): void {
    const column = this.#columns.field(path, kind, this.#holder);
    const isOwn = type.kind !== 'interface' && this.#plan.depth === 0;
    const object = isOwn ? this.#columns.object(path, true) : undefined;
    if (column) this.#plan.ends.push({ offset, type, column, object });
    this.#reach(offset + (type.kind === 'interface' ? 16 : 8));
  }

  #struct(type: GoType, offset: number, path: string, nesting: number): void {
    if (isTime(type)) return this.#scalar(type, offset, path, 'time');
    const isAtomic = type.packagePath.endsWith('/atomic');
    if (isAtomic || isWrapper(type)) {
      const value = soleField(type);
      const kind = value?.type.kind;
      if (!value || (kind !== 'bool' && kind !== 'int' && kind !== 'uint')) return undefined;
      const isBool = kind === 'bool' || type.name.endsWith('.Bool');
      return this.#scalar(value.type, offset + value.offset, path, isBool ? 'bool' : 'int', isAtomic);
    }
    if (type.name === 'sync.Once') {
      const done = type.fields.find(({ name }) => name === 'done');
      const value = done?.type.kind === 'struct' ? soleField(done.type) : undefined;
      // A number until Go 1.21, an atomic since (sync/once.go).
      const place = done && { type: value?.type ?? done.type, offset: done.offset + (value?.offset ?? 0) };
      if (place) this.#scalar(place.type, offset + place.offset, path, 'once');
      return undefined;
    }
    if (!this.#builder.isLookedInto(type)) return undefined;
    for (const field of type.fields) {
      const fieldPath = path === '' ? field.name : `${path}.${field.name}`;
      this.add(field.type, offset + field.offset, fieldPath, nesting + 1);
    }
    return undefined;
  }

  #pointer({ elem: target }: GoType, offset: number, path: string): void {
    if (!target) return;
    const { depth, pointers } = this.#plan;
    if (isConnection(target)) return this.#end(target, offset, path, 'connection');
    if (isRequest(target) || isContext(target)) return this.#end(target, offset, path, 'context');
    const leadsOn = this.#builder.isLookedInto(target) || (depth === 0 && target.kind === 'pointer');
    // Beyond the value itself an object may belong to others: it is not followed, and not counted, twice removed.
    if (depth >= pointerDepthLimit || (depth > 0 && !leadsOn) || this.#isFull()) return;
    const object = this.#columns.object(path, depth === 0);
    pointers.push({ offset, target, path, object });
    this.#reach(offset + 8);
  }

  #interface(type: GoType, offset: number, path: string): void {
    if (isContext(type)) return this.#end(type, offset, path, 'context');
    if (type.name === 'error' || this.#isFull()) return;
    this.#plan.interfaces.push({ offset, type, path });
    this.#reach(offset + 16);
  }

  #reach(end: number): void {
    if (end > this.#plan.size) this.#plan.size = end;
  }

  #isFull(): boolean {
    return this.#plan.pointers.length + this.#plan.interfaces.length >= followedLimit;
  }
}

/** Names of the only field of a wrapper, which nobody would want in a path. */
const wrapped = /^(v|val|value)$/;

/** A struct with one field that has a size, called as no state is. */
function isWrapper(type: GoType): boolean {
  const sole = soleField(type);
  return sole !== undefined && wrapped.test(sole.name);
}

/** The field of a struct that has no other with a size; through further such structs. */
function soleField(type: GoType): GoField | undefined {
  const sized = type.fields.filter((field) => field.type.size > 0);
  const [sole] = sized;
  if (sized.length !== 1) return undefined;
  if (sole.type.kind !== 'struct') return sole;
  const inner = sole.type.size < type.size ? undefined : soleField(sole.type);
  return inner && { ...inner, offset: sole.offset + inner.offset };
}
