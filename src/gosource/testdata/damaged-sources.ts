import fs from 'node:fs';

/** What a scanner can stumble over. */
const stumbles: readonly (string | readonly number[])[] = [
  '\0',
  '@',
  '#',
  '$',
  '?',
  '\\',
  "'",
  '"',
  '`',
  '//',
  '/*',
  '*/',
  '/*\n*/',
  '\r',
  '\n',
  '\r\n',
  '...',
  '..',
  '<<=',
  '&^=',
  '0x',
  '0b12_',
  '1e',
  '1e+',
  '0x1.p',
  '0x1p',
  '0o8.1i',
  '1__2',
  '_1',
  '1_',
  '09',
  '08.5',
  '0x_',
  '.5',
  '5.',
  '1i',
  '0b1.1',
  "'\\400'",
  "'\\x4",
  '"\\uD800"',
  "'ab'",
  "''",
  '"\\q"',
  '"\\U00110000"',
  '“',
  '”',
  'é',
  '١',
  'x١',
  '\ufeff',
  '𝒳',
  '€',
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xed, 0xa0, 0x80],
  [0xc3],
  [0xe2, 0x82],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc0, 0x80],
];

/** The same pieces of these files in every run, with flipped bits, with stumbling blocks put in, cut off, or all blocks. */
export function damagedSources(files: readonly string[], count: number): Uint8Array[] {
  let state = 1;
  // Numbers below the limit from a linear congruential generator (Numerical Recipes), the same in every run.
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const stumble = (): Buffer => {
    const block = stumbles[below(stumbles.length)];
    return typeof block === 'string' ? Buffer.from(block) : Buffer.from(block);
  };
  return Array.from({ length: count }, (_, round) => {
    if (round % 4 === 3) {
      return Buffer.concat(
        Array.from({ length: 40 }, () =>
          below(2) === 0 ? stumble() : Buffer.from(['a', ' ', '1', 'x'][below(4)]),
        ),
      );
    }
    const whole = fs.readFileSync(files[below(files.length)]);
    const start = round % 2 === 0 ? 0 : below(whole.length);
    const piece = Buffer.from(whole.subarray(start, start + [50, 300, 3000][below(3)]));
    if (round % 4 === 0 && piece.length > 0) {
      for (let flips = 1 + below(5); flips > 0; flips--) piece[below(piece.length)] ^= 1 << below(8);
    }
    if (round % 4 !== 1) return piece;
    const at = below(piece.length + 1);
    return Buffer.concat([piece.subarray(0, at), stumble(), piece.subarray(at)]);
  });
}
