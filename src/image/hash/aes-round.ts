/*
 * One round of AES (FIPS-197, section 5.1) on blocks of 16 bytes, held as four 32-bit words in little-endian order, as
 * vector registers hold them. Words are columns of the state, and the lowest byte of a word is its first row.
 */

const substitutes = substitutionBox();
/** What a byte of row 0 to 3 adds to a column: SubBytes and MixColumns in one look-up. */
const [row0, row1, row2, row3] = [0, 8, 16, 24].map((shift) =>
  Int32Array.from(substitutes, (byte) => {
    const twice = timesX(byte);
    const column = twice | (byte << 8) | (byte << 16) | ((twice ^ byte) << 24);
    return shift === 0 ? column : (column << shift) | (column >>> (32 - shift));
  }),
);

/** SubBytes, ShiftRows, MixColumns, then AddRoundKey: x86's AESENC. The key may be the block itself. */
export function aesRound(blocks: Int32Array, at: number, keys: Int32Array, keyAt: number): void {
  const first = blocks[at];
  const second = blocks[at + 1];
  const third = blocks[at + 2];
  const fourth = blocks[at + 3];
  const key0 = keys[keyAt];
  const key1 = keys[keyAt + 1];
  const key2 = keys[keyAt + 2];
  const key3 = keys[keyAt + 3];
  blocks[at] = mixed(first, second, third, fourth) ^ key0;
  blocks[at + 1] = mixed(second, third, fourth, first) ^ key1;
  blocks[at + 2] = mixed(third, fourth, first, second) ^ key2;
  blocks[at + 3] = mixed(fourth, first, second, third) ^ key3;
}

/** SubBytes and ShiftRows alone: what arm64's AESE does after its xor. */
export function aesLastRound(blocks: Int32Array, at: number): void {
  const first = blocks[at];
  const second = blocks[at + 1];
  const third = blocks[at + 2];
  const fourth = blocks[at + 3];
  blocks[at] = substituted(first, second, third, fourth);
  blocks[at + 1] = substituted(second, third, fourth, first);
  blocks[at + 2] = substituted(third, fourth, first, second);
  blocks[at + 3] = substituted(fourth, first, second, third);
}

function mixed(column: number, next: number, overNext: number, last: number): number {
  return row0[column & 0xff] ^ row1[(next >>> 8) & 0xff] ^ row2[(overNext >>> 16) & 0xff] ^ row3[last >>> 24];
}

function substituted(column: number, next: number, overNext: number, last: number): number {
  return (
    substitutes[column & 0xff] |
    (substitutes[(next >>> 8) & 0xff] << 8) |
    (substitutes[(overNext >>> 16) & 0xff] << 16) |
    (substitutes[last >>> 24] << 24)
  );
}

/** The S-box: the inverse in GF(2^8), then an affine map (FIPS-197, section 5.1.1). */
function substitutionBox(): Uint8Array {
  const powers = new Uint8Array(256);
  const logarithms = new Uint8Array(256);
  // 3 generates the field's multiplicative group.
  for (let exponent = 0, value = 1; exponent < 255; exponent++) {
    powers[exponent] = value;
    logarithms[value] = exponent;
    value ^= timesX(value);
  }
  const box = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const inverse = byte === 0 ? 0 : powers[(255 - logarithms[byte]) % 255];
    let bits = inverse * 0x101;
    bits ^= (inverse * 0x101) >>> 4;
    bits ^= (inverse * 0x101) >>> 5;
    bits ^= (inverse * 0x101) >>> 6;
    bits ^= (inverse * 0x101) >>> 7;
    box[byte] = bits ^ 0x63;
  }
  return box;
}

/** Twice the byte in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. */
function timesX(byte: number): number {
  return ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;
}
