import type { GoType } from '../go-type.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { Scope } from './scope.ts';
import { isTrieNode, type SpecialFields, specialOf } from './special-types.ts';

/** What to do with the words at one place of a value. */
export const action = {
  /** Follow a pointer to a value of `type`. */
  pointer: 1,
  /** Pointer, length, capacity of an array of `type`. */
  slice: 2,
  /** A reference to a map of `type`. */
  map: 3,
  /** Interface with methods: *itab and data. */
  interface: 4,
  /** Interface without methods: *_type and data. */
  emptyInterface: 5,
  channel: 6,
  func: 7,
  /** A pointer to nobody knows what. */
  unsafe: 8,
  /** Repeats the next `body` entries `repeat` times, `stride` apart. */
  loop: 9,
  /** sync.Pool: pointer to, and number of, its per-processor values of `type`. */
  pool: 10,
  /** Follow a pointer to an internal/sync.node, whose type says nothing of its size. */
  trieNode: 11,
  /** Pointer and length of a string. */
  string: 12,
  /** A key or elem of a map in an object of its own. */
  box: 13,
} as const;

/** The words of a type through which what is wanted can be reached, as parallel columns, in address order. */
export interface Plan {
  /** Place of the first word, in 32-bit words from the start of the value. */
  readonly word: Int32Array;
  readonly action: Uint8Array;
  readonly body: Int32Array;
  readonly repeat: Int32Array;
  readonly stride: Int32Array;
  /** Bytes of one `type`. */
  readonly targetBytes: Float64Array;
  readonly type: readonly (GoType | undefined)[];
  /** As Go spells the way from the value to the words: `.cache.shards[*]`. */
  readonly step: readonly string[];
}

const entryLimit = 8192;

/** Compiles plans, once a type. */
export class Planner {
  readonly #types: TypeTable;
  readonly #scope: Scope;
  readonly #plans: (Plan | undefined)[] = [];
  readonly #slotPlans: (SlotPlan | undefined)[] = [];

  constructor(types: TypeTable, scope: Scope) {
    this.#types = types;
    this.#scope = scope;
  }

  /** Plan of one value of the type. */
  ofValue(type: GoType): Plan {
    this.#plans[type.id] ??= compile(type, this.#types, this.#scope);
    return this.#plans[type.id] as Plan;
  }

  /** Plan of one key and elem in slot 0 of a bucket or group; `MapLayout` has the strides to the others. */
  ofSlot(map: GoType): SlotPlan {
    this.#slotPlans[map.id] ??= compileSlot(map, this.#types, this.#scope);
    return this.#slotPlans[map.id] as SlotPlan;
  }
}

/** Entries below `firstElem` belong to the key. */
export interface SlotPlan extends Plan {
  readonly firstElem: number;
}

function compileSlot(map: GoType, types: TypeTable, scope: Scope): SlotPlan {
  const builder = new PlanBuilder(types, scope);
  const layout = map.map;
  if (layout && map.key) builder.addMaybeBoxed(map.key, layout.keyIndirect, layout.keysOffset, ' (key)');
  const firstElem = builder.count;
  if (layout && map.elem) builder.addMaybeBoxed(map.elem, layout.elemIndirect, layout.elemsOffset, '');
  return { ...builder.finish(), firstElem };
}

function compile(type: GoType, types: TypeTable, scope: Scope): Plan {
  const builder = new PlanBuilder(types, scope);
  builder.add(type, 0, '');
  return builder.finish();
}

interface Entry {
  word: number;
  action: number;
  body: number;
  repeat: number;
  stride: number;
  type: GoType | undefined;
  step: string;
}

class PlanBuilder {
  readonly #types: TypeTable;
  readonly #scope: Scope;
  readonly #entries: Entry[] = [];

  constructor(types: TypeTable, scope: Scope) {
    this.#types = types;
    this.#scope = scope;
  }

  get count(): number {
    return this.#entries.length;
  }

  finish(): Plan {
    const entries = this.#entries;
    return {
      word: Int32Array.from(entries, (entry) => entry.word),
      action: Uint8Array.from(entries, (entry) => entry.action),
      body: Int32Array.from(entries, (entry) => entry.body),
      repeat: Int32Array.from(entries, (entry) => entry.repeat),
      stride: Int32Array.from(entries, (entry) => entry.stride),
      targetBytes: Float64Array.from(entries, (entry) => entry.type?.size ?? 0),
      type: entries.map((entry) => entry.type),
      step: entries.map((entry) => entry.step),
    };
  }

  addMaybeBoxed(type: GoType, boxed: boolean, offset: number, step: string): void {
    if (!boxed) this.add(type, offset, step);
    else if (this.#leadsOn(type)) this.#put(offset, action.box, type, step);
  }

  add(type: GoType, offset: number, step: string): void {
    // What holds a pointer is aligned to eight; anything else is damage.
    if (!this.#scope.wants(type) || this.#entries.length >= entryLimit || offset % 8 !== 0) return;
    switch (type.kind) {
      case 'pointer':
        if (type.elem) this.#put(offset, action.pointer, type.elem, step);
        break;
      case 'slice':
        if (type.elem && type.elem.size > 0) this.#put(offset, action.slice, type.elem, step);
        break;
      case 'string':
        this.#put(offset, action.string, undefined, step);
        break;
      case 'map':
        this.#put(offset, action.map, type, step);
        break;
      case 'interface':
        this.#put(offset, type.emptyInterface ? action.emptyInterface : action.interface, undefined, step);
        break;
      case 'chan':
        this.#put(offset, action.channel, type, step);
        break;
      case 'func':
        this.#put(offset, action.func, undefined, step);
        break;
      case 'unsafe-pointer':
        this.#put(offset, action.unsafe, undefined, step);
        break;
      case 'array':
        this.#addArray(type, offset, step);
        break;
      case 'struct':
        this.#addStruct(type, offset, step);
        break;
      default:
        break;
    }
  }

  #addArray(type: GoType, offset: number, step: string): void {
    const { elem, length } = type;
    if (!elem || elem.size === 0 || length < 1) return;
    const loop = this.#put(offset, action.loop, undefined, step);
    if (!loop) return;
    const before = this.#entries.length;
    this.add(elem, 0, `${step}[*]`);
    loop.body = this.#entries.length - before;
    // A length that contradicts the size is damage.
    loop.repeat = Math.min(length, Math.floor(type.size / elem.size), 2 ** 31 - 1);
    loop.stride = elem.size / 4;
    if (loop.body === 0) this.#entries.pop();
  }

  #addStruct(type: GoType, offset: number, step: string): void {
    const special = specialOf(type, this.#types);
    if (special) {
      this.#addSpecial(special, offset, step);
      return;
    }
    for (const field of type.fields) this.add(field.type, offset + field.offset, `${step}.${field.name}`);
  }

  #addSpecial(special: SpecialFields, offset: number, step: string): void {
    for (const field of special.fields) {
      const at = offset + field.offset;
      const fieldStep = step + field.step;
      switch (field.how) {
        case 'value':
          this.add(field.type, at, fieldStep);
          break;
        case 'pointer':
          if (isTrieNode(field.type)) this.#put(at, action.trieNode, field.type, fieldStep);
          else if (this.#leadsOn(field.type)) this.#put(at, action.pointer, field.type, fieldStep);
          break;
        case 'pool':
          if (this.#leadsOn(field.type)) this.#put(at, action.pool, field.type, fieldStep);
          break;
        case 'eface':
          this.#put(at, action.emptyInterface, undefined, fieldStep);
          break;
      }
    }
  }

  /** Whether a pointer to such a value is to be followed. */
  #leadsOn(type: GoType): boolean {
    return this.#scope.isWhole || this.#scope.wants(type);
  }

  #put(offset: number, what: number, type: GoType | undefined, step: string): Entry | undefined {
    if (this.#entries.length >= entryLimit) return undefined;
    const entry: Entry = { word: offset / 4, action: what, body: 0, repeat: 0, stride: 0, type, step };
    this.#entries.push(entry);
    return entry;
  }
}
