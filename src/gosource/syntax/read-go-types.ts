import { encodeText, utf8 } from '../../base/index.ts';
import { stringValue } from '../tokens/literal-value.ts';
import { Token } from '../tokens/token-kind.ts';
import { tokenize } from '../tokens/tokenize.ts';
import type { ConstantExpression } from './constant-expression.ts';
import type { ConstantDeclaration, GoFile, ImportDeclaration, TypeDeclaration } from './go-file.ts';
import { parseAnyExpression } from './parse-constant.ts';
import { TypeParser } from './parse-type.ts';
import { brokenTokenAt, type GoSyntaxError, SyntaxFailure, syntaxErrorAt } from './syntax-error.ts';
import { TokenCursor } from './token-cursor.ts';
import { beginsTypeParameters } from './type-parameters.ts';
import type { TypeExpression } from './type-expression.ts';

const errorsMax = 100;

/**
 * Reads the types and constants that a Go file declares at its top level, and passes over everything else token by
 * token. Valid Go never fails. Where a declaration cannot be read, that is an error in the result, and reading goes on
 * at the next line that begins with a declaration's keyword.
 */
export function readGoTypes(source: Uint8Array | string): GoFile {
  return new FileReader(typeof source === 'string' ? encodeText(source) : source).read();
}

class FileReader {
  readonly #source: Uint8Array;
  readonly #cursor: TokenCursor;
  readonly #parser: TypeParser;
  readonly #imports: ImportDeclaration[] = [];
  readonly #types = new Map<string, TypeDeclaration>();
  readonly #constants = new Map<string, ConstantDeclaration>();
  readonly #values = new Map<string, 'variable' | 'function'>();
  readonly #errors: GoSyntaxError[] = [];

  constructor(source: Uint8Array) {
    const tokens = tokenize(source);
    this.#source = tokens.source;
    this.#cursor = new TokenCursor(tokens);
    this.#parser = new TypeParser(this.#cursor, 'lenient');
    for (const { offset, message } of tokens.errors.list()) {
      this.#errors.push(brokenTokenAt(this.#source, offset, message));
    }
  }

  read(): GoFile {
    const cursor = this.#cursor;
    let packageName = '';
    this.#attempt(() => {
      cursor.expect(Token.package);
      packageName = cursor.expectName('a package name');
      this.#endDeclaration();
    });
    while (cursor.kind !== Token.end) this.#attempt(() => this.#readDeclaration());
    return {
      packageName,
      imports: this.#imports,
      types: this.#types,
      constants: this.#constants,
      values: this.#values,
      errors: this.#errors,
    };
  }

  #attempt(read: () => void): void {
    const cursor = this.#cursor;
    const { index } = cursor;
    try {
      read();
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      if (this.#errors.length < errorsMax) {
        this.#errors.push(syntaxErrorAt(this.#source, error.offset, error.expected, error.found));
      }
      cursor.leaveTo(0);
      if (cursor.index === index) cursor.advance();
      this.#skipToDeclaration();
    }
  }

  /** After an error: gofmt puts every declaration, and nothing inside one, at the start of a line. */
  #skipToDeclaration(): void {
    const cursor = this.#cursor;
    const { kinds, starts } = cursor.tokens;
    for (; cursor.kind !== Token.end; cursor.advance()) {
      const start = starts[cursor.index];
      const isFirst = start === 0 || this.#source[start - 1] === 0x0a;
      if (isFirst && this.#isDeclaration(kinds[cursor.index])) return;
    }
  }

  #isDeclaration(kind: number): boolean {
    return (
      kind === Token.type ||
      kind === Token.const ||
      kind === Token.func ||
      kind === Token.var ||
      kind === Token.import
    );
  }

  #readDeclaration(): void {
    const cursor = this.#cursor;
    switch (cursor.kind) {
      case Token.type:
        this.#readGroup(() => this.#readType());
        break;
      case Token.const:
        this.#readConstants();
        break;
      case Token.import:
        this.#readGroup(() => this.#readImport());
        break;
      case Token.var:
        this.#readGroup(() => this.#readVariables());
        break;
      case Token.func:
        this.#passFunction();
        break;
      default:
        cursor.fail('a declaration');
    }
    this.#endDeclaration();
  }

  #endDeclaration(): void {
    if (this.#cursor.kind !== Token.end) this.#cursor.expect(Token.semicolon);
  }

  /** One specification, or several in parentheses; each is told its index. */
  #readGroup(readOne: (index: number) => void): void {
    const cursor = this.#cursor;
    cursor.advance();
    if (!cursor.accept(Token.leftParenthesis)) {
      readOne(0);
      return;
    }
    for (let index = 0; cursor.kind !== Token.rightParenthesis; index++) {
      readOne(index);
      if (!cursor.accept(Token.semicolon)) break;
    }
    cursor.expect(Token.rightParenthesis);
  }

  #readType(): void {
    const cursor = this.#cursor;
    const { offset } = cursor;
    const name = cursor.expectName('a type name');
    const parametersOffset = cursor.offset;
    const typeParameters = beginsTypeParameters(cursor) ? this.#readTypeParameters() : [];
    const parametersEnd = cursor.tokens.ends[cursor.index - 1];
    const typeParametersText =
      typeParameters.length > 0 ? utf8(this.#source.subarray(parametersOffset, parametersEnd)) : '';
    const isAlias = cursor.accept(Token.assign);
    const type = this.#parser.parse();
    if (name !== '_' && !this.#types.has(name)) {
      this.#types.set(name, { name, offset, typeParameters, typeParametersText, isAlias, type });
    }
  }

  /** `[K comparable, V any]`: the names; a constraint is passed over. */
  #readTypeParameters(): string[] {
    const cursor = this.#cursor;
    cursor.expect(Token.leftBracket);
    const names: string[] = [];
    while (cursor.kind !== Token.rightBracket) {
      names.push(cursor.expectName('a type parameter'));
      if (cursor.accept(Token.comma)) continue;
      cursor.skipTo([Token.comma]);
      if (!cursor.accept(Token.comma)) break;
    }
    cursor.expect(Token.rightBracket);
    return names;
  }

  #readConstants(): void {
    let type: TypeExpression | undefined;
    let values: readonly ConstantExpression[] = [];
    const cursor = this.#cursor;
    this.#readGroup((iota) => {
      const names: { name: string; offset: number }[] = [];
      do names.push({ offset: cursor.offset, name: cursor.expectName('a constant name') });
      while (cursor.accept(Token.comma));
      const isRepetition = cursor.kind === Token.semicolon || cursor.kind === Token.rightParenthesis;
      if (!isRepetition) {
        type = cursor.kind === Token.assign ? undefined : this.#parser.parse();
        values = cursor.accept(Token.assign) ? this.#readValues() : [];
      }
      names.forEach(({ name, offset }, index) => {
        const value = values[index];
        if (value === undefined || name === '_' || this.#constants.has(name)) return;
        this.#constants.set(name, { name, offset, type, value, iota });
      });
    });
  }

  #readValues(): ConstantExpression[] {
    const cursor = this.#cursor;
    const values: ConstantExpression[] = [];
    do values.push(parseAnyExpression(cursor, [Token.comma, Token.semicolon, Token.rightParenthesis]));
    while (cursor.accept(Token.comma));
    return values;
  }

  #readImport(): void {
    const cursor = this.#cursor;
    let name = '';
    if (cursor.accept(Token.period)) name = '.';
    else if (cursor.kind === Token.name) name = cursor.expectName('a package name');
    if (cursor.kind !== Token.string) cursor.fail('an import path');
    const path = stringValue(cursor.text());
    cursor.advance();
    if (name !== '_') this.#imports.push({ name, path });
  }

  #readVariables(): void {
    const cursor = this.#cursor;
    do this.#values.set(cursor.expectName('a variable name'), 'variable');
    while (cursor.accept(Token.comma));
    cursor.skipTo([Token.semicolon]);
  }

  /** A receiver's brackets and a body's braces are passed over like any others. */
  #passFunction(): void {
    const cursor = this.#cursor;
    cursor.advance();
    if (cursor.kind === Token.name) this.#values.set(cursor.text(), 'function');
    cursor.skipTo([Token.semicolon]);
  }
}
