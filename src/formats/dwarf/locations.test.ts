import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stackPieces } from './locations.ts';

function pieces(...bytes: number[]): unknown {
  return stackPieces(Uint8Array.from(bytes), 0, bytes.length);
}

// Operations by DWARF 5 §7.7.1; -40 is 0x58 and -72 is 0xb8 0x7f in signed LEB128 (§7.6).
test('a place in the frame', () => {
  expect(pieces(0x91, 0x58)).toEqual([{ frameOffset: -40, offset: 0, size: -1 }]);
  expect(pieces(0x91, 0xb8, 0x7f)).toEqual([{ frameOffset: -72, offset: 0, size: -1 }]);
  expect(pieces(0x9c)).toEqual([{ frameOffset: 0, offset: 0, size: -1 }]);
  expect(pieces(0x9c, 0x23, 16)).toEqual([{ frameOffset: 16, offset: 0, size: -1 }]);
});

test('a variable in parts: of a slice the pointer in the frame, the length in a register, the capacity nowhere', () => {
  expect(pieces(0x9c, 0x93, 8, 0x53, 0x93, 8, 0x93, 8)).toEqual([{ frameOffset: 0, offset: 0, size: 8 }]);
  expect(pieces(0x50, 0x93, 8, 0x91, 0x58, 0x93, 8)).toEqual([{ frameOffset: -40, offset: 8, size: 8 }]);
});

test('what is in registers, at an address or behind a pointer has no place in the frame', () => {
  expect(pieces(0x50)).toEqual([]);
  expect(pieces(0x90, 17)).toEqual([]);
  expect(pieces(0x03, 1, 2, 3, 4, 5, 6, 7, 8)).toEqual([]);
  expect(pieces(0x91, 0x58, 0x06)).toEqual([]);
  expect(pieces()).toEqual([]);
});

test('bytes that end too soon, or mean nothing, give what came before', () => {
  expect(pieces(0x91)).toEqual([]);
  expect(pieces(0x91, 0x80)).toEqual([]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      for (const { offset, size } of stackPieces(bytes, 0, bytes.length)) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(size).toBeGreaterThanOrEqual(-1);
      }
    }),
  );
});
