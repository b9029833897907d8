import { Token, tokenize } from '../../gosource/index.ts';

/** Keywords that begin a declaration which types may depend on. */
const wanted: ReadonlySet<number> = new Set([Token.package, Token.import, Token.type, Token.const]);

/**
 * The package clause, imports, types and constants of a Go file, without comments, functions and variables: what a type
 * can name, and no more of somebody's source than that.
 */
export function goDeclarations(source: string): string {
  const tokens = tokenize(new TextEncoder().encode(source));
  let text = '';
  let depth = 0;
  let isKept = false;
  let beginsDeclaration = true;
  let copiedTo = 0;
  for (let index = 0; index < tokens.count; index++) {
    const kind = tokens.kinds[index];
    if (kind === Token.end) break;
    if (beginsDeclaration) {
      isKept = wanted.has(kind);
      copiedTo = tokens.starts[index];
    }
    beginsDeclaration = false;
    if (opens.has(kind)) depth++;
    else if (closes.has(kind)) depth = Math.max(0, depth - 1);
    const isLineEnd = kind === Token.semicolon && tokens.ends[index] === tokens.starts[index];
    if (isKept)
      text += isLineEnd ? '\n' : `${copiedTo < tokens.starts[index] ? ' ' : ''}${tokens.text(index)}`;
    copiedTo = tokens.ends[index];
    if (kind === Token.semicolon && depth === 0) beginsDeclaration = true;
  }
  return text;
}

const opens: ReadonlySet<number> = new Set([Token.leftBrace, Token.leftBracket, Token.leftParenthesis]);
const closes: ReadonlySet<number> = new Set([Token.rightBrace, Token.rightBracket, Token.rightParenthesis]);
