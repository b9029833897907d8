import path from 'node:path';
import { expect, test } from 'vitest';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import type { Memory } from '../memory.ts';
import { readSpans } from '../spans/read-spans.ts';
import { openTypes } from '../types/type-table.ts';
import { readMaps } from './read-maps.ts';

const source = path.join(import.meta.dirname, 'testdata', 'busy-maps.go');
const looks = 6;
/** Entries that a map keeps (busy-maps.go), and some for what happens between two reads. */
const mostEntries = 50_000 + 5000;

const pause = new Int32Array(new SharedArrayBuffer(4));

/** The memory as a busy machine gives it: the reader is put aside after some reads, and the process goes on meanwhile. */
function interrupted(memory: Memory, readsBetween: number, pauseMs: number): Memory {
  let reads = 0;
  return {
    get regions() {
      return memory.regions;
    },
    get bytesRead() {
      return memory.bytesRead;
    },
    read(address, length, into) {
      if (++reads % readsBetween === 0) Atomics.wait(pause, 0, 0, pauseMs);
      return memory.read(address, length, into);
    },
    letRun: () => memory.letRun?.() ?? false,
    refresh: () => memory.refresh(),
  };
}

const lines: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
];

/** A slot takes 41 or 42 bytes of its group or bucket; preallocated overflow buckets and rounding add a fifth at most. */
const arrayBytesPerSlot = 50;
const overflowBucketBytes = 352;

async function look(options: BuildOptions, asSeen: (memory: Memory) => Memory): Promise<void> {
  await inspectGo<number[]>(buildGo(source, options), ({ facts, image, runtime, diagnostics }) => {
    const memory = asSeen(image.memory);
    const types = openTypes(runtime, memory, diagnostics);
    const found = new Map<number, number>();
    for (let round = 0; round < looks; round++) {
      memory.refresh();
      const spans = readSpans(runtime, memory, diagnostics);
      const maps = readMaps(runtime, spans, memory, [], diagnostics, { types });
      for (const address of facts) {
        const index = maps.indexAt(address);
        if (index < 0) continue;
        found.set(address, (found.get(address) ?? 0) + 1);
        const { len, slots, bytes, tombstones, type, growing, overflowBuckets } = maps.record(index);
        expect(type).toBe('map[string][]uint8');
        expect(len).toBeLessThanOrEqual(mostEntries);
        expect(tombstones).toBeLessThanOrEqual(slots);
        expect(bytes).toBeGreaterThan(slots * 40);
        // The old array of a growing map is as large as the new one where the growth only clears out overflow buckets.
        const arrays = growing ? 2 : 1;
        expect(bytes).toBeLessThan(
          slots * arrayBytesPerSlot * arrays + overflowBuckets * overflowBucketBytes,
        );
        // That growth begins when there are as many as buckets (runtime/map.go tooManyOverflowBuckets).
        expect(overflowBuckets).toBeLessThanOrEqual((slots / 8) * arrays);
      }
    }
    // How often one loses its array to a new one at the wrong moment is the machine's luck. It may be left out then, but
    // never in silence, and none is out of reach.
    const told = diagnostics.list().find(({ code }) => code === 'map-changed-while-read');
    const missed = facts.map((address) => looks - (found.get(address) ?? 0));
    expect(missed.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(told ? (told.count ?? 1) : 0);
    expect(Math.max(...missed)).toBeLessThan(looks);
  });
}

test.each(lines)(
  'maps that are written all the time are found, with sane numbers, on %s',
  async (_, options) => {
    await look(options, (memory) => memory);
  },
);

test.each(lines)(
  'they are found where the process goes on for long between two reads, on %s',
  async (_, options) => {
    await look(options, (memory) => interrupted(memory, 40, 30));
  },
);
