import { Token, tokenTexts } from '../tokens/token-kind.ts';
import type { ConstantExpression, LiteralConstant, NamedConstant } from './constant-expression.ts';
import { SyntaxFailure } from './syntax-error.ts';
import type { TokenCursor } from './token-cursor.ts';

/** By token kind: precedence of a binary operator (Specification, Operators), 0 for what is none. */
const precedences = new Uint8Array(tokenTexts.length);
for (const [precedence, operators] of [
  [1, '||'],
  [2, '&&'],
  [3, '== != < <= > >='],
  [4, '+ - | ^'],
  [5, '* / % << >> & &^'],
] as const) {
  for (const operator of operators.split(' ')) precedences[tokenTexts.indexOf(operator)] = precedence;
}

/** By token kind: what a literal is called in the tree. */
const literalForms: Readonly<Record<number, LiteralConstant['form'] | undefined>> = {
  [Token.integer]: 'integer',
  [Token.float]: 'float',
  [Token.imaginary]: 'imaginary',
  [Token.rune]: 'rune',
  [Token.string]: 'string',
};

/** Reads a constant expression; what is none of the supported forms fails. */
export function parseConstant(cursor: TokenCursor): ConstantExpression {
  return parseBinary(cursor, 1);
}

/**
 * Reads an expression of a file that need not be one of the supported forms: others become `opaque` as a whole. The
 * expression must be followed by a token of `closing`, and ends before the first of them that stands in no bracket.
 */
export function parseAnyExpression(cursor: TokenCursor, closing: readonly number[]): ConstantExpression {
  const { index, nesting, offset, tokens } = cursor;
  try {
    const expression = parseConstant(cursor);
    if (closing.includes(cursor.kind)) return expression;
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
  }
  cursor.index = index;
  cursor.leaveTo(nesting);
  cursor.skipTo(closing);
  const shown = Math.min(cursor.index, index + opaqueTokensMax);
  let text = '';
  for (let at = index; at < shown; at++) text += tokens.text(at);
  return { kind: 'opaque', offset, text: shown < cursor.index ? `${text}…` : text };
}

/** Tokens of an opaque expression that are kept for messages. */
const opaqueTokensMax = 12;

function parseBinary(cursor: TokenCursor, lowest: number): ConstantExpression {
  const { nesting } = cursor;
  cursor.enter();
  let left = parseUnary(cursor);
  for (;;) {
    const precedence = precedences[cursor.kind];
    if (precedence < lowest || precedence === 0) break;
    // A chain of operators is as deep a tree as nested brackets are.
    cursor.enter();
    const operator = tokenTexts[cursor.kind];
    cursor.advance();
    const right = parseBinary(cursor, precedence + 1);
    left = { kind: 'binary', offset: left.offset, operator, left, right };
  }
  cursor.leaveTo(nesting);
  return left;
}

function parseUnary(cursor: TokenCursor): ConstantExpression {
  const { kind, offset, nesting } = cursor;
  const isOperator =
    kind === Token.add || kind === Token.subtract || kind === Token.xor || kind === Token.not;
  if (!isOperator) return parseOperand(cursor);
  cursor.enter();
  cursor.advance();
  const operand = parseUnary(cursor);
  cursor.leaveTo(nesting);
  return { kind: 'unary', offset, operator: tokenTexts[kind], operand };
}

function parseOperand(cursor: TokenCursor): ConstantExpression {
  const { kind, offset } = cursor;
  const form = literalForms[kind];
  if (form !== undefined) {
    const text = cursor.text();
    cursor.advance();
    return { kind: 'literal', offset, form, text };
  }
  if (cursor.accept(Token.leftParenthesis)) {
    const inner = parseBinary(cursor, 1);
    cursor.expect(Token.rightParenthesis);
    return { kind: 'parenthesised', offset, inner };
  }
  const name = parseName(cursor);
  if (cursor.kind === Token.leftParenthesis) return parseCall(cursor, name);
  if (cursor.kind === Token.leftBrace) {
    cursor.index = cursor.closingIndex(cursor.index);
    cursor.expect(Token.rightBrace);
    return { kind: 'composite', offset, type: name };
  }
  return name;
}

function parseName(cursor: TokenCursor): NamedConstant {
  const { offset } = cursor;
  const first = cursor.expectName('a constant');
  if (!cursor.accept(Token.period)) return { kind: 'name', offset, qualifier: '', name: first };
  return { kind: 'name', offset, qualifier: first, name: cursor.expectName('a name') };
}

function parseCall(cursor: TokenCursor, callee: NamedConstant): ConstantExpression {
  cursor.expect(Token.leftParenthesis);
  const operands: ConstantExpression[] = [];
  while (cursor.kind !== Token.rightParenthesis) {
    operands.push(parseBinary(cursor, 1));
    if (!cursor.accept(Token.comma)) break;
  }
  cursor.expect(Token.rightParenthesis);
  return { kind: 'call', offset: callee.offset, callee, operands };
}
