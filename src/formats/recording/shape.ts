/** Tells whether a value parsed from JSON is what a type says; nothing of it is believed before. */
export type Shape<T> = (value: unknown) => value is T;

const longestText = 65_536;

export const isText: Shape<string> = (value): value is string =>
  typeof value === 'string' && value.length <= longestText;

export const isFlag: Shape<boolean> = (value): value is boolean => typeof value === 'boolean';

/** A whole number from 0 on that is exact: bytes, addresses, counts. */
export const isCount: Shape<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

export function isOneOf<T extends string | number>(...choices: readonly T[]): Shape<T> {
  return (value): value is T => choices.some((choice) => choice === value);
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

export function orAbsent<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value): value is T | undefined => value === undefined || shape(value);
}

export function listOf<T>(item: Shape<T>, mostItems: number): Shape<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= mostItems && value.every((each) => item(each));
}

/** An object with these fields; it may have others. */
export function recordOf<T extends object>(
  fields: { readonly [Name in keyof T]-?: Shape<T[Name]> },
): Shape<T> {
  const checks: [string, Shape<unknown>][] = Object.entries(fields);
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const values = new Map<string, unknown>(Object.entries(value));
    return checks.every(([name, shape]) => shape(values.get(name)));
  };
}
