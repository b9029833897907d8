import type { Address } from '../../base/index.ts';
import type { Memory } from '../memory.ts';

const chunkBytes = 2 ** 20;
const pageBytes = 4096;
/** No program's data or bss is searched further than this: a damaged length must not cost minutes. */
const maxScanBytes = 2 ** 33;

/**
 * Calls `test` on every aligned word of [start, end) until it says true, and returns that word's address. `words` holds
 * the chunk as 32-bit halves, low half first: word `index` is `words[2 * index]` and `words[2 * index + 1]`. Chunks that
 * cannot be read are tried page by page; pages that cannot be read are passed over.
 */
export function scanWords(
  memory: Memory,
  start: Address,
  end: Address,
  test: (words: Uint32Array, index: number, address: Address) => boolean,
): Address | undefined {
  const first = Math.ceil(start / 8) * 8;
  const last = Math.min(end, first + maxScanBytes);
  const words = new Uint32Array(chunkBytes / 4);
  const bytes = new Uint8Array(words.buffer);
  for (let chunk = first; chunk < last; ) {
    const whole = Math.min(chunkBytes, last - chunk) & ~7;
    if (whole <= 0) break;
    let length = whole;
    let read = memory.read(chunk, length, bytes);
    if (!read) {
      length = Math.min(whole, pageBytes - (chunk % pageBytes));
      read = memory.read(chunk, length, bytes);
    }
    if (read) {
      for (let index = 0; index < length >>> 3; index++) {
        if (test(words, index, chunk + index * 8)) return chunk + index * 8;
      }
    }
    chunk += length;
  }
  return undefined;
}
