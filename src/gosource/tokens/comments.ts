import { stepOver } from './characters.ts';
import type { LexicalErrors } from './lexical-errors.ts';

/** Offset of the line break that ends a comment begun by two slashes, or of the end of the source. */
export function scanLineComment(source: Uint8Array, start: number, errors: LexicalErrors): number {
  const { length } = source;
  let offset = start + 2;
  while (offset < length) {
    const byte = source[offset];
    if (byte === 0x0a) return offset;
    if (byte === 0 || byte >= 0x80) offset = stepOver(source, offset, errors);
    else offset++;
  }
  return length;
}

/** Offset behind a comment between slashes and stars. */
export function scanBlockComment(source: Uint8Array, start: number, errors: LexicalErrors): number {
  const { length } = source;
  let offset = start + 2;
  while (offset < length) {
    const byte = source[offset];
    if (byte === 0x2a && source[offset + 1] === 0x2f) return offset + 2;
    if (byte === 0 || byte >= 0x80) offset = stepOver(source, offset, errors);
    else offset++;
  }
  errors.add(start, 'comment not terminated');
  return length;
}
