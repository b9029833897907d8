import { Token } from '../tokens/token-kind.ts';
import { stringValue } from '../tokens/literal-value.ts';
import type { ConstantExpression } from './constant-expression.ts';
import { parseAnyExpression, parseConstant } from './parse-constant.ts';
import type { TokenCursor } from './token-cursor.ts';
import type {
  ChannelDirection,
  FieldExpression,
  FunctionExpression,
  InterfaceExpression,
  MethodExpression,
  NameExpression,
  ParameterExpression,
  StructExpression,
  TermExpression,
  TypeExpression,
} from './type-expression.ts';

/** How the expressions between brackets are read. */
export type LengthReading =
  /** A length that is no supported constant expression is an error: for what a user typed. */
  | 'strict'
  /** It is kept as opaque: for a file, most of whose types nobody asks for. */
  | 'lenient';

/** Recursive descent over Go's type grammar (Specification, Types; Go 1.26). */
export class TypeParser {
  readonly #cursor: TokenCursor;
  readonly #lengths: LengthReading;

  constructor(cursor: TokenCursor, lengths: LengthReading) {
    this.#cursor = cursor;
    this.#lengths = lengths;
  }

  parse(): TypeExpression {
    const cursor = this.#cursor;
    const { nesting } = cursor;
    cursor.enter();
    const type = this.#parseType();
    cursor.leaveTo(nesting);
    return type;
  }

  #parseType(): TypeExpression {
    const cursor = this.#cursor;
    const { offset } = cursor;
    switch (cursor.kind) {
      case Token.name:
        return this.parseName();
      case Token.multiply:
        cursor.advance();
        return { kind: 'pointer', offset, element: this.parse() };
      case Token.leftParenthesis: {
        cursor.advance();
        const inner = this.parse();
        cursor.expect(Token.rightParenthesis);
        return inner;
      }
      case Token.leftBracket:
        return this.#parseBracketed();
      case Token.map: {
        cursor.advance();
        cursor.expect(Token.leftBracket);
        const key = this.parse();
        cursor.expect(Token.rightBracket);
        return { kind: 'map', offset, key, value: this.parse() };
      }
      case Token.chan:
      case Token.arrow:
        return this.#parseChannel();
      case Token.func:
        cursor.advance();
        return this.#parseSignature(offset);
      case Token.struct:
        return this.#parseStruct();
      case Token.interface:
        return this.#parseInterface();
      default:
        return cursor.fail('a type');
    }
  }

  /** A name, with its package and its type arguments where it has them. */
  parseName(): NameExpression {
    const cursor = this.#cursor;
    const { offset } = cursor;
    const first = cursor.expectName('a type');
    const isQualified = cursor.accept(Token.period);
    const name = isQualified ? cursor.expectName('a type name') : first;
    const typeArguments = cursor.kind === Token.leftBracket ? this.#parseTypeArguments() : [];
    return { kind: 'name', offset, qualifier: isQualified ? first : '', name, typeArguments };
  }

  #parseTypeArguments(): TypeExpression[] {
    const cursor = this.#cursor;
    cursor.expect(Token.leftBracket);
    const types = [this.parse()];
    while (cursor.accept(Token.comma) && cursor.kind !== Token.rightBracket) types.push(this.parse());
    cursor.expect(Token.rightBracket);
    return types;
  }

  #parseBracketed(): TypeExpression {
    const cursor = this.#cursor;
    const { offset } = cursor;
    cursor.expect(Token.leftBracket);
    if (cursor.accept(Token.rightBracket)) return { kind: 'slice', offset, element: this.parse() };
    const length = this.#parseLength();
    cursor.expect(Token.rightBracket);
    return { kind: 'array', offset, length, element: this.parse() };
  }

  #parseLength(): ConstantExpression {
    const cursor = this.#cursor;
    if (this.#lengths === 'lenient') return parseAnyExpression(cursor, [Token.rightBracket]);
    if (cursor.kind === Token.ellipsis) cursor.fail('an array length');
    return parseConstant(cursor);
  }

  #parseChannel(): TypeExpression {
    const cursor = this.#cursor;
    const { offset } = cursor;
    let direction: ChannelDirection = 'both';
    if (cursor.accept(Token.arrow)) direction = 'receive';
    cursor.expect(Token.chan);
    if (direction === 'both' && cursor.accept(Token.arrow)) direction = 'send';
    return { kind: 'channel', offset, direction, element: this.parse() };
  }

  #parseSignature(offset: number): FunctionExpression {
    const cursor = this.#cursor;
    const { list: parameters, isVariadic } = this.#parseParameters();
    let results: readonly ParameterExpression[] = [];
    if (cursor.kind === Token.leftParenthesis) results = this.#parseParameters().list;
    else if (this.#beginsType(cursor.kind)) results = [{ name: '', type: this.parse() }];
    return { kind: 'function', offset, parameters, results, isVariadic };
  }

  #beginsType(kind: number): boolean {
    switch (kind) {
      case Token.name:
      case Token.multiply:
      case Token.leftParenthesis:
      case Token.leftBracket:
      case Token.map:
      case Token.chan:
      case Token.arrow:
      case Token.func:
      case Token.struct:
      case Token.interface:
        return true;
      default:
        return false;
    }
  }

  /** `(a, b int, c ...string)` or `(int, string)`: only a name before a type tells which of the two it is. */
  #parseParameters(): { list: readonly ParameterExpression[]; isVariadic: boolean } {
    const cursor = this.#cursor;
    cursor.expect(Token.leftParenthesis);
    const entries: ParameterExpression[] = [];
    let isVariadic = false;
    while (cursor.kind !== Token.rightParenthesis) {
      let name = '';
      if (cursor.kind === Token.name && this.#namesWhatFollows()) {
        name = cursor.text();
        cursor.advance();
      }
      isVariadic = cursor.accept(Token.ellipsis);
      entries.push({ name, type: this.parse() });
      if (!cursor.accept(Token.comma)) break;
      if (isVariadic && cursor.kind !== Token.rightParenthesis) cursor.fail("')' behind the '...' parameter");
    }
    cursor.expect(Token.rightParenthesis);
    if (entries.every(({ name }) => name === '')) return { list: entries, isVariadic };
    return { list: this.#named(entries), isVariadic };
  }

  /** Entries without a type of their own have the next one's, and what was read as their type is their name. */
  #named(entries: readonly ParameterExpression[]): readonly ParameterExpression[] {
    const list: ParameterExpression[] = [];
    let next: TypeExpression | undefined;
    for (const { name, type } of entries.toReversed()) {
      if (name !== '') {
        next = type;
        list.push({ name, type });
      } else if (next !== undefined && type.kind === 'name' && type.qualifier === '') {
        list.push({ name: type.name, type: next });
      } else this.#cursor.fail('a name for every parameter or for none');
    }
    return list.reverse();
  }

  /** Whether the name here is that of a field or parameter whose type follows, and not a type itself. */
  #namesWhatFollows(): boolean {
    const cursor = this.#cursor;
    const next = cursor.kindAhead(1);
    if (next === Token.ellipsis) return true;
    if (next !== Token.leftBracket) return this.#beginsType(next);
    // `a []T`, `a [n]T` or `A[T]`: behind the brackets of an array or slice its element follows.
    const closing = cursor.closingIndex(cursor.index + 1);
    return this.#beginsType(cursor.tokens.kinds[Math.min(closing + 1, cursor.tokens.count - 1)]);
  }

  #parseStruct(): StructExpression {
    const cursor = this.#cursor;
    const { offset } = cursor;
    cursor.expect(Token.struct);
    cursor.expect(Token.leftBrace);
    const fields: FieldExpression[] = [];
    while (cursor.kind !== Token.rightBrace) {
      this.#parseFields(fields);
      if (!cursor.accept(Token.semicolon)) break;
    }
    cursor.expect(Token.rightBrace);
    return { kind: 'struct', offset, fields };
  }

  #parseFields(fields: FieldExpression[]): void {
    const cursor = this.#cursor;
    const { offset } = cursor;
    if (cursor.kind === Token.multiply || cursor.kind === Token.leftParenthesis) {
      const type = this.parse();
      fields.push(this.#embedded(offset, type));
      return;
    }
    const next = cursor.kindAhead(1);
    if (cursor.kind === Token.name && next !== Token.comma && !this.#namesWhatFollows()) {
      const type = this.parseName();
      fields.push(this.#embedded(offset, type));
      return;
    }
    const names: { offset: number; name: string }[] = [];
    do names.push({ offset: cursor.offset, name: cursor.expectName('a field name or a type') });
    while (cursor.accept(Token.comma));
    const type = this.parse();
    const tag = this.#parseTag();
    for (const name of names) fields.push({ ...name, type, isEmbedded: false, tag });
  }

  #embedded(offset: number, type: TypeExpression): FieldExpression {
    const named = type.kind === 'pointer' ? type.element : type;
    if (named.kind !== 'name') return this.#cursor.fail('the name of an embedded type');
    return { offset, name: named.name, type, isEmbedded: true, tag: this.#parseTag() };
  }

  #parseTag(): string {
    const cursor = this.#cursor;
    if (cursor.kind !== Token.string) return '';
    const tag = stringValue(cursor.text());
    cursor.advance();
    return tag;
  }

  #parseInterface(): InterfaceExpression {
    const cursor = this.#cursor;
    const { offset } = cursor;
    cursor.expect(Token.interface);
    cursor.expect(Token.leftBrace);
    const methods: MethodExpression[] = [];
    const embedded: (readonly TermExpression[])[] = [];
    while (cursor.kind !== Token.rightBrace) {
      if (cursor.kind === Token.name && cursor.kindAhead(1) === Token.leftParenthesis) {
        const at = cursor.offset;
        const name = cursor.expectName('a method name');
        methods.push({ offset: at, name, type: this.#parseSignature(at) });
      } else embedded.push(this.#parseUnion());
      if (!cursor.accept(Token.semicolon)) break;
    }
    cursor.expect(Token.rightBrace);
    return { kind: 'interface', offset, methods, embedded };
  }

  #parseUnion(): readonly TermExpression[] {
    const cursor = this.#cursor;
    const terms: TermExpression[] = [];
    do {
      const isApproximate = cursor.accept(Token.tilde);
      if (!this.#beginsType(cursor.kind)) cursor.fail('a method or a type');
      terms.push({ isApproximate, type: this.parse() });
    } while (cursor.accept(Token.or));
    return terms;
  }
}
