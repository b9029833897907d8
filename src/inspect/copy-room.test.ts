import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CopyRoom } from './copy-room.ts';

const chunkBytes = 2 ** 26;

test('every piece has the room that it asked for and none overlap, prepared or not', () => {
  fc.assert(
    fc.property(
      fc.nat(chunkBytes + 5000),
      fc.boolean(),
      fc.array(fc.oneof(fc.nat(9000), fc.nat(chunkBytes)), { maxLength: 6 }),
      (roomBytes, isPrepared, wanted) => {
        const room = new CopyRoom(roomBytes);
        if (isPrepared) room.prepare();
        const pieces = wanted.map((byteCount) => room.take(byteCount));
        expect(pieces.map((piece) => piece.length)).toEqual(wanted);
        pieces.forEach((piece, at) => {
          if (piece.length > 0) piece[0] = piece[piece.length - 1] = at + 1;
        });
        pieces.forEach((piece, at) => {
          if (piece.length > 0) expect([piece[0], piece.at(-1)]).toEqual([at + 1, at + 1]);
        });
      },
    ),
    { numRuns: 20 },
  );
});

test('a prepared room is used before new memory is', () => {
  const room = new CopyRoom(10_000);
  room.prepare();
  const [one, other, beyond] = [room.take(4000), room.take(6000), room.take(1)];
  expect(one.buffer).toBe(other.buffer);
  expect(other.byteOffset).toBe(4000);
  expect(beyond.buffer).not.toBe(one.buffer);
});
