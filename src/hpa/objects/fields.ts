import { HpaError } from '../hpa-error.ts';
import { milliValue, type Quantity, quantityFromText } from '../quantity/quantity.ts';
import { durationFromGo, momentFromText } from './moments.ts';

/**
 * Checked access to what a file holds: `where` is how an error names the place. An absent field and one that is null are the
 * same, as to Kubernetes.
 */
export class Fields {
  readonly where: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new HpaError(`${where} is ${kindOf(value)}, not an object with fields`);
    this.where = where;
    this.#fields = value as Record<string, unknown>;
  }

  /** What this is of, as it was parsed. */
  get value(): unknown {
    return this.#fields;
  }

  raw(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? undefined) : undefined;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  names(): string[] {
    return Object.keys(this.#fields);
  }

  object(name: string): Fields {
    return this.optionalObject(name) ?? this.#missing(name);
  }

  optionalObject(name: string): Fields | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : new Fields(value, this.#at(name));
  }

  /** An absent list is empty. */
  list(name: string): Fields[] {
    const value = this.raw(name) ?? [];
    if (!Array.isArray(value)) throw this.#wrong(name, value, 'a list');
    return value.map((each, place) => new Fields(each, `${this.#at(name)}[${place}]`));
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#missing(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    throw this.#wrong(name, value, 'a text');
  }

  /** A whole number that fits an int32. */
  optionalCount(name: string, least: number): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > 2 ** 31 - 1)
      throw this.#wrong(name, value, `a whole number from ${least}`);
    return value;
  }

  optionalQuantity(name: string): Quantity | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const quantity =
      typeof value === 'string' || typeof value === 'number'
        ? quantityFromText(String(value).trim())
        : undefined;
    if (!quantity) throw this.#wrong(name, value, 'a quantity like 250m or 1.5Gi');
    return quantity;
  }

  optionalMilli(name: string): bigint | undefined {
    const quantity = this.optionalQuantity(name);
    return quantity && milliValue(quantity);
  }

  /** A moment as Kubernetes writes it, in milliseconds since 1970. */
  optionalMoment(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    const moment = momentFromText(text);
    if (moment === undefined) throw this.#wrong(name, text, 'a moment like 2026-01-31T12:00:00Z');
    return moment;
  }

  optionalDurationMs(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    const duration = durationFromGo(text);
    if (duration === undefined) throw this.#wrong(name, text, 'a duration like 30s');
    return duration;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const text = this.optionalText(name);
    const value = values.find((each) => each === text);
    if (text !== undefined && value === undefined)
      throw this.#wrong(name, text, `one of ${values.join(', ')}`);
    return value;
  }

  #at(name: string): string {
    return `${this.where}.${name}`;
  }

  #missing(name: string): never {
    throw new HpaError(`${this.#at(name)} is missing`);
  }

  #wrong(name: string, value: unknown, wanted: string): HpaError {
    const seen = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : kindOf(value);
    return new HpaError(`${this.#at(name)} is ${seen}, not ${wanted}`);
  }
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' || typeof value === 'boolean'
    ? `the ${typeof value} ${value}`
    : 'an object';
}
