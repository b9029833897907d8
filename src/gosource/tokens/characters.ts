import type { LexicalErrors } from './lexical-errors.ts';

/** What a byte can begin. */
export const ByteClass = {
  operator: 0,
  blank: 1,
  newline: 2,
  letter: 3,
  digit: 4,
  quote: 5,
  backQuote: 6,
  apostrophe: 7,
  slash: 8,
  period: 9,
  beyondAscii: 10,
} as const;

export const byteClasses: Uint8Array = new Uint8Array(256);
byteClasses.fill(ByteClass.beyondAscii, 128);
byteClasses.fill(ByteClass.digit, 48, 58);
byteClasses.fill(ByteClass.letter, 65, 91);
byteClasses.fill(ByteClass.letter, 97, 123);
for (const [text, byteClass] of [
  [' \t\r', ByteClass.blank],
  ['\n', ByteClass.newline],
  ['_', ByteClass.letter],
  ['"', ByteClass.quote],
  ['`', ByteClass.backQuote],
  ["'", ByteClass.apostrophe],
  ['/', ByteClass.slash],
  ['.', ByteClass.period],
] as const) {
  for (const character of text) byteClasses[character.charCodeAt(0)] = byteClass;
}

/** By byte: 1 for the ASCII letters, digits and `_`, which go on with a word that has begun. */
export const wordBytes: Uint8Array = byteClasses.map((byteClass) =>
  byteClass === ByteClass.letter || byteClass === ByteClass.digit ? 1 : 0,
);

/** Code point in the upper bits, number of its bytes in the lower three. */
export type PackedRune = number;

export const replacementRune = 0xfffd;
/** What a byte that begins no valid UTF-8 is read as, like unicode/utf8.DecodeRune does. */
export const invalidRune: PackedRune = (replacementRune << 3) | 1;

export function runeOf(packed: PackedRune): number {
  return packed >> 3;
}

export function widthOf(packed: PackedRune): number {
  return packed & 7;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The code point at this offset; shortest forms only, no surrogates, nothing above U+10FFFF. */
export function decodeRune(source: Uint8Array, offset: number): PackedRune {
  const first = source[offset];
  if (first < 0x80) return (first << 3) | 1;
  const second = source[offset + 1];
  if (first < 0xc2 || first > 0xf4 || !isContinuation(second)) return invalidRune;
  if (first < 0xe0) return ((((first & 0x1f) << 6) | (second & 0x3f)) << 3) | 2;
  const third = source[offset + 2];
  if (!isContinuation(third)) return invalidRune;
  if (first < 0xf0) {
    const rune = ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
    return rune < 0x800 || (rune >= 0xd800 && rune < 0xe000) ? invalidRune : (rune << 3) | 3;
  }
  const fourth = source[offset + 3];
  if (!isContinuation(fourth)) return invalidRune;
  const rune = ((first & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f);
  return rune < 0x10000 || rune > 0x10ffff ? invalidRune : (rune << 3) | 4;
}

export const byteOrderMark = 0xfeff;

/** Steps over one character that is NUL or beyond ASCII, and says so where Go source must not hold it. */
export function stepOver(source: Uint8Array, offset: number, errors: LexicalErrors): number {
  if (source[offset] === 0) {
    errors.add(offset, 'illegal character NUL');
    return offset + 1;
  }
  const packed = decodeRune(source, offset);
  if (packed === invalidRune) errors.add(offset, 'illegal UTF-8 encoding');
  else if (runeOf(packed) === byteOrderMark && offset > 0) errors.add(offset, 'illegal byte order mark');
  return offset + widthOf(packed);
}

/** By the Unicode of this engine. Go 1.26 has that of Unicode 15.0, to which letters that came later are junk. */
export function isUnicodeLetter(rune: number): boolean {
  return /^\p{L}$/u.test(String.fromCodePoint(rune));
}

export function isLetterOrDigit(rune: number): boolean {
  return /^[\p{L}\p{Nd}]$/u.test(String.fromCodePoint(rune));
}

/** As fmt prints it with %#U: `U+0040 '@'`, and only the number where there is nothing to see. */
export function runeText(rune: number): string {
  const number = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  const character = String.fromCodePoint(rune);
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character) ? `${number} '${character}'` : number;
}
