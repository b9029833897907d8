import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { AesHashAmd64 } from './aes-hash-amd64.ts';
import { AesHashArm64 } from './aes-hash-arm64.ts';
import { FallbackHash } from './fallback-hash.ts';
import { HashWord } from './hash-word.ts';
import type { MemoryHash } from './memory-hash.ts';

/** What testdata/hash-vectors.go printed; on arm64 under qemu-user. */
interface Vectors {
  readonly Go: string;
  readonly Arch: 'amd64' | 'arm64';
  readonly Kind: 'aes' | 'fallback';
  readonly Secret: string;
  readonly Seed: string;
  readonly Memory: readonly string[];
  readonly Memory32: string;
  readonly Memory64: string;
}

const file = path.join(import.meta.dirname, 'testdata/hash-vectors.json');
const recorded = JSON.parse(fs.readFileSync(file, 'utf8')) as Vectors[];
const data = Uint8Array.from({ length: 400 }, (_, index) => index * index * 7 + index * 31 + 5);

function hashOf({ Arch, Kind, Secret }: Vectors): MemoryHash {
  const words = new Int32Array(Uint8Array.from(Buffer.from(Secret, 'hex')).buffer);
  if (Kind === 'fallback') return new FallbackHash(words);
  return Arch === 'amd64' ? new AesHashAmd64(words) : new AesHashArm64(words);
}

describe.each(recorded)('$Go $Arch $Kind', (vectors) => {
  const memoryHash = hashOf(vectors);
  const hashed = (add: (hash: HashWord) => void): string => {
    const hash = new HashWord();
    const seed = BigInt(`0x${vectors.Seed}`);
    hash.set(Number(BigInt.asIntN(32, seed)), Number(seed >> 32n));
    add(hash);
    return ((BigInt(hash.high >>> 0) << 32n) | BigInt(hash.low >>> 0)).toString(16);
  };

  test('of 0 to 400 bytes, wherever they lie', () => {
    expect(vectors.Memory).toHaveLength(401);
    for (const at of [0, 3]) {
      const bytes = new Uint8Array(410).fill(0xa5);
      bytes.set(data, at);
      const computed = vectors.Memory.map((_, length) =>
        hashed((hash) => memoryHash.memory(bytes, at, length, hash)),
      );
      expect(computed).toEqual(vectors.Memory);
    }
  });

  test('of 4 and of 8 bytes in their own ways', () => {
    expect(hashed((hash) => memoryHash.memory32(data, 0, hash))).toBe(vectors.Memory32);
    expect(hashed((hash) => memoryHash.memory64(data, 0, hash))).toBe(vectors.Memory64);
  });
});
