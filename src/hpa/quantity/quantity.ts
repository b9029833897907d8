import { HpaError } from '../hpa-error.ts';

/**
 * A resource.Quantity of Kubernetes. Its finest unit is a billionth: what is written finer was rounded away from zero.
 * Source: apimachinery pkg/api/resource/quantity.go, ParseQuantity, of v0.36.3.
 */
export interface Quantity {
  readonly nano: bigint;
  /** AsApproximateFloat64, in the unit itself. */
  readonly approximate: number;
  /**
   * The power of ten beside the int64 that holds it; undefined where a decimal of any length does. The two round and overflow
   * differently.
   */
  readonly scale: number | undefined;
}

const nanoPlaces = 9;
/** Digits that fit an int64 surely: maxInt64Factors. */
const digitsOfInt64 = 18;
/** Beyond this no quantity of a cluster lies; Kubernetes would loop for long. */
const exponentMax = 100;
const digitsMax = 400;
const decimalExponents: Readonly<Record<string, number>> = {
  '': 0,
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryExponents: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const int64Max = 2n ** 63n - 1n;
const int64Min = -int64Max - 1n;
const nanoPerMilli = 1_000_000n;

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
}

/** Reads `250m`, `1.5Gi`, `12e6`; undefined where Kubernetes refuses the text. */
export function quantityFromText(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (!match || text === '') return undefined;
  const [, sign, whole, fraction = '', suffixText] = match;
  const suffix = suffixFromText(suffixText);
  if (!suffix) return undefined;
  // No digit at all is zero: `-`, `.` and `Mi` are quantities to Kubernetes.
  const num = whole.replace(/^0+/, '') || '0';
  return quantityOf(sign, num, fraction, suffix);
}

function suffixFromText(text: string): Suffix | undefined {
  if (text in decimalExponents) return { base: 10, exponent: decimalExponents[text] };
  if (text in binaryExponents) return { base: 2, exponent: binaryExponents[text] };
  const exponent = /^[eE]([+-]?\d+)$/.exec(text);
  return exponent ? { base: 10, exponent: Number(exponent[1]) } : undefined;
}

function quantityOf(sign: string, num: string, fraction: string, suffix: Suffix): Quantity {
  const { base, exponent } = suffix;
  // A long number costs more than its length: it is refused before it is made.
  const isLong = fraction.length > digitsMax || num.length > digitsMax;
  const magnitude = isLong ? 1n : BigInt(num + fraction);
  if (isLong || (magnitude !== 0n && Math.abs(exponent) > exponentMax))
    throw new HpaError(`the quantity ${sign}${num.slice(0, 20)}… is far out of any range that a cluster has`);
  const isNegative = sign === '-';
  const isShort = fitsInt64(num, fraction, suffix);
  const places = fraction.length - (base === 10 ? exponent : 0);
  const factor = base === 2 ? 2n ** BigInt(exponent) : 1n;
  if (isShort) {
    const value = signed(magnitude * factor, isNegative);
    return {
      nano: magnitude === 0n ? 0n : value * 10n ** BigInt(nanoPlaces - places),
      approximate: scaled(value, -places),
      scale: -places,
    };
  }
  let nano = magnitude === 0n ? 0n : towardNano(magnitude * factor, places);
  if (base === 2 && nano > int64Max * 10n ** 9n) nano = int64Max * 10n ** 9n;
  return {
    nano: signed(nano, isNegative),
    approximate: scaled(signed(nano, isNegative), -nanoPlaces),
    scale: undefined,
  };
}

/** Whether ParseQuantity takes its fast path, an int64 and a power of ten. */
function fitsInt64(num: string, fraction: string, { base, exponent }: Suffix): boolean {
  if (base === 2) {
    // `exponent*3/10` is a float32, whose conversion cuts.
    const precision = 15 - num.length - Math.trunc(Math.fround(Math.fround(exponent * 3) / 10)) - 1;
    return fraction.length === 0 && precision >= 0 && BigInt(num) * 2n ** BigInt(exponent) <= int64Max;
  }
  return digitsOfInt64 - (num.length + fraction.length) >= 0 && exponent - fraction.length >= -nanoPlaces;
}

/** `value` with `places` decimals in billionths, away from zero. */
function towardNano(value: bigint, places: number): bigint {
  if (places <= nanoPlaces) return value * 10n ** BigInt(nanoPlaces - places);
  const divisor = 10n ** BigInt(places - nanoPlaces);
  return (value + divisor - 1n) / divisor;
}

function signed(value: bigint, isNegative: boolean): bigint {
  return isNegative ? -value : value;
}

/** `value` times a power of ten as Go computes it: the power is the nearest double. */
function scaled(value: bigint, exponent: number): number {
  return exponent === 0 ? Number(value) : Number(value) * Number(`1e${exponent}`);
}

/** Quantity.MilliValue: thousandths, rounded up, with what Kubernetes makes of those that no int64 holds. */
export function milliValue(quantity: Quantity): bigint {
  const { nano, scale } = quantity;
  const rounded = nano / nanoPerMilli;
  const hasRest = nano % nanoPerMilli !== 0n;
  if (scale !== undefined) {
    const milli = hasRest ? rounded + (nano < 0n ? -1n : 1n) : rounded;
    return milli > int64Max || milli < int64Min ? overflowed(scale + 3, milli) : milli;
  }
  // scaledValue in scale_int.go: below the largest int64 (and below zero however far) the low 64 bits are cut toward zero and
  // one is added; else the whole number is.
  if (nano >= int64Max) return BigInt.asIntN(64, hasRest ? rounded + 1n : rounded);
  const low = BigInt.asIntN(64, nano);
  return low % nanoPerMilli === 0n ? low / nanoPerMilli : low / nanoPerMilli + 1n;
}

/** positiveScaleInt64 in math.go wraps for some powers of ten and answers 0 for the others; nobody asks it whether it did. */
function overflowed(exponent: number, milli: bigint): bigint {
  return [1, 2, 3, 6, 9].includes(exponent) ? BigInt.asIntN(64, milli) : 0n;
}

/** The sum, as Quantity.Add makes it. */
export function addQuantities(one: Quantity, other: Quantity): Quantity {
  return {
    nano: one.nano + other.nano,
    approximate: one.approximate + other.approximate,
    scale:
      one.scale === undefined || other.scale === undefined ? undefined : Math.min(one.scale, other.scale),
  };
}

/** Whole bytes of a text like `200Mi`; undefined where it is none, or below zero. */
export function bytesFromQuantity(text: string): number | undefined {
  const quantity = quantityFromText(text);
  return quantity && quantity.nano >= 0n ? Math.ceil(quantity.approximate) : undefined;
}
