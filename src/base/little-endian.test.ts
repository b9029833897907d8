import { describe, expect, it } from 'vitest';
import { i32At, latin1, u16At, u32At, u64At, utf8 } from './little-endian.ts';

const bytes = new Uint8Array(16);
const view = new DataView(bytes.buffer);

describe('little-endian reads', () => {
  it.each([0, 1, 0x7fff, 0x8000, 0xffff, 0x1234_5678, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff])(
    'agree with DataView on 32 bits of %i',
    (value) => {
      view.setUint32(3, value, true);
      expect(u16At(bytes, 3)).toBe(view.getUint16(3, true));
      expect(u32At(bytes, 3)).toBe(view.getUint32(3, true));
      expect(i32At(bytes, 3)).toBe(view.getInt32(3, true));
    },
  );

  it.each([0n, 1n, 0xffff_ffffn, 0xc000_0123_4560n, 2n ** 48n - 1n, 2n ** 53n - 1n])(
    'are exact on 64 bits of %i',
    (value) => {
      view.setBigUint64(5, value, true);
      expect(BigInt(u64At(bytes, 5))).toBe(value);
    },
  );

  it('round words that no address can be to a number that no address can be', () => {
    view.setBigUint64(0, 2n ** 64n - 1n, true);
    expect(u64At(bytes, 0)).toBeGreaterThan(2 ** 53);
    view.setBigUint64(0, 2n ** 53n + 1n, true);
    expect(u64At(bytes, 0)).toBeGreaterThanOrEqual(2 ** 53);
  });

  it('give zeros for bytes past the end', () => {
    const short = Uint8Array.of(0x11, 0x22);
    expect(u16At(short, 1)).toBe(0x22);
    expect(u32At(short, 0)).toBe(0x2211);
    expect(u64At(short, 2)).toBe(0);
  });
});

describe('text', () => {
  it('is UTF-8, with U+FFFD for what is not', () => {
    expect(utf8(Uint8Array.of(0xe5, 0x90, 0x8d))).toBe('名');
    expect(utf8(Uint8Array.of(0x61, 0xff))).toBe('a\ufffd');
    expect(utf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    expect(latin1(Uint8Array.of(0x61, 0xff))).toBe('aÿ');
  });
});
