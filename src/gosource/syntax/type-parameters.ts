import { Token } from '../tokens/token-kind.ts';
import type { TokenCursor } from './token-cursor.ts';

/**
 * Whether the brackets behind the name of a type declaration hold type parameters, and not the length of an array:
 * `type T[P any] …` or `type T [N]int`. `[P *C]` is a length, `[P *C,]` and `[P *[]C]` are not (Specification, Type
 * parameter declarations; go/parser, extractTypeParam).
 */
export function beginsTypeParameters(cursor: TokenCursor): boolean {
  if (cursor.kind !== Token.leftBracket || cursor.kindAhead(1) !== Token.name) return false;
  switch (cursor.kindAhead(2)) {
    case Token.multiply:
    case Token.leftParenthesis:
      return holdsType(cursor);
    case Token.name:
    case Token.comma:
    case Token.leftBracket:
    case Token.tilde:
    case Token.arrow:
    case Token.struct:
    case Token.func:
    case Token.interface:
    case Token.map:
    case Token.chan:
      return true;
    default:
      return false;
  }
}

/**
 * Whether something in the brackets can be no expression: a comma between parameters, or a type that is more than a
 * name. What stands in the parentheses of a call is an operand and decides nothing.
 */
function holdsType(cursor: TokenCursor): boolean {
  const { kinds } = cursor.tokens;
  const first = cursor.index + 2;
  const end = cursor.closingIndex(cursor.index);
  for (let at = first; at < end; at++) {
    // The first parenthesis may be that of `P (C)`, which is no call.
    const followsOperand = at > first && endsOperand(kinds[at - 1]);
    switch (kinds[at]) {
      case Token.leftParenthesis:
        if (followsOperand || holdsLiteral(cursor, at)) at = cursor.closingIndex(at);
        break;
      case Token.leftBracket:
        if (!followsOperand) return true;
        at = cursor.closingIndex(at);
        break;
      case Token.leftBrace:
        at = cursor.closingIndex(at);
        break;
      case Token.comma:
      case Token.tilde:
      case Token.struct:
      case Token.func:
      case Token.interface:
      case Token.map:
      case Token.chan:
        return true;
    }
  }
  return false;
}

/** `([...]int{1, 2})`: braces that are not those of a type belong to a value. */
function holdsLiteral(cursor: TokenCursor, open: number): boolean {
  const { kinds } = cursor.tokens;
  const end = cursor.closingIndex(open);
  for (let at = open + 1; at < end; at++) {
    const isOfType = kinds[at - 1] === Token.struct || kinds[at - 1] === Token.interface;
    if (kinds[at] === Token.leftBrace && !isOfType) return true;
  }
  return false;
}

function endsOperand(kind: number): boolean {
  return kind === Token.name || kind === Token.rightParenthesis || kind === Token.rightBracket;
}
