import { readGoTypes } from '../syntax/read-go-types.ts';
import { GoPackage } from './go-package.ts';

/** The types of the universe block that are not basic, as declarations. `comparable` is known by its name. */
export const universe: GoPackage = new GoPackage(
  '',
  '',
  [
    readGoTypes(`package universe
      type any = interface{}
      type byte = uint8
      type rune = int32
      type error interface { Error() string }
      type comparable interface { ~uint8 }`),
  ],
  false,
);

/** Size in bytes of the types that the language itself has, on 64-bit machines; alignment equals it but where stated. */
export const basicSizes: Readonly<Record<string, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  int: 8,
  uint: 8,
  int64: 8,
  uint64: 8,
  uintptr: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
  string: 16,
  'unsafe.Pointer': 8,
};

/** Alignment in bytes of the basic types that are aligned to less than their size. */
export const basicAlignments: Readonly<Record<string, number>> = { complex64: 4, complex128: 8, string: 8 };

const builtins =
  'append cap clear close complex copy delete imag len make max min new panic print println real recover';

/** Names of the universe block that are no types, and what the compiler calls them. */
export const universeValues: ReadonlyMap<string, string> = new Map([
  ...['true', 'false', 'iota'].map((name) => [name, 'constant'] as const),
  ['nil', 'untyped nil'] as const,
  ...builtins.split(' ').map((name) => [name, 'built-in function'] as const),
]);

/** Least and greatest value of an integer type; undefined for the other basic types. */
export function integerRange(
  name: string,
): { readonly least: bigint; readonly greatest: bigint } | undefined {
  const match = /^(u?)int(8|16|32|64|ptr)?$/.exec(name);
  if (!match) return undefined;
  const isUnsigned = match[1] === 'u';
  const bits = BigInt(basicSizes[name] * 8);
  if (isUnsigned) return { least: 0n, greatest: 2n ** bits - 1n };
  return { least: -(2n ** (bits - 1n)), greatest: 2n ** (bits - 1n) - 1n };
}
