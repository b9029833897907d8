import type { Address } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';

/** What a field's numbers are: a bool as 0 and 1, a moment in milliseconds since 1970, 1 for closed or done. */
export type FieldKind = 'bool' | 'int' | 'time' | 'connection' | 'context' | 'once';

/** One number for each entry that was looked at; NaN where the entry has none (a nil pointer, another dynamic type). */
export class FieldColumn {
  /** From the value on, as Go spells it: `closed`, `.(*main.Session).state`; '' for the value itself. */
  readonly path: string;
  readonly kind: FieldKind;
  /** The object that the field lies in, where it is reached by a pointer in the value: it may belong to others too. */
  readonly holder: ObjectColumn | undefined;
  /** Of sync/atomic: Go code reads it by Load. */
  readonly isAtomic: boolean;
  values: Float64Array = new Float64Array(0);

  constructor(path: string, kind: FieldKind, holder: ObjectColumn | undefined, isAtomic: boolean) {
    this.isAtomic = isAtomic;
    this.path = path;
    this.kind = kind;
    this.holder = holder;
  }
}

/** For each entry the heap object that a pointer, slice or string of it leads to; address 0 where there is none. */
export class ObjectColumn {
  readonly path: string;
  /** Held by the map's own slot: the value or key itself, or what a pointer in them leads to. */
  readonly isDirect: boolean;
  /** Start of the object's slot. */
  bases: Float64Array = new Float64Array(0);
  /** Bytes of the slot. */
  sizes: Float64Array = new Float64Array(0);

  constructor(path: string, isDirect: boolean) {
    this.path = path;
    this.isDirect = isDirect;
  }
}

/** What a column asks of the spans. */
export type ObjectSizes = Pick<SpanTable, 'find' | 'slotOf' | 'slotAddress' | 'elemSize'>;

const columnLimit = 64;

/** The columns of a sample; they come to be while values are looked at, since interfaces hold what they hold. */
export class ValueColumns {
  readonly fields: FieldColumn[] = [];
  readonly objects: ObjectColumn[] = [];
  readonly #spans: ObjectSizes;
  #capacity = 1024;
  /** Entries so far. */
  count = 0;

  constructor(spans: ObjectSizes) {
    this.#spans = spans;
  }

  /** A new field; undefined where there are too many. */
  field(
    path: string,
    kind: FieldKind,
    holder: ObjectColumn | undefined,
    isAtomic = false,
  ): FieldColumn | undefined {
    if (this.fields.length >= columnLimit) return undefined;
    const column = new FieldColumn(path, kind, holder, isAtomic);
    column.values = new Float64Array(this.#capacity).fill(Number.NaN);
    this.fields.push(column);
    return column;
  }

  object(path: string, isDirect: boolean): ObjectColumn | undefined {
    if (this.objects.length >= columnLimit) return undefined;
    const column = new ObjectColumn(path, isDirect);
    column.bases = new Float64Array(this.#capacity);
    column.sizes = new Float64Array(this.#capacity);
    this.objects.push(column);
    return column;
  }

  /** Begins an entry and gives its number. */
  addEntry(): number {
    if (this.count === this.#capacity) this.#grow();
    return this.count++;
  }

  /** Notes the heap object that the address points into; constants and what lies on stacks cost nothing. */
  noteObject(column: ObjectColumn | undefined, entry: number, address: Address): void {
    const ordinal = column ? this.#spans.find(address) : -1;
    const slot = ordinal < 0 ? -1 : this.#spans.slotOf(ordinal, address);
    if (!column || slot < 0) return;
    column.bases[entry] = this.#spans.slotAddress(ordinal, slot);
    column.sizes[entry] = this.#spans.elemSize[ordinal];
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    for (const field of this.fields) {
      const values = new Float64Array(capacity).fill(Number.NaN);
      values.set(field.values);
      field.values = values;
    }
    for (const object of this.objects) {
      object.bases = grown(object.bases, capacity);
      object.sizes = grown(object.sizes, capacity);
    }
    this.#capacity = capacity;
  }
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
