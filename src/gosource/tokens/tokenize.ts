import { scanBlockComment, scanLineComment } from './comments.ts';
import {
  ByteClass,
  byteClasses,
  byteOrderMark,
  decodeRune,
  invalidRune,
  isLetterOrDigit,
  isUnicodeLetter,
  runeOf,
  runeText,
  stepOver,
  widthOf,
  wordBytes,
} from './characters.ts';
import { isDecimal, scanNumber } from './numbers.ts';
import { operatorAt } from './operators.ts';
import { scanRawString, scanRune, scanString } from './quoted.ts';
import { endsStatement, Token, wordKind } from './token-kind.ts';
import { TokenTable } from './token-table.ts';

/** Offsets are packed with small numbers on the way, and nobody writes a file of this size. */
export const sourceBytesMax: number = 2 ** 25;

/**
 * All tokens of a Go source in one pass, with the semicolons that line breaks stand for. What is no Go becomes
 * `Token.illegal` and an error in the words of go/scanner, whose stream (Go 1.20+) this equals also behind an error. A
 * source longer than `sourceBytesMax` is read up to there, with an error.
 */
export function tokenize(source: Uint8Array): TokenTable {
  const table = new TokenTable(source.length > sourceBytesMax ? source.subarray(0, sourceBytesMax) : source);
  new Lexer(table).run();
  if (table.source !== source) {
    table.errors.add(sourceBytesMax, `source larger than ${sourceBytesMax} bytes`);
  }
  return table;
}

class Lexer {
  readonly #table: TokenTable;
  readonly #source: Uint8Array;
  /** Kind of the last token, which decides whether a line break ends a statement. */
  #last = Token.end as number;

  constructor(table: TokenTable) {
    this.#table = table;
    this.#source = table.source;
  }

  run(): void {
    const { length } = this.#source;
    let offset = this.#skipByteOrderMark();
    while (offset < length) offset = this.#scan(offset);
    this.#endStatement(length);
    this.#table.add(Token.end, length, length);
  }

  /** Reads what begins at this offset, blanks included, and gives the offset behind it. */
  #scan(start: number): number {
    const source = this.#source;
    const byteClass = byteClasses[source[start]];
    switch (byteClass) {
      case ByteClass.blank: {
        let offset = start + 1;
        while (offset < source.length && byteClasses[source[offset]] === ByteClass.blank) offset++;
        return offset;
      }
      case ByteClass.newline:
        this.#endStatement(start);
        return start + 1;
      case ByteClass.letter:
        return this.#scanWord(start);
      case ByteClass.slash:
        return this.#scanSlash(start);
      case ByteClass.quote:
        return this.#add(Token.string, start, scanString(source, start, this.#table.errors));
      case ByteClass.backQuote:
        return this.#add(Token.string, start, scanRawString(source, start, this.#table.errors));
      case ByteClass.apostrophe:
        return this.#add(Token.rune, start, scanRune(source, start, this.#table.errors));
      case ByteClass.digit:
        return this.#scanNumber(start);
      case ByteClass.period:
        if (isDecimal(source[start + 1])) return this.#scanNumber(start);
        return this.#scanOperator(start);
      case ByteClass.beyondAscii:
        if (isUnicodeLetter(runeOf(decodeRune(source, start)))) return this.#scanWord(start);
        return this.#addIllegal(start);
      default:
        return this.#scanOperator(start);
    }
  }

  #add(kind: number, start: number, end: number): number {
    this.#table.add(kind, start, end);
    this.#last = kind;
    return end;
  }

  #endStatement(offset: number): void {
    if (endsStatement[this.#last] === 1) this.#add(Token.semicolon, offset, offset);
  }

  #scanWord(start: number): number {
    const source = this.#source;
    const { length } = source;
    let offset = start;
    // Reads beyond the end would make V8 take the slow way everywhere.
    while (offset < length && wordBytes[source[offset]] === 1) offset++;
    if (offset === length || source[offset] < 0x80) {
      return this.#add(wordKind(source, start, offset), start, offset);
    }
    while (offset < length) {
      const packed = decodeRune(source, offset);
      const rune = runeOf(packed);
      if (rune < 0x80 ? wordBytes[rune] === 0 : !isLetterOrDigit(rune)) break;
      offset += widthOf(packed);
    }
    return this.#add(wordKind(source, start, offset), start, offset);
  }

  #scanNumber(start: number): number {
    const packed = scanNumber(this.#source, start, this.#table.errors);
    return this.#add(packed & 7, start, packed >> 3);
  }

  #scanOperator(start: number): number {
    const packed = operatorAt(this.#source, start);
    if (packed === 0) return this.#addIllegal(start);
    return this.#add(packed >> 2, start, start + (packed & 3));
  }

  #scanSlash(start: number): number {
    const source = this.#source;
    const { comments, errors } = this.#table;
    const second = source[start + 1];
    if (second === 0x2f) {
      const end = scanLineComment(source, start, errors);
      comments.add(start, end);
      return end;
    }
    if (second !== 0x2a) return this.#scanOperator(start);
    const end = scanBlockComment(source, start, errors);
    comments.add(start, end);
    if (endsStatement[this.#last] === 1) {
      const newline = source.subarray(start, end).indexOf(0x0a);
      if (newline >= 0) this.#endStatement(start + newline);
    }
    return end;
  }

  /** Leaves `#last` as it is: junk between a statement and its line break does not join it to the next line. */
  #addIllegal(start: number): number {
    const { errors } = this.#table;
    const source = this.#source;
    const packed = decodeRune(source, start);
    const rune = runeOf(packed);
    if (rune === 0 || rune >= 0x80) stepOver(source, start, errors);
    if (rune === 0x201c || rune === 0x201d) {
      errors.add(start, `curly quotation mark '${String.fromCodePoint(rune)}' (use neutral '"')`);
    } else if (rune !== byteOrderMark) errors.add(start, `illegal character ${runeText(rune)}`);
    this.#table.add(Token.illegal, start, start + widthOf(packed));
    return start + widthOf(packed);
  }

  #skipByteOrderMark(): number {
    const source = this.#source;
    const packed = source.length > 0 ? decodeRune(source, 0) : 0;
    if (runeOf(packed) === byteOrderMark) return widthOf(packed);
    const isUtf16 =
      packed === invalidRune &&
      ((source[0] === 0xff && source[1] === 0xfe) || (source[0] === 0xfe && source[1] === 0xff));
    if (!isUtf16) return 0;
    this.#table.errors.add(0, 'illegal UTF-8 encoding (got UTF-16)');
    this.#table.errors.add(0, `illegal character ${runeText(0xfffd)}`);
    this.#table.add(Token.illegal, 0, source.length);
    return source.length;
  }
}
