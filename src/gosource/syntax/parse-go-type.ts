import { encodeText } from '../../base/index.ts';
import { Token } from '../tokens/token-kind.ts';
import { tokenize } from '../tokens/tokenize.ts';
import { TypeParser } from './parse-type.ts';
import { brokenTokenAt, type GoSyntaxError, SyntaxFailure, syntaxErrorAt } from './syntax-error.ts';
import { TokenCursor } from './token-cursor.ts';
import type { TypeExpression } from './type-expression.ts';

export type ParsedType = { readonly type: TypeExpression } | { readonly error: GoSyntaxError };

/** Reads one Go type: `map[string]*Session`. The whole text must be the type. */
export function parseGoType(text: string): ParsedType {
  const source = encodeText(text);
  const tokens = tokenize(source);
  const [broken] = tokens.errors.list();
  if (broken) return { error: brokenTokenAt(source, broken.offset, broken.message) };
  const cursor = new TokenCursor(tokens);
  try {
    const type = new TypeParser(cursor, 'strict').parse();
    // The end of a line is one of the type too; a semicolon that was typed is not.
    if (cursor.isLineBreak) cursor.advance();
    if (cursor.kind !== Token.end) cursor.fail('the end of the type');
    return { type };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    return { error: syntaxErrorAt(source, error.offset, error.expected, error.found) };
  }
}
