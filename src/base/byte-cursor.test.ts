import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCursor } from './byte-cursor.ts';

describe('LEB128', () => {
  // DWARF 5 §7.6, tables 7.7 (unsigned) and 7.8 (signed).
  it.each([
    [2, [2]],
    [127, [127]],
    [128, [0x80, 1]],
    [129, [0x81, 1]],
    [12857, [0xb9, 0x64]],
    [624485, [0xe5, 0x8e, 0x26]],
  ])('unsigned %i', (value, bytes) => {
    const cursor = new ByteCursor(Uint8Array.from(bytes));
    expect(cursor.uleb()).toBe(value);
    expect([cursor.done, cursor.overran]).toEqual([true, false]);
  });

  it.each([
    [2, [2]],
    [-2, [0x7e]],
    [127, [0xff, 0]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 1]],
    [-128, [0x80, 0x7f]],
    [129, [0x81, 1]],
    [-129, [0xff, 0x7e]],
  ])('signed %i', (value, bytes) => {
    const cursor = new ByteCursor(Uint8Array.from(bytes));
    expect(cursor.sleb()).toBe(value);
    expect([cursor.done, cursor.overran]).toEqual([true, false]);
  });

  it('any exact number comes back', () => {
    const encode = (value: bigint): number[] => {
      const low = Number(value & 0x7fn);
      return value < 128n ? [low] : [low | 0x80, ...encode(value >> 7n)];
    };
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 53n - 1n), (value) => {
        expect(BigInt(new ByteCursor(Uint8Array.from(encode(value))).uleb())).toBe(value);
      }),
    );
  });

  it('without end stops after ten bytes, or at the end of the bytes', () => {
    const cursor = new ByteCursor(new Uint8Array(64).fill(0xff));
    cursor.uleb();
    expect([cursor.offset, cursor.overran]).toEqual([10, false]);
    cursor.sleb();
    expect(cursor.offset).toBe(20);
    const short = new ByteCursor(Uint8Array.of(0x80, 0x80));
    short.uleb();
    expect([short.done, short.overran]).toEqual([true, true]);
  });
});

describe('ByteCursor', () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index + 1);

  it('reads forward, each width little-endian', () => {
    const cursor = new ByteCursor(bytes);
    expect([cursor.u8(), cursor.u16(), cursor.u32()]).toEqual([1, 0x0302, 0x07060504]);
    expect(cursor.u64()).toBe(Number(0x0f0e0d0c0b0a0908n));
    expect([cursor.offset, cursor.overran]).toEqual([15, false]);
  });

  it('a read past the end gives zero, ends the cursor and is remembered', () => {
    const cursor = new ByteCursor(bytes, 0, 6);
    expect(cursor.u32()).toBe(0x04030201);
    expect(cursor.u32()).toBe(0);
    expect([cursor.done, cursor.overran]).toEqual([true, true]);
    expect([cursor.u8(), cursor.u16(), cursor.u64(), cursor.take(1).length]).toEqual([0, 0, 0, 0]);
  });

  it('takes views and skips, neither backwards', () => {
    const cursor = new ByteCursor(bytes, 2);
    expect([...cursor.take(3)]).toEqual([3, 4, 5]);
    expect(cursor.take(0)).toHaveLength(0);
    cursor.skip(2);
    expect(cursor.u8()).toBe(8);
    cursor.skip(-1);
    expect([cursor.done, cursor.overran]).toEqual([true, true]);
  });

  it('takes text up to a NUL, and what is left where none comes', () => {
    const cursor = new ByteCursor(Uint8Array.of(65, 66, 0, 67));
    expect([...cursor.untilNul()]).toEqual([65, 66]);
    expect(cursor.overran).toBe(false);
    expect([...cursor.untilNul()]).toEqual([67]);
    expect([cursor.done, cursor.overran]).toEqual([true, true]);
  });

  it('stays inside the bytes whatever its bounds claim', () => {
    const cursor = new ByteCursor(bytes, 99, 200);
    expect([cursor.offset, cursor.end, cursor.done]).toEqual([16, 16, true]);
  });
});
