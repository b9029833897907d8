import { expect, test } from 'vitest';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { SpanQueue } from './span-queue.ts';

test.each([1, 31, 32, 33, 1024, 40_000])('the next of %d, against a plain set', (count) => {
  const random = seededRandom(count);
  const queue = new SpanQueue(count);
  const members = new Set<number>();
  for (let turn = 0; turn < 3000; turn++) {
    const span = Math.floor(random() * count);
    if (random() < 0.6) {
      queue.add(span);
      members.add(span);
    } else if (members.delete(span)) queue.remove(span);
    const from = Math.floor(random() * (count + 2));
    const above = [...members].filter((member) => member >= from);
    expect(queue.next(from)).toBe(above.length === 0 ? -1 : Math.min(...above));
  }
});
