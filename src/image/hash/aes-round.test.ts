import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aesLastRound, aesRound } from './aes-round.ts';

const noKey = new Int32Array(4);

/** AES-128 out of the two rounds, with the key schedule of FIPS-197, section 5.2. */
function encrypt(key: Uint8Array, block: Uint8Array): string {
  const keys = new Int32Array(44);
  keys.set(wordsOf(key));
  for (let at = 4, constant = 1; at < 44; at++) {
    let word = keys[at - 1];
    if (at % 4 === 0) {
      word = substitute((word >>> 8) | (word << 24)) ^ constant;
      constant = (constant << 1) ^ (constant & 0x80 ? 0x11b : 0);
    }
    keys[at] = keys[at - 4] ^ word;
  }
  const state = wordsOf(block);
  for (let word = 0; word < 4; word++) state[word] ^= keys[word];
  for (let round = 1; round < 10; round++) aesRound(state, 0, keys, round * 4);
  aesLastRound(state, 0);
  for (let word = 0; word < 4; word++) state[word] ^= keys[40 + word];
  return Buffer.from(state.buffer).toString('hex');
}

/** SubWord: shifting rows does not move anything where all columns are equal rows of one byte. */
function substitute(word: number): number {
  let out = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const block = new Int32Array(4).fill(((word >>> shift) & 0xff) * 0x01010101);
    aesLastRound(block, 0);
    out |= (block[0] & 0xff) << shift;
  }
  return out;
}

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(Uint8Array.from(bytes).buffer);
}

test('FIPS-197, appendices B and C.1', () => {
  const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
  expect(encrypt(hex('2b7e151628aed2a6abf7158809cf4f3c'), hex('3243f6a8885a308d313198a2e0370734'))).toBe(
    '3925841d02dc09fbdc118597196a0b32',
  );
  expect(encrypt(hex('000102030405060708090a0b0c0d0e0f'), hex('00112233445566778899aabbccddeeff'))).toBe(
    '69c4e0d86a7b0430d8cdb78070b4c55a',
  );
});

test('every key and block, as OpenSSL has it', () => {
  const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(sixteen, sixteen, (key, block) => {
      const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
      expect(encrypt(key, block)).toBe(cipher.update(block, undefined, 'hex') + cipher.final('hex'));
    }),
  );
});

test('a block may be its own key, and blocks beside it stay', () => {
  const blocks = Int32Array.from({ length: 12 }, (_, index) => index * 0x9e3779b1);
  const expected = blocks.slice(4, 8);
  aesRound(expected, 0, noKey, 0);
  for (let word = 0; word < 4; word++) expected[word] ^= blocks[4 + word];
  const around = [...blocks.slice(0, 4), ...expected, ...blocks.slice(8)];
  aesRound(blocks, 4, blocks, 4);
  expect([...blocks]).toEqual(around);
});
