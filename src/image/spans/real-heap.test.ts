import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BuildOptions, buildGo, type Inspected, inspectGo } from '../runtime/testdata/go-process.ts';
import { readGoroutines } from '../goroutines/read-goroutines.ts';
import { openFunctions } from '../runtime/functions.ts';
import { readSpans } from './read-spans.ts';

/** What heap.go prints: addresses, runtime.NumGoroutine, and runtime.MemStats. */
interface HeapFacts {
  readonly nodes: number;
  readonly big: number;
  readonly tiny: number;
  readonly pair: number;
  readonly noscan: number;
  readonly ptrs: number;
  readonly numGoroutine: number;
  readonly heapInuse: number;
  readonly stackInuse: number;
  /** Mallocs - Frees by size class. */
  readonly live: Readonly<Record<string, number>>;
}

const testdata = path.join(import.meta.dirname, 'testdata');
const stripped = ['-ldflags=-s -w'];
const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped', { flags: stripped }],
  ['the local Go, stripped PIE', { flags: [...stripped, '-buildmode=pie'] }],
  ['Go 1.23, DWARF and PIE', { toolchain: 'go1.23.12', flags: ['-buildmode=pie'] }],
  ['Go 1.23, stripped', { toolchain: 'go1.23.12', flags: stripped }],
];

describe.each(variants)('a heap of %s', (_, options) => {
  test('agrees with MemStats of the process itself', async () => {
    await inspectGo<HeapFacts>(
      buildGo(path.join(testdata, 'heap.go'), options),
      ({ facts, image, runtime, diagnostics }) => {
        const spans = readSpans(runtime, image.memory, diagnostics);
        const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
        expect(diagnostics.list()).toEqual([]);
        const seen = countHeap(spans);
        expect(seen.bytes).toBe(facts.heapInuse);
        for (const [size, count] of Object.entries(facts.live)) {
          if (size !== '0') expect([size, seen.live.get(Number(size)) ?? 0]).toEqual([size, count]);
        }
        expect(goroutines.filter(isOwn(runtime, image)).length).toBe(facts.numGoroutine);
        for (const goroutine of goroutines) {
          expect(spans.isStackSpan(goroutine.stackLow)).toBe(true);
          expect(goroutine.sp).toBeGreaterThanOrEqual(goroutine.stackLow);
        }
      },
    );
  });

  test('has every object where the program says, with its pointer bits', async () => {
    await inspectGo<HeapFacts>(
      buildGo(path.join(testdata, 'heap.go'), options),
      ({ facts, image, runtime, diagnostics }) => {
        const spans = readSpans(runtime, image.memory, diagnostics);
        const objectAt = (address: number): unknown => {
          const ordinal = spans.find(address);
          const slot = spans.slotOf(ordinal, address);
          const inside = address - spans.slotAddress(ordinal, slot);
          return {
            size: spans.elemSize[ordinal],
            inside,
            isWhole: inside === spans.headerBytes(ordinal),
            hasType: spans.headerType(ordinal, slot) > 0,
            words: pointerWords(spans, ordinal, slot),
          };
        };
        expect(objectAt(facts.nodes)).toMatchObject({
          size: 48,
          isWhole: true,
          hasType: false,
          words: '100000',
        });
        expect(objectAt(facts.tiny)).toMatchObject({ size: 8, isWhole: true, hasType: false, words: '1' });
        expect(objectAt(facts.pair)).toMatchObject({ size: 16, isWhole: true, hasType: false, words: '10' });
        expect(objectAt(facts.noscan)).toMatchObject({
          size: 208,
          inside: 0,
          hasType: false,
          words: undefined,
        });
        expect(objectAt(facts.big)).toMatchObject({ size: 896, inside: 8, isWhole: true, hasType: true });
        expect(objectAt(facts.ptrs)).toMatchObject({ size: 2400256, inside: 0, hasType: true });
        expect(spans.find(facts.nodes + 8)).toBe(spans.find(facts.nodes));
        expect(spans.find(4096)).toBe(-1);
      },
    );
  });
});

/** Interrupted sweeps: where mark bits stand they must be right, elsewhere the span is swept and the dead are gone. */
describe.each([
  ['the local Go', {}],
  ['Go 1.23', { toolchain: 'go1.23.12', flags: stripped }],
] as [string, BuildOptions][])('mark bits of %s', (_, options) => {
  test('tell the living from the dead', async () => {
    const binary = buildGo(path.join(testdata, 'unswept.go'), options);
    await inspectGo<{ live: number[]; dead: number[] }>(
      binary,
      ({ facts, image, runtime, diagnostics }) => {
        const spans = readSpans(runtime, image.memory, diagnostics);
        const wrong = { dead: 0, live: 0 };
        for (const kind of ['live', 'dead'] as const) {
          const expected = kind === 'live' ? 1 : 0;
          for (const address of facts[kind]) {
            const ordinal = spans.find(address);
            const slot = spans.slotOf(ordinal, address);
            const told = spans.marked(ordinal)?.[slot] ?? spans.allocated(ordinal)[slot];
            if (ordinal < 0 ? kind === 'live' : told !== expected) wrong[kind]++;
          }
        }
        expect(wrong).toEqual({ dead: 0, live: 0 });
        expect(facts.live.length).toBeGreaterThan(30_000);
      },
      { GODEBUG: 'asyncpreemptoff=1' },
    );
  });
});

test('spans that were made after the mappings were read are not missed', async () => {
  const binary = buildGo(path.join(testdata, 'growing.go'));
  await inspectGo<number>(binary, ({ facts: doneAddress, image, runtime, diagnostics }) => {
    image.memory.refresh();
    process.kill(image.pid, 'SIGUSR1');
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let tries = 0; image.memory.read(doneAddress, 4)?.[0] !== 1; tries++) {
      expect(tries).toBeLessThan(10_000);
      Atomics.wait(pause, 0, 0, 1);
    }
    const spans = readSpans(runtime, image.memory, diagnostics);
    expect(diagnostics.list()).toEqual([]);
    expect(spans.elemSize.filter((size) => size === 8192).length).toBeGreaterThanOrEqual(4000);
  });
});

function countHeap(spans: ReturnType<typeof readSpans>): { bytes: number; live: Map<number, number> } {
  const live = new Map<number, number>();
  let bytes = 0;
  for (let ordinal = 0; ordinal < spans.count; ordinal++) {
    bytes += spans.pageCount[ordinal] * 8192;
    if (spans.spanClass[ordinal] < 2) continue;
    const count = spans.allocated(ordinal).reduce((sum, slot) => sum + slot, 0);
    live.set(spans.elemSize[ordinal], (live.get(spans.elemSize[ordinal]) ?? 0) + count);
  }
  return { bytes, live };
}

/** runtime.NumGoroutine leaves out those that the runtime started for itself. */
function isOwn(runtime: Inspected<HeapFacts>['runtime'], image: Inspected<HeapFacts>['image']) {
  const functions = openFunctions(runtime, image.memory);
  return ({ startPc }: { startPc: number }): boolean => {
    const name = functions.nameOf(startPc) ?? '';
    return name === 'runtime.main' || !name.startsWith('runtime.');
  };
}

function pointerWords(
  spans: ReturnType<typeof readSpans>,
  ordinal: number,
  slot: number,
): string | undefined {
  const bits = spans.pointerBits(ordinal);
  if (!bits) return undefined;
  const words = spans.elemSize[ordinal] / 8;
  return Array.from({ length: words }, (_, word) => {
    const bit = slot * words + word;
    return (bits[bit >> 3] >> (bit & 7)) & 1;
  }).join('');
}
