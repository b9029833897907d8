import path from 'node:path';
import { expect, test } from 'vitest';
import { buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { ObjectIndex } from './object-index.ts';
import { trace } from './testdata/traced-program.ts';

const source = path.join(import.meta.dirname, 'testdata/holders.go');

test('ids agree with the span table on random addresses of a real heap', async () => {
  await inspectGo(buildGo(source), (inspected) => {
    const { spans } = trace(inspected);
    const index = new ObjectIndex(spans);
    const random = seededRandom(7);
    const low = spans.base[0];
    const high = spans.base[spans.count - 1] + spans.pageCount[spans.count - 1] * 8192;
    let found = 0;
    for (let turn = 0; turn < 50_000; turn++) {
      const address = Math.floor((low + random() * (high - low)) / 8) * 8;
      const id = index.idAtAddress(address);
      const span = spans.find(address);
      const slot = span < 0 || spans.spanClass[span] & 1 ? -1 : spans.slotOf(span, address);
      if (slot < 0) {
        expect(id).toBe(0);
        continue;
      }
      found++;
      expect(id).toBe(index.firstId[span] + slot);
      expect(index.span).toBe(span);
      expect(index.interior).toBe(address - spans.slotAddress(span, slot) - spans.headerBytes(span));
      expect(index.addressOf(id)).toBe(spans.slotAddress(span, slot) + spans.headerBytes(span));
      expect(index.roomOf(id)).toBe(index.room);
    }
    expect(found).toBeGreaterThan(1000);
    for (const address of [0, 8, 2 ** 47, 2 ** 52, low - 8, high + 2 ** 26])
      expect(index.idAtAddress(address)).toBe(0);
  });
});

test('leaves are numbered after all objects with pointers, and everything else stays', async () => {
  await inspectGo(buildGo(source), (inspected) => {
    const { spans } = trace(inspected);
    const plain = new ObjectIndex(spans);
    const index = new ObjectIndex(spans, { leaves: true });
    expect(index.count).toBe(plain.count);
    let next = index.count + 1;
    for (let span = 0; span < spans.count; span++) {
      const isLeaf = (spans.spanClass[span] & 1) === 1;
      expect(index.firstId[span]).toBe(isLeaf ? next : plain.firstId[span]);
      if (isLeaf) next += spans.elemCount[span];
      const slot = spans.elemCount[span] - 1;
      const last = index.firstId[span] + slot;
      const address = spans.slotAddress(span, slot) + spans.elemSize[span] - 8;
      expect(index.slotIdAt(address | 0, Math.floor(address / 2 ** 32))).toBe(last);
      expect(index.spanOf(last)).toBe(span);
    }
    expect(index.lastId).toBe(next - 1);
  });
});
