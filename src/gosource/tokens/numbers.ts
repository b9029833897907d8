import type { LexicalErrors } from './lexical-errors.ts';
import { Token } from './token-kind.ts';

const period = 0x2e;
const underscore = 0x5f;

/** The digits of one part of a number that were seen: whether there were any, and any `_`. */
const sawDigit = 1;
const sawSeparator = 2;

/** ASCII letters in lower case; other bytes are changed too, but not to letters that are looked for. */
function lower(byte: number): number {
  return byte | 0x20;
}

export function isDecimal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexadecimal(byte: number): boolean {
  return isDecimal(byte) || (lower(byte) >= 0x61 && lower(byte) <= 0x66);
}

/** What stands before the digits, as the byte behind the leading zero. */
const Prefix = { none: 0, hexadecimal: 0x78, octal: 0x6f, binary: 0x62, oldOctal: 0x30 } as const;

function literalName(prefix: number): string {
  if (prefix === Prefix.hexadecimal) return 'hexadecimal literal';
  if (prefix === Prefix.binary) return 'binary literal';
  return prefix === Prefix.none ? 'decimal literal' : 'octal literal';
}

/** Reads one number literal, in the steps of go/scanner, scanNumber (Go 1.26), so that errors are the same. */
class NumberScanner {
  readonly #source: Uint8Array;
  readonly #errors: LexicalErrors;
  readonly #start: number;
  #offset: number;
  #prefix: number = Prefix.none;
  #base = 10;
  #seen = 0;
  /** Offset of the first digit that the base does not have, or -1. */
  #invalidDigit = -1;

  constructor(source: Uint8Array, start: number, errors: LexicalErrors) {
    this.#source = source;
    this.#errors = errors;
    this.#start = start;
    this.#offset = start;
  }

  scan(): number {
    const source = this.#source;
    let kind: number = Token.integer;
    if (source[this.#offset] !== period) {
      this.#readPrefix();
      this.#seen |= this.#digits(this.#base);
    }
    if (source[this.#offset] === period) {
      kind = Token.float;
      if (this.#prefix === Prefix.octal || this.#prefix === Prefix.binary) {
        this.#error(`invalid radix point in ${literalName(this.#prefix)}`);
      }
      this.#offset++;
      this.#seen |= this.#digits(this.#base);
    }
    if ((this.#seen & sawDigit) === 0) this.#error(`${literalName(this.#prefix)} has no digits`);
    if (this.#readExponent()) kind = Token.float;
    else if (this.#prefix === Prefix.hexadecimal && kind === Token.float) {
      this.#error("hexadecimal mantissa requires a 'p' exponent");
    }
    if (source[this.#offset] === 0x69) {
      kind = Token.imaginary;
      this.#offset++;
    }
    this.#checkDigits(kind);
    return (this.#offset << 3) | kind;
  }

  #error(message: string): void {
    this.#errors.add(this.#offset, message);
  }

  #readPrefix(): void {
    const source = this.#source;
    if (source[this.#offset] !== 0x30) return;
    this.#offset++;
    const letter = lower(source[this.#offset]);
    if (letter === Prefix.hexadecimal || letter === Prefix.octal || letter === Prefix.binary) {
      this.#offset++;
      this.#prefix = letter;
      if (letter === Prefix.hexadecimal) this.#base = 16;
      else this.#base = letter === Prefix.octal ? 8 : 2;
    } else {
      this.#prefix = Prefix.oldOctal;
      this.#base = 8;
      this.#seen = sawDigit;
    }
  }

  #digits(base: number): number {
    const source = this.#source;
    let seen = 0;
    for (;;) {
      const byte = source[this.#offset];
      if (byte === underscore) seen |= sawSeparator;
      else if (base <= 10 ? isDecimal(byte) : isHexadecimal(byte)) {
        if (base <= 10 && byte >= 0x30 + base && this.#invalidDigit < 0) this.#invalidDigit = this.#offset;
        seen |= sawDigit;
      } else return seen;
      this.#offset++;
    }
  }

  #readExponent(): boolean {
    const source = this.#source;
    const letter = lower(source[this.#offset]);
    if (letter !== 0x65 && letter !== 0x70) return false;
    if (letter === 0x65 && this.#prefix !== Prefix.none && this.#prefix !== Prefix.oldOctal) {
      this.#error(`'${String.fromCharCode(source[this.#offset])}' exponent requires decimal mantissa`);
    } else if (letter === 0x70 && this.#prefix !== Prefix.hexadecimal) {
      this.#error(`'${String.fromCharCode(source[this.#offset])}' exponent requires hexadecimal mantissa`);
    }
    this.#offset++;
    if (source[this.#offset] === 0x2b || source[this.#offset] === 0x2d) this.#offset++;
    const known = this.#invalidDigit;
    const seen = this.#digits(10);
    this.#invalidDigit = known;
    this.#seen |= seen;
    if ((seen & sawDigit) === 0) this.#error('exponent has no digits');
    return true;
  }

  #checkDigits(kind: number): void {
    if (kind === Token.integer && this.#invalidDigit >= 0) {
      const digit = String.fromCharCode(this.#source[this.#invalidDigit]);
      this.#errors.add(this.#invalidDigit, `invalid digit '${digit}' in ${literalName(this.#prefix)}`);
    }
    if ((this.#seen & sawSeparator) === 0) return;
    const offset = misplacedSeparator(this.#source.subarray(this.#start, this.#offset));
    if (offset >= 0) this.#errors.add(this.#start + offset, "'_' must separate successive digits");
  }
}

/** Index of the first `_` that does not stand between digits (a prefix counts as one), or -1. */
function misplacedSeparator(literal: Uint8Array): number {
  const prefix = literal[0] === 0x30 ? lower(literal[1]) : Prefix.none;
  const isPrefixed = prefix === Prefix.hexadecimal || prefix === Prefix.octal || prefix === Prefix.binary;
  const isHex = prefix === Prefix.hexadecimal;
  let previous: 'digit' | 'separator' | 'other' = isPrefixed ? 'digit' : 'other';
  for (let at = isPrefixed ? 2 : 0; at < literal.length; at++) {
    const byte = literal[at];
    if (byte === underscore) {
      if (previous !== 'digit') return at;
      previous = 'separator';
    } else if (isDecimal(byte) || (isHex && isHexadecimal(byte))) previous = 'digit';
    else {
      if (previous === 'separator') return at - 1;
      previous = 'other';
    }
  }
  return previous === 'separator' ? literal.length - 1 : -1;
}

/** The end of the number that begins here and its kind, as `end << 3 | kind`. */
export function scanNumber(source: Uint8Array, start: number, errors: LexicalErrors): number {
  // Most numbers are short and decimal: no object is made for those.
  let offset = start;
  while (isDecimal(source[offset])) offset++;
  const byte = source[offset];
  const isPlain =
    offset > start &&
    (source[start] !== 0x30 || offset === start + 1) &&
    byte !== period &&
    byte !== underscore &&
    // Behind a 0 any letter may be a prefix; e, i and p go on with a number.
    !(byte >= 0x41);
  if (isPlain) return (offset << 3) | Token.integer;
  return new NumberScanner(source, start, errors).scan();
}
