import { expect, test } from 'vitest';
import type { Memory } from '../image/index.ts';
import { BoundedMemory, OverBudgetError } from './bounded-memory.ts';

class CountingMemory implements Memory {
  readonly regions = [];
  bytesRead = 0;

  read(_address: number, length: number): Uint8Array {
    this.bytesRead += length;
    return new Uint8Array(length);
  }

  refresh(): void {}
}

test('without a bound everything is read', () => {
  const memory = new BoundedMemory(new CountingMemory());
  for (let count = 0; count < 5000; count++) expect(memory.read(4096, 8)).toHaveLength(8);
  expect(memory.bytesRead).toBe(40_000);
});

test('a bound that this process is above already is refused at once', () => {
  expect(() => new BoundedMemory(new CountingMemory(), 1000)).toThrow(OverBudgetError);
});

test('reading stops soon after the bound is passed, and goes on once the watch ends', () => {
  const memory = new BoundedMemory(new CountingMemory(), process.memoryUsage.rss() + 16 * 2 ** 20);
  const kept: Uint8Array[] = [];
  const readOn = (): void => {
    for (let count = 0; count < 400; count++)
      kept.push(new Uint8Array(2 ** 20).fill(1), memory.read(4096, 2 ** 20) ?? new Uint8Array());
  };
  expect(readOn).toThrow(OverBudgetError);
  expect(kept.length).toBeLessThan(200);
  memory.lift();
  expect(memory.read(4096, 8)).toHaveLength(8);
});
