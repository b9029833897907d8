import { describe, expect, it } from 'vitest';
import { text, u32, u64 } from '../testdata/byte-writer.ts';
import { openFunctionTable, type FunctionTable } from './function-table.ts';

const at = 0x70_0000;
const textStart = 0x40_1000;

/** runtime.pcHeader, Go 1.20 to 1.26, with two functions of 32 and 16 bytes (runtime/symtab.go). */
function table(magic = 0xfffffff1, quantum = 1): number[] {
  const names = [...text('main.main'), ...text('main.größe')];
  const units = [...u32(0), ...u32(10), ...u32(0xffffffff)];
  const files = [...text('/src/a.go'), ...text('/src/b.go')];
  // Steps: an unused byte; file 1 for 48 bytes; line 10 for 8 bytes, line 8 for 24 more; file 2 for 48 bytes.
  const steps = [0, 4, 48, 0, 22, 8, 3, 24, 0, 6, 48, 0];
  const record = (entry: number, name: number, file: number, line: number): number[] =>
    [entry, name, 0, 0, 0, file, line, 0, 0, 0, 0].flatMap((word) => u32(word));
  const index = [0, 20, 32, 64, 48].flatMap((word) => u32(word));
  const functions = [...index, ...record(0, 0, 1, 4), ...record(32, 10, 9, 4)];
  const offsets: number[] = [];
  let end = 72;
  for (const part of [names, units, files, steps, functions]) {
    offsets.push(end);
    end += part.length;
  }
  const header = [
    ...u32(magic),
    0,
    0,
    quantum,
    8,
    ...u64(2),
    ...u64(2),
    ...u64(0),
    ...offsets.flatMap((offset) => u64(offset)),
  ];
  return [...header, ...names, ...units, ...files, ...steps, ...functions];
}

function open(bytes: readonly number[]): FunctionTable | undefined {
  const content = Uint8Array.from(bytes);
  const read = (address: number, length: number): Uint8Array | undefined =>
    address < at || address + length > at + content.length
      ? undefined
      : content.slice(address - at, address - at + length);
  return openFunctionTable({ address: at, textStart, read });
}

describe('openFunctionTable', () => {
  it('tells functions apart by their bounds', () => {
    const functions = open(table());
    expect(functions?.nameOf(textStart)).toBe('main.main');
    expect(functions?.nameOf(textStart + 31)).toBe('main.main');
    expect(functions?.nameOf(textStart + 32)).toBe('main.größe');
    expect(functions?.nameOf(textStart + 47)).toBe('main.größe');
    expect(functions?.entryOf(textStart + 47)).toBe(textStart + 32);
    for (const outside of [0, textStart - 1, textStart + 48, 2 ** 48]) {
      expect(functions?.nameOf(outside)).toBeUndefined();
      expect(functions?.entryOf(outside)).toBe(0);
      expect(functions?.lineOf(outside)).toBeUndefined();
    }
  });

  it('steps through lines, upward and downward', () => {
    const functions = open(table());
    expect(functions?.lineOf(textStart)).toEqual({ file: '/src/b.go', line: 10 });
    expect(functions?.lineOf(textStart + 7)).toEqual({ file: '/src/b.go', line: 10 });
    expect(functions?.lineOf(textStart + 8)).toEqual({ file: '/src/b.go', line: 8 });
  });

  it('gives no position for a file that the linker dropped', () => {
    expect(open(table())?.lineOf(textStart + 40)).toBeUndefined();
  });

  it('counts program counters in the quantum of the architecture', () => {
    expect(open(table(0xfffffff0, 4))?.lineOf(textStart + 31)).toEqual({ file: '/src/b.go', line: 10 });
  });

  it.each([
    ['of Go 1.16', table(0xfffffffa)],
    ['with no functions', table().with(8, 0)],
    ['with more functions than memory', table().with(13, 1)],
    ['cut off in its header', table().slice(0, 71)],
    ['with 32-bit pointers', table().with(7, 4)],
  ])('refuses a table %s', (_, bytes) => {
    expect(open(bytes)).toBeUndefined();
  });

  it('answers rightly or not at all where its end is missing', () => {
    const whole = table();
    for (let length = 72; length < whole.length; length++) {
      const functions = open(whole.slice(0, length));
      expect([undefined, 'main.größe']).toContain(functions?.nameOf(textStart + 40));
      expect([undefined, 8]).toContain(functions?.lineOf(textStart + 8)?.line);
    }
  });
});
