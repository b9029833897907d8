import type { Estimate, FieldKind, MapValues, ValueField } from '../../image/index.ts';

/** Values that a test made up: each entry costs the same. */
export class MadeValues implements MapValues {
  readonly entryCount: number;
  readonly sampleCount: number;
  readonly drawCount: number;
  readonly isWhole: boolean;
  readonly fields: readonly ValueField[];
  readonly #entryBytes: number;

  constructor(fields: readonly ValueField[], entryCount: number, entryBytes: number) {
    this.fields = fields;
    this.sampleCount = fields[0]?.values.length ?? 0;
    this.drawCount = this.sampleCount;
    this.entryCount = entryCount;
    this.isWhole = this.sampleCount === entryCount;
    this.#entryBytes = entryBytes;
  }

  heldBytes(isChosen: (entry: number) => boolean): Estimate {
    let chosen = 0;
    for (let entry = 0; entry < this.sampleCount; entry++) if (isChosen(entry)) chosen++;
    const bytes = Math.round((chosen / this.sampleCount) * this.entryCount * this.#entryBytes);
    return { bytes, errorBytes: this.isWhole ? 0 : Math.round(bytes / 50) };
  }
}

/** A field of which `valueOf` gives the value of each entry. */
export function madeField(
  path: string,
  kind: FieldKind,
  count: number,
  valueOf: (entry: number) => number,
  more: Partial<ValueField> = {},
): ValueField {
  const values = Float64Array.from({ length: count }, (_, entry) => valueOf(entry));
  return { path, kind, values, isShared: false, isAtomic: false, ...more };
}
