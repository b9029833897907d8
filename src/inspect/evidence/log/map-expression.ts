import fs from 'node:fs';
import { sourceBytesMax, Token, tokenize, type TokenTable } from '../../../gosource/index.ts';

const longestPath = 4096;
const longestLine = 10_000;

/**
 * The map that a line of Go uses, as the source file on this machine has it: `c.sessions`. '' where there is no such file,
 * where the line uses none or several, or where it cannot be told from a slice. `at` is `/src/a.go:40`.
 */
export function mapExpressionAt(at: string, isWrite: boolean): string {
  const colon = at.lastIndexOf(':');
  const path = at.slice(0, colon);
  const line = Number(at.slice(colon + 1));
  // A log may name any path: only Go files are opened, and no device, pipe or folder of that name.
  if (!path.startsWith('/') || !path.endsWith('.go') || path.length > longestPath || !(line > 0)) return '';
  try {
    const { size } = fs.statSync(path, { throwIfNoEntry: true });
    if (!fs.statSync(path).isFile() || size > sourceBytesMax) return '';
    return mapExpression(lineOf(fs.readFileSync(path), line), isWrite);
  } catch {
    return '';
  }
}

function lineOf(source: Uint8Array, wanted: number): Uint8Array {
  let start = 0;
  for (let line = 1; line < wanted; line++) {
    const newline = source.indexOf(0x0a, start);
    if (newline < 0) return source.subarray(0, 0);
    start = newline + 1;
  }
  const end = source.indexOf(0x0a, start);
  return source.subarray(start, Math.min(end < 0 ? source.length : end, start + longestLine));
}

/** The one map that a line uses; of a write the one that it writes. Exported for its law alone. */
export function mapExpression(line: Uint8Array, isWrite: boolean): string {
  const tokens = tokenize(line);
  const written = new Set<string>();
  const read = new Set<string>();
  for (let index = 0; index < tokens.count; index++) {
    const kind = tokens.kinds[index];
    if (kind === Token.leftBracket) {
      const operand = operandBefore(tokens, index);
      const close = closingBracket(tokens, index);
      // `s[1:2]` is of a slice, `f[int](x)` a call.
      const isOther =
        close < 0 || tokens.kinds[close + 1] === Token.leftParenthesis || hasColon(tokens, index, close);
      if (operand === '' || isOther) continue;
      (isAssigned(tokens, close + 1) ? written : read).add(operand);
    } else if (kind === Token.range) read.add(operandAfter(tokens, index + 1));
    else if (kind === Token.name && tokens.kinds[index + 1] === Token.leftParenthesis) {
      const name = tokens.text(index);
      if (name === 'delete' || name === 'clear') written.add(operandAfter(tokens, index + 2));
    }
  }
  const chosen = isWrite ? written : written.size > 0 ? new Set([...written, ...read]) : read;
  chosen.delete('');
  return chosen.size === 1 ? [...chosen][0] : '';
}

/** `a.b.c` that ends before this token; '' where it is a call, a type or a literal. */
function operandBefore(tokens: TokenTable, end: number): string {
  let start = end;
  while (start > 0 && tokens.kinds[start - 1] === Token.name) {
    start--;
    if (start === 0 || tokens.kinds[start - 1] !== Token.period) break;
    start--;
  }
  // What stands before the first period may be a call or an index: that is not spelled.
  if (start === end || tokens.kinds[start] === Token.period) return '';
  return textOf(tokens, start, end);
}

/** `a.b.c` that begins with this token and ends before what cannot go on. */
function operandAfter(tokens: TokenTable, start: number): string {
  let end = start;
  while (tokens.kinds[end] === Token.name || tokens.kinds[end] === Token.period) end++;
  const next = tokens.kinds[end];
  const goesOn = next === Token.leftParenthesis || next === Token.leftBracket;
  return end === start || goesOn ? '' : textOf(tokens, start, end);
}

function textOf(tokens: TokenTable, start: number, end: number): string {
  let text = '';
  for (let index = start; index < end; index++) text += tokens.text(index);
  return text;
}

function closingBracket(tokens: TokenTable, open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.count; index++) {
    const kind = tokens.kinds[index];
    if (kind === Token.leftBracket) depth++;
    else if (kind === Token.rightBracket && --depth === 0) return index;
  }
  return -1;
}

function hasColon(tokens: TokenTable, open: number, close: number): boolean {
  let depth = 0;
  for (let index = open; index < close; index++) {
    const kind = tokens.kinds[index];
    if (kind === Token.leftBracket || kind === Token.leftBrace || kind === Token.leftParenthesis) depth++;
    else if (kind === Token.rightBracket || kind === Token.rightBrace || kind === Token.rightParenthesis)
      depth--;
    else if (kind === Token.colon && depth === 1) return true;
  }
  return false;
}

/** `m[k] = v`, `m[k] += 1`, `m[k]++`, and the first ones of `m[k], n[k] = v, w`. */
function isAssigned(tokens: TokenTable, start: number): boolean {
  let index = start;
  if (tokens.kinds[start] === Token.comma) {
    for (let depth = 0; index < tokens.count && depth >= 0; index++) {
      const kind = tokens.kinds[index];
      if (kind === Token.leftBracket || kind === Token.leftParenthesis || kind === Token.leftBrace) depth++;
      else if (kind === Token.rightBracket || kind === Token.rightParenthesis || kind === Token.rightBrace)
        depth--;
      else if (depth === 0 && (kind === Token.assign || kind === Token.semicolon)) break;
    }
  }
  const kind = tokens.kinds[index];
  return (
    kind === Token.assign ||
    (kind >= Token.addAssign && kind <= Token.andNotAssign) ||
    kind === Token.increment ||
    kind === Token.decrement
  );
}
