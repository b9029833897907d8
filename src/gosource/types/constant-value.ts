import type { GoType } from './go-type.ts';

/** What a constant without a type becomes by default, from the lowest to the one that wins in an operation. */
export type NumberForm = 'integer' | 'rune' | 'float';

/** An exact value: constants have no size and no rounding until they get a type. */
export interface NumberValue {
  readonly form: NumberForm;
  readonly numerator: bigint;
  /** Above zero, without a common divisor with the numerator; 1 for whole numbers. */
  readonly denominator: bigint;
  /** Its type; undefined for an untyped constant. */
  readonly type: GoType | undefined;
}

export interface StringValue {
  readonly form: 'string';
  /** Bytes of the value, which is all that `len` needs. */
  readonly byteCount: number;
  readonly type: GoType | undefined;
}

export type ConstantValue = NumberValue | StringValue;

const formOrder: readonly NumberForm[] = ['integer', 'rune', 'float'];

export function strongerForm(a: NumberForm, b: NumberForm): NumberForm {
  return formOrder.indexOf(a) > formOrder.indexOf(b) ? a : b;
}

export function wholeNumber(value: bigint, form: NumberForm = 'integer', type?: GoType): NumberValue {
  return { form, numerator: value, denominator: 1n, type };
}

/** A fraction in lowest terms. The denominator is not zero. */
export function fraction(numerator: bigint, denominator: bigint): NumberValue {
  const sign = denominator < 0n ? -1n : 1n;
  let divisor = numerator < 0n ? -numerator : numerator;
  let rest = denominator * sign;
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return {
    form: 'float',
    numerator: (numerator * sign) / divisor,
    denominator: (denominator * sign) / divisor,
    type: undefined,
  };
}

export function bitCount(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16);
  return digits === '0' ? 0 : digits.length * 4 - Math.clz32(Number.parseInt(digits[0], 16)) + 28;
}

/** Powers of ten (or two) in a float literal beyond this are no length of anything. */
const exponentMax = 5000;

/** Value of a float literal, decimal or hexadecimal; undefined where its exponent is out of bounds. */
export function floatValue(literal: string): NumberValue | undefined {
  const text = literal.replaceAll('_', '').toLowerCase();
  const isHex = text.startsWith('0x');
  const [mantissa, exponentText = '0'] = (isHex ? text.slice(2) : text).split(isHex ? 'p' : 'e');
  const [whole, decimals = ''] = mantissa.split('.');
  const exponent = Number(exponentText);
  if (!(Math.abs(exponent) <= exponentMax) || decimals.length > exponentMax) return undefined;
  const digits = BigInt(`${isHex ? '0x' : ''}${whole}${decimals}` || '0');
  const base = isHex ? 2n : 10n;
  const scale = exponent - decimals.length * (isHex ? 4 : 1);
  return scale >= 0 ? fraction(digits * base ** BigInt(scale), 1n) : fraction(digits, base ** BigInt(-scale));
}
