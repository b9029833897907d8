import type { Memory } from '../../memory.ts';

/** A memory that turns bits over in one read of `every`, and cannot read another one. */
export function damaged(memory: Memory, random: () => number, every: number): Memory {
  return {
    regions: memory.regions,
    bytesRead: 0,
    read(address, length, into) {
      const bytes = memory.read(address, length, into);
      const chance = Math.floor(random() * every);
      if (!bytes || chance > 1) return bytes;
      if (chance === 1) return undefined;
      for (let flips = Math.ceil(length / 64); flips > 0; flips--)
        bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
      return bytes;
    },
    refresh: () => undefined,
  };
}

/** A memory in which these addresses hold other words. */
export function patched(memory: Memory, words: ReadonlyMap<number, bigint>): Memory {
  return {
    regions: memory.regions,
    bytesRead: 0,
    read(address, length, into) {
      const bytes = memory.read(address, length, into);
      for (const [at, word] of words) {
        if (!bytes || at < address || at + 8 > address + length) continue;
        new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(at - address, word, true);
      }
      return bytes;
    },
    refresh: () => undefined,
  };
}
