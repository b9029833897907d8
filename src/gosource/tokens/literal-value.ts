import { encodeText, utf8 } from '../../base/index.ts';

/** Value of a string literal. Bytes that are no UTF-8, which `\xff` can make, come out as U+FFFD. */
export function stringValue(literal: string): string {
  if (literal.startsWith('`')) return literal.slice(1, -1).replaceAll('\r', '');
  const inner = literal.slice(1, -1);
  return inner.includes('\\') ? utf8(unescaped(inner)) : inner;
}

/** Number of bytes of a string literal's value, which `len` gives. */
export function stringByteCount(literal: string): number {
  if (literal.startsWith('`')) return encodeText(stringValue(literal)).length;
  return unescaped(literal.slice(1, -1)).length;
}

/** Code point of a rune literal. */
export function runeValue(literal: string): number {
  const inner = literal.slice(1, -1);
  if (!inner.startsWith('\\')) return inner.codePointAt(0) ?? 0;
  return numericEscape(inner) ?? namedEscapes[inner[1]] ?? 0;
}

/** Value of an integer literal in any base. */
export function integerValue(literal: string): bigint {
  const digits = literal.replaceAll('_', '').toLowerCase();
  // A leading zero alone is octal too; BigInt takes it for decimal.
  return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

const namedEscapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
};

const escape = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[abfnrtv\\'"])/gy;

/** Of `\x41`, `\101`, `A` and `\U00000041` the number; undefined for the others. */
function numericEscape(text: string): number | undefined {
  const letter = text[1];
  if (letter >= '0' && letter <= '7') return Number.parseInt(text.slice(1), 8);
  return 'xuU'.includes(letter) ? Number.parseInt(text.slice(2), 16) : undefined;
}

/** The bytes that the text of an interpreted string stands for; a broken escape stands for itself. */
function unescaped(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    escape.lastIndex = at;
    const match = escape.exec(text)?.[0];
    if (match === undefined) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      bytes.push(...encodeText(character));
      at += character.length;
      continue;
    }
    const code = numericEscape(match);
    const isByte = match[1] === 'x' || (match[1] >= '0' && match[1] <= '7');
    if (code === undefined) bytes.push(namedEscapes[match[1]]);
    else if (isByte) bytes.push(code);
    else bytes.push(...encodeText(String.fromCodePoint(Math.min(code, 0x10ffff))));
    at += match.length;
  }
  return Uint8Array.from(bytes);
}
