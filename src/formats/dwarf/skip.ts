import { u16At, u32At } from '../../base/index.ts';
import type { Abbreviation } from './abbreviations.ts';
import { type Encoding, formSize, Skip } from './form-size.ts';

/**
 * The offset after the attributes of a DIE that begin at `at`. May lie past `end` where the bytes are damaged. This is
 * where the time of the index pass goes: most bytes of .debug_info are function bodies that are only skipped.
 */
export function skipAttributes(
  bytes: Uint8Array,
  at: number,
  end: number,
  skips: readonly number[],
  encoding: Encoding,
): number {
  for (let index = 0; index < skips.length; index++) {
    const skip = skips[index];
    if (skip > 0) at += skip;
    else if (skip === Skip.text) {
      while (at < end && bytes[at] !== 0) at++;
      at++;
    } else if (skip === Skip.leb) {
      while (bytes[at++] >= 0x80);
    } else at = skipBlock(bytes, at, end, skip, encoding);
  }
  return at;
}

/** The offset after one value that `Skip` code describes. */
function skipBlock(bytes: Uint8Array, at: number, end: number, skip: number, encoding: Encoding): number {
  switch (skip) {
    case Skip.block1:
      return at + 1 + (bytes[at] ?? 0);
    case Skip.block2:
      return at + 2 + u16At(bytes, at);
    case Skip.block4:
      return at + 4 + u32At(bytes, at);
    case Skip.block: {
      const length = readUleb(bytes, at);
      return skipLeb(bytes, at) + length;
    }
    default: {
      // DW_FORM_indirect: the form stands before the value. A form that may not stand here makes the rest unreadable.
      const size = formSize(readUleb(bytes, at), encoding);
      if (size === undefined || size === Skip.indirect) return end + 1;
      const valueAt = skipLeb(bytes, at);
      return size >= 0 ? valueAt + size : skipAttributes(bytes, valueAt, end, [size], encoding);
    }
  }
}

export function readUleb(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let scale = 1; scale < 2 ** 63; scale *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  return value;
}

export function skipLeb(bytes: Uint8Array, at: number): number {
  while (bytes[at++] >= 0x80);
  return at;
}

/**
 * Walks over the descendants of a DIE that has children; gives the offset after the terminator of its children, or more
 * than `end` where the bytes are damaged.
 */
export function skipChildren(
  bytes: Uint8Array,
  start: number,
  end: number,
  table: readonly (Abbreviation | undefined)[],
  encoding: Encoding,
): number {
  let at = start;
  let depth = 1;
  while (at < end) {
    let code = bytes[at++];
    if (code === 0) {
      if (--depth === 0) return at;
      continue;
    }
    if (code >= 0x80) {
      code = readUleb(bytes, at - 1);
      at = skipLeb(bytes, at);
    }
    const abbreviation = table[code];
    if (!abbreviation) return end + 1;
    at = skipAttributes(bytes, at, end, abbreviation.skips, encoding);
    if (abbreviation.hasChildren) depth++;
  }
  return end + 1;
}
