import { encodeText } from '../../base/index.ts';

/** Where Go source stops making sense. */
export interface GoSyntaxError {
  /** Bytes from the start of the source. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** Bytes from the start of the line, from 1, as Go counts them. */
  readonly column: number;
  /** What could have stood there: `a type`, `']'`. */
  readonly expected: string;
  /** What stands there: `']'`, `the end`; for a broken token what is wrong with it, in the words of go/scanner. */
  readonly found: string;
  /** One line for the user: `col 9: expected a type, found ']'`; it names the line from the second one on. */
  readonly message: string;
}

/** Thrown by the parsers and caught at the doors of this folder. */
export class SyntaxFailure extends Error {
  readonly offset: number;
  readonly expected: string;
  readonly found: string;

  constructor(offset: number, expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.name = 'SyntaxFailure';
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }
}

/** The error that `expected` and `found` make at an offset of the source. */
export function syntaxErrorAt(
  source: Uint8Array,
  offset: number,
  expected: string,
  found: string,
): GoSyntaxError {
  return positioned(source, { offset, expected, found, text: `expected ${expected}, found ${found}` });
}

/** A token that is broken in itself. */
export function brokenTokenAt(source: Uint8Array, offset: number, message: string): GoSyntaxError {
  return positioned(source, { offset, expected: 'a Go token', found: message, text: message });
}

interface Unpositioned {
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  readonly text: string;
}

function positioned(source: Uint8Array, { offset, expected, found, text }: Unpositioned): GoSyntaxError {
  const { line, column } = positionOf(source, offset);
  return { offset, line, column, expected, found, message: `${writtenPosition(line, column)}: ${text}` };
}

/** `col 9`, or `line 2, col 9` from the second line on: where a byte of a text stands. */
export function positionText(text: string, offset: number): string {
  const { line, column } = positionOf(encodeText(text), offset);
  return writtenPosition(line, column);
}

function writtenPosition(line: number, column: number): string {
  return line === 1 ? `col ${column}` : `line ${line}, col ${column}`;
}

/** Line and column of an offset, both from 1; counted when asked, because few offsets ever are. */
export function positionOf(source: Uint8Array, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const newline = source.indexOf(0x0a, lineStart);
    if (newline < 0 || newline >= offset) return { line, column: offset - lineStart + 1 };
    line++;
    lineStart = newline + 1;
  }
}
