import { ByteCursor } from '../../base/index.ts';

/** A part of a variable that lies in a frame. */
export interface StackPiece {
  /** From the canonical frame address, the caller's stack pointer at the call. */
  readonly frameOffset: number;
  /** From the start of the variable. */
  readonly offset: number;
  /** Bytes; -1 for all of the variable. */
  readonly size: number;
}

/** DWARF 5 §7.7.1, what Go writes. */
const operation = {
  plusUconst: 0x23,
  reg0: 0x50,
  reg31: 0x6f,
  fbreg: 0x91,
  regx: 0x90,
  piece: 0x93,
  callFrameCfa: 0x9c,
} as const;
/** The largest variables are cut into one piece a word. */
const maximumPieces = 4096;

/**
 * The parts in the frame that a location description says. Registers, parts that were optimized away and operations that
 * Go does not write have none; after the latter nothing more is read.
 */
export function stackPieces(bytes: Uint8Array, start: number, byteCount: number): StackPiece[] {
  const cursor = new ByteCursor(bytes, start, Math.min(bytes.length, start + byteCount));
  const pieces: StackPiece[] = [];
  let offset = 0;
  let frameOffset: number | undefined;
  let isCut = false;
  while (!cursor.done && pieces.length < maximumPieces) {
    const code = cursor.u8();
    if (code === operation.fbreg) frameOffset = cursor.sleb();
    else if (code === operation.callFrameCfa) frameOffset = 0;
    else if (code === operation.plusUconst && frameOffset !== undefined) frameOffset += cursor.uleb();
    else if (code === operation.regx) cursor.uleb();
    else if (code === operation.piece) {
      const size = cursor.uleb();
      if (frameOffset !== undefined) pieces.push({ frameOffset, offset, size });
      offset += size;
      frameOffset = undefined;
      isCut = true;
    } else if (code < operation.reg0 || code > operation.reg31) return cursor.overran ? [] : pieces;
  }
  if (cursor.overran) return [];
  if (!isCut && frameOffset !== undefined) pieces.push({ frameOffset, offset: 0, size: -1 });
  return pieces;
}
