import { Token, tokenTexts } from './token-kind.ts';

/** By first byte: the operators that may begin so, longest first. */
const operatorsByFirst: (readonly Operator[] | undefined)[] = [];

interface Operator {
  /** `kind << 2 | length`. */
  readonly packed: number;
  /** Second and third byte, or 0. */
  readonly second: number;
  readonly third: number;
}

for (let kind: number = Token.add; kind <= Token.tilde; kind++) {
  const text = tokenTexts[kind];
  const first = text.charCodeAt(0);
  const operator = {
    packed: (kind << 2) | text.length,
    second: text.length > 1 ? text.charCodeAt(1) : 0,
    third: text.length > 2 ? text.charCodeAt(2) : 0,
  };
  const others = operatorsByFirst[first] ?? [];
  operatorsByFirst[first] = [...others, operator].sort((a, b) => (b.packed & 3) - (a.packed & 3));
}

/** By first byte: the operator of that byte alone, packed. */
const lone = new Uint16Array(256);
/** By byte: 1 where it can be the second of an operator. */
const continuing = new Uint8Array(256);
for (const [first, operators] of operatorsByFirst.entries()) {
  for (const { packed, second } of operators ?? []) {
    if (second === 0) lone[first] = packed;
    else continuing[second] = 1;
  }
}

/** The longest operator at this offset as `kind << 2 | length`, 0 where there is none. */
export function operatorAt(source: Uint8Array, offset: number): number {
  const isLonger = offset + 1 < source.length && continuing[source[offset + 1]] === 1;
  return isLonger ? longestAt(source, offset) : lone[source[offset]];
}

function longestAt(source: Uint8Array, offset: number): number {
  for (const { packed, second, third } of operatorsByFirst[source[offset]] ?? []) {
    if (second !== 0 && second !== source[offset + 1]) continue;
    if (third !== 0 && third !== source[offset + 2]) continue;
    return packed;
  }
  return 0;
}
