/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy with `count` bits of [start, end) turned over. */
export function flipBits(
  bytes: Uint8Array,
  random: () => number,
  count: number,
  start = 0,
  end: number = bytes.length,
): Uint8Array {
  // Not `slice`: on a Buffer it gives a view.
  const copy = Uint8Array.from(bytes);
  for (let index = 0; index < count; index++) {
    copy[start + Math.floor(random() * (end - start))] ^= 1 << Math.floor(random() * 8);
  }
  return copy;
}
