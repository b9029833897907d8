import { decodeRune, runeOf, runeText, stepOver } from './characters.ts';
import type { LexicalErrors } from './lexical-errors.ts';

const quote = 0x22;
const apostrophe = 0x27;
const backslash = 0x5c;
const backQuote = 0x60;
const newline = 0x0a;

/** Offset behind the string in double quotes that begins here; one that is cut off ends before the line break. */
export function scanString(source: Uint8Array, start: number, errors: LexicalErrors): number {
  const { length } = source;
  let offset = start + 1;
  while (offset < length) {
    const byte = source[offset];
    if (byte === quote) return offset + 1;
    if (byte === newline) break;
    if (byte === backslash) {
      const end = scanEscape(source, offset + 1, quote, errors);
      offset = end < 0 ? ~end : end;
    } else if (byte === 0 || byte >= 0x80) offset = stepOver(source, offset, errors);
    else offset++;
  }
  errors.add(start, 'string literal not terminated');
  return offset;
}

export function scanRawString(source: Uint8Array, start: number, errors: LexicalErrors): number {
  const { length } = source;
  let offset = start + 1;
  while (offset < length) {
    const byte = source[offset];
    if (byte === backQuote) return offset + 1;
    if (byte === 0 || byte >= 0x80) offset = stepOver(source, offset, errors);
    else offset++;
  }
  errors.add(start, 'raw string literal not terminated');
  return length;
}

export function scanRune(source: Uint8Array, start: number, errors: LexicalErrors): number {
  const { length } = source;
  let offset = start + 1;
  let runeCount = 0;
  let isValid = true;
  for (;;) {
    const byte = source[offset];
    if (offset >= length || byte === newline) {
      if (isValid) errors.add(start, 'rune literal not terminated');
      return offset;
    }
    if (byte === apostrophe) break;
    runeCount++;
    if (byte === backslash) {
      const end = scanEscape(source, offset + 1, apostrophe, errors);
      if (end < 0) isValid = false;
      offset = end < 0 ? ~end : end;
    } else if (byte === 0 || byte >= 0x80) offset = stepOver(source, offset, errors);
    else offset++;
  }
  if (isValid && runeCount !== 1) errors.add(start, 'illegal rune literal');
  return offset + 1;
}

/** By the byte behind the backslash: number of digits, their base, largest value. */
const numericEscapes: Readonly<Record<number, readonly [count: number, base: number, largest: number]>> = {
  0x78: [2, 16, 255],
  0x75: [4, 16, 0x10ffff],
  0x55: [8, 16, 0x10ffff],
};
const octalEscape = [3, 8, 255] as const;

/** By byte: 1 for what makes an escape with the backslash alone: a letter of a, b, f, n, r, t, v, or a second backslash. */
const namedEscapes = new Uint8Array(256);
for (const character of 'abfnrtv\\') namedEscapes[character.charCodeAt(0)] = 1;

function digitValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : 16;
}

/**
 * Reads an escape from behind its backslash. Gives the offset behind it, or its complement (`~`) where the escape is
 * not valid: reading goes on at the byte that spoils it.
 */
function scanEscape(source: Uint8Array, start: number, closing: number, errors: LexicalErrors): number {
  const first = source[start];
  if (first === closing || namedEscapes[first] === 1) return start + 1;
  const isOctal = first >= 0x30 && first <= 0x37;
  const form = isOctal ? octalEscape : numericEscapes[first];
  if (form === undefined) {
    const isCut = start >= source.length;
    errors.add(start, isCut ? 'escape sequence not terminated' : 'unknown escape sequence');
    return ~start;
  }
  const [count, base, largest] = form;
  let offset = isOctal ? start : start + 1;
  const end = offset + count;
  let value = 0;
  for (; offset < end; offset++) {
    if (offset >= source.length) {
      errors.add(offset, 'escape sequence not terminated');
      return ~offset;
    }
    const digit = digitValue(source[offset]);
    if (digit >= base) {
      const character = runeText(runeOf(decodeRune(source, offset)));
      errors.add(offset, `illegal character ${character} in escape sequence`);
      return ~offset;
    }
    value = value * base + digit;
  }
  if (value > largest || (value >= 0xd800 && value < 0xe000)) {
    errors.add(start, 'escape sequence is invalid Unicode code point');
    return ~offset;
  }
  return offset;
}
