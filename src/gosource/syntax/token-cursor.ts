import { Token, tokenTexts } from '../tokens/token-kind.ts';
import type { TokenTable } from '../tokens/token-table.ts';
import { SyntaxFailure } from './syntax-error.ts';

/** Types, expressions and brackets may be nested this deep; real code stays under thirty. */
const nestingMax = 250;
const foundTextMax = 40;

/** By kind: 1 for an opening bracket, -1 for a closing one. */
const bracketSteps = new Int8Array(tokenTexts.length);
for (const kind of [Token.leftParenthesis, Token.leftBracket, Token.leftBrace]) bracketSteps[kind] = 1;
for (const kind of [Token.rightParenthesis, Token.rightBracket, Token.rightBrace]) bracketSteps[kind] = -1;

/** A place in a token table, and the questions that a recursive-descent parser asks there. */
export class TokenCursor {
  readonly tokens: TokenTable;
  index = 0;
  #nesting = 0;

  constructor(tokens: TokenTable) {
    this.tokens = tokens;
  }

  get kind(): number {
    return this.tokens.kinds[this.index];
  }

  get offset(): number {
    return this.tokens.starts[this.index];
  }

  /** Kind of the token `distance` behind this one, `Token.end` behind the last. */
  kindAhead(distance: number): number {
    return this.tokens.kinds[Math.min(this.index + distance, this.tokens.count - 1)];
  }

  /** Whether this is a semicolon that stands for the end of a line or of the source. */
  get isLineBreak(): boolean {
    return this.kind === Token.semicolon && this.offset === this.tokens.ends[this.index];
  }

  /** The token as it is written. */
  text(): string {
    return this.tokens.text(this.index);
  }

  advance(): void {
    if (this.index < this.tokens.count - 1) this.index++;
  }

  accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  expect(kind: number): void {
    if (!this.accept(kind)) this.fail(kind === Token.name ? 'a name' : `'${tokenTexts[kind]}'`);
  }

  expectName(expected: string): string {
    if (this.kind !== Token.name) this.fail(expected);
    const name = this.text();
    this.advance();
    return name;
  }

  fail(expected: string): never {
    throw new SyntaxFailure(this.offset, expected, this.#found());
  }

  #found(): string {
    const { kind } = this;
    if (kind === Token.end) return 'the end';
    if (this.isLineBreak) return this.kindAhead(1) === Token.end ? 'the end' : 'a line break';
    const text = this.text();
    const isShown = text.length <= foundTextMax && !/\p{Cc}/u.test(text);
    return isShown ? `'${text}'` : tokenTexts[kind];
  }

  /** How deep the parsers are in what they read. */
  get nesting(): number {
    return this.#nesting;
  }

  /** Says that one more level begins. */
  enter(): void {
    if (++this.#nesting > nestingMax) {
      throw new SyntaxFailure(this.offset, `at most ${nestingMax} levels of nesting`, 'more');
    }
  }

  /** Says that everything below this level has ended. */
  leaveTo(nesting: number): void {
    this.#nesting = nesting;
  }

  /** Index of the bracket that closes the one at this index, of the last token where none does. */
  closingIndex(index: number): number {
    const { kinds, count } = this.tokens;
    let depth = 0;
    for (let at = index; at < count - 1; at++) {
      depth += bracketSteps[kinds[at]];
      if (depth <= 0) return at;
    }
    return count - 1;
  }

  /**
   * Goes to the next token of these kinds that stands in no bracket, or to a bracket that closes one from before, or to
   * the end.
   */
  skipTo(wanted: readonly number[]): void {
    const { kinds, count } = this.tokens;
    let depth = 0;
    let at = this.index;
    for (; at < count - 1; at++) {
      const kind = kinds[at];
      if (depth === 0 && wanted.includes(kind)) break;
      const step = bracketSteps[kind];
      if (depth + step < 0) break;
      depth += step;
    }
    this.index = at;
  }
}
