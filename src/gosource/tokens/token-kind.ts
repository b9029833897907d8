/** Kinds of Go tokens (The Go Programming Language Specification, Tokens), as the columns of a token table hold them. */
export const Token = {
  end: 0,
  illegal: 1,
  name: 2,
  integer: 3,
  float: 4,
  imaginary: 5,
  rune: 6,
  string: 7,

  add: 8,
  subtract: 9,
  multiply: 10,
  divide: 11,
  remainder: 12,
  and: 13,
  or: 14,
  xor: 15,
  shiftLeft: 16,
  shiftRight: 17,
  andNot: 18,
  addAssign: 19,
  subtractAssign: 20,
  multiplyAssign: 21,
  divideAssign: 22,
  remainderAssign: 23,
  andAssign: 24,
  orAssign: 25,
  xorAssign: 26,
  shiftLeftAssign: 27,
  shiftRightAssign: 28,
  andNotAssign: 29,
  logicalAnd: 30,
  logicalOr: 31,
  arrow: 32,
  increment: 33,
  decrement: 34,
  equal: 35,
  less: 36,
  greater: 37,
  assign: 38,
  not: 39,
  notEqual: 40,
  lessEqual: 41,
  greaterEqual: 42,
  define: 43,
  ellipsis: 44,
  leftParenthesis: 45,
  leftBracket: 46,
  leftBrace: 47,
  comma: 48,
  period: 49,
  rightParenthesis: 50,
  rightBracket: 51,
  rightBrace: 52,
  semicolon: 53,
  colon: 54,
  tilde: 55,

  break: 56,
  case: 57,
  chan: 58,
  const: 59,
  continue: 60,
  default: 61,
  defer: 62,
  else: 63,
  fallthrough: 64,
  for: 65,
  func: 66,
  go: 67,
  goto: 68,
  if: 69,
  import: 70,
  interface: 71,
  map: 72,
  package: 73,
  range: 74,
  return: 75,
  select: 76,
  struct: 77,
  switch: 78,
  type: 79,
  var: 80,
} as const;

const operatorTexts =
  '+ - * / % & | ^ << >> &^ += -= *= /= %= &= |= ^= <<= >>= &^= && || <- ++ -- == < > = ! != <= >= := ... ( [ { , . ) ] } ; : ~';
const keywordTexts =
  'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var';

/** What a token of the kinds without a text of their own is called. */
const otherTexts =
  'the end; an illegal character; a name; an integer; a float; an imaginary number; a rune; a string';

/** By kind: `+` and `struct` as they are written, else what such a token is called. */
export const tokenTexts: readonly string[] = [
  ...otherTexts.split('; '),
  ...operatorTexts.split(' '),
  ...keywordTexts.split(' '),
];

/** By kind: 1 where a line break after such a token is a semicolon (Specification, Semicolons). */
export const endsStatement: Uint8Array = new Uint8Array(tokenTexts.length);
for (const kind of [
  Token.name,
  Token.integer,
  Token.float,
  Token.imaginary,
  Token.rune,
  Token.string,
  Token.break,
  Token.continue,
  Token.fallthrough,
  Token.return,
  Token.increment,
  Token.decrement,
  Token.rightParenthesis,
  Token.rightBracket,
  Token.rightBrace,
]) {
  endsStatement[kind] = 1;
}

const longestKeyword = 11;
const keywordSlots = 64;

/** cmd/compile/internal/syntax/scanner.go, Go 1.26, `hash`: no two keywords share a slot. */
function keywordSlot(first: number, second: number, length: number): number {
  return (((first << 4) ^ second) + length) & (keywordSlots - 1);
}

const keywordKinds = new Uint8Array(keywordSlots);
/** Bytes of the keyword of each slot, `longestKeyword` apart, ended by a zero. */
const keywordBytes = new Uint8Array(keywordSlots * longestKeyword + 1);
for (let kind: number = Token.break; kind <= Token.var; kind++) {
  const text = tokenTexts[kind];
  const slot = keywordSlot(text.charCodeAt(0), text.charCodeAt(1), text.length);
  keywordKinds[slot] = kind;
  for (let at = 0; at < text.length; at++) keywordBytes[slot * longestKeyword + at] = text.charCodeAt(at);
}

/** Kind of the word in [start, end): a keyword's or `Token.name`. */
export function wordKind(source: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 2 || length > longestKeyword) return Token.name;
  const slot = keywordSlot(source[start], source[start + 1], length);
  const kind = keywordKinds[slot];
  if (kind === 0) return Token.name;
  const base = slot * longestKeyword - start;
  for (let at = start; at < end; at++) if (keywordBytes[base + at] !== source[at]) return Token.name;
  // `import` must not pass for `imp`, nor the other way round.
  return length === longestKeyword || keywordBytes[base + end] === 0 ? kind : Token.name;
}
