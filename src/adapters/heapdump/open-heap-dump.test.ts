/* A heap dump beside the process that wrote it: the same spans, objects, pointers, roots and graph. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Diagnostics, u64At } from '../../base/index.ts';
import {
  buildGraph,
  type DumpedSpans,
  findRuntime,
  heapRoots,
  type ImageEvidence,
  readGoroutines,
  readSpans,
  type Runtime,
  type SpanTable,
} from '../../image/index.ts';
import { openProcess } from '../process/open-process.ts';
import { buildProgram, startProgram } from '../testdata/go-program.ts';
import { type HeapDumpImage, openHeapDump } from './open-heap-dump.ts';

interface Facts {
  readonly chain: number;
  readonly bytes: number;
  readonly size: number;
  readonly owned: number;
  readonly data: number;
  readonly exact: number;
  readonly exactMix: number;
}

interface Pair {
  readonly facts: Facts;
  readonly live: ImageEvidence;
  readonly liveRuntime: Runtime;
  readonly liveSpans: SpanTable;
  readonly dump: HeapDumpImage;
  readonly spans: DumpedSpans;
}

/** What the program allocates to print its line, after the dump. */
const laterObjects = 1000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-dump-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface BuildOptions {
  readonly toolchain?: string;
  readonly flags?: string[];
}

async function withPair(
  { toolchain = 'local', flags = [] }: BuildOptions,
  look: (pair: Pair) => void,
): Promise<void> {
  const binary = buildProgram('dumped', { toolchain, flags, environment: { CGO_ENABLED: '0' } });
  const file = path.join(folder, 'heap.dump');
  const program = await startProgram<Facts>(binary, [], { HEAP_DUMP: file });
  const live = openProcess(program.pid);
  const dump = openHeapDump(file, { exe: binary });
  try {
    const diagnostics = new Diagnostics();
    const liveRuntime = findRuntime(live, diagnostics);
    if (toolchain !== 'local') expect(liveRuntime.goVersion).toBe(toolchain);
    const liveSpans = readSpans(liveRuntime, live.memory, diagnostics);
    expect([...diagnostics.list(), ...dump.diagnostics()]).toEqual([]);
    look({ facts: program.facts, live, liveRuntime, liveSpans, dump, spans: dump.heap.spans });
  } finally {
    dump.close();
    live.close();
    await program.end();
  }
}

const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped PIE', { flags: ['-ldflags=-s -w', '-buildmode=pie'] }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
];

describe.each(variants)('the heap dump of %s', (_, options) => {
  test('has the spans of the process, their slots and their pointers', async () => {
    await withPair(options, ({ facts, liveSpans, spans }) => {
      let later = 0;
      let objects = 0;
      for (let span = 0; span < spans.count; span++) {
        const other = liveSpans.find(spans.base[span]);
        expect(shapeOf(spans, span)).toEqual(shapeOf(liveSpans, other));
        const slots = spans.allocated(span);
        const liveSlots = liveSpans.allocated(other);
        const bits = spans.pointerBits(span);
        const liveBits = liveSpans.pointerBits(other);
        for (let slot = 0; slot < slots.length; slot++) {
          if (slots[slot] === 1) {
            objects++;
            expect(liveSlots[slot]).toBe(1);
            expect(spans.headerType(span, slot)).toBe(
              spans.headerBytes(span) > 0 ? liveSpans.headerType(other, slot) : 0,
            );
            if (bits && liveBits)
              expect(wordBits(bits, spans, span, slot)).toBe(wordBits(liveBits, spans, span, slot));
          } else if (liveSlots[slot] === 1) later++;
        }
      }
      expect(objects).toBeGreaterThan(5000);
      expect(later).toBeLessThan(laterObjects);
      let missing = 0;
      for (let span = 0; span < liveSpans.count; span++) {
        if (spans.find(liveSpans.base[span]) < 0)
          missing += liveSpans.allocated(span).reduce((sum, slot) => sum + slot, 0);
      }
      expect(missing).toBeLessThan(laterObjects);
      // Large objects of the size of the largest class, with a pointer first and with another word first.
      for (const address of [facts.exact, facts.exactMix]) {
        const span = spans.find(address);
        expect([spans.base[span], spans.elemSize[span], spans.headerBytes(span)]).toEqual([
          address,
          32768,
          0,
        ]);
      }
    });
  });

  test('reads as the memory of the process does', async () => {
    await withPair(options, ({ facts, live, dump }) => {
      const same = (address: number, length: number): void => {
        expect(dump.memory.read(address, length)).toEqual(live.memory.read(address, length));
      };
      same(facts.bytes, facts.size);
      expect(facts.size).toBeGreaterThan(0);
      same(facts.exactMix, 32768);
      for (let node = facts.chain, turn = 0; node !== 0 && turn < 100; turn++) {
        same(node, 16);
        node = u64At(dump.memory.read(node, 16) ?? new Uint8Array(16), 0);
      }
      expect(u64At(dump.memory.read(facts.data, 8) ?? new Uint8Array(8), 0)).toBe(1);
      expect(dump.memory.read(4096, 8)).toBeUndefined();
      expect(dump.memory.read(facts.chain, 2 ** 29)).toBeUndefined();
    });
  });

  test('finds the same runtime and goroutines', async () => {
    await withPair(options, ({ live, liveRuntime, dump }) => {
      const diagnostics = new Diagnostics();
      const runtime = findRuntime(dump, diagnostics);
      expect(runtime.loadBias).toBe(liveRuntime.loadBias);
      expect(runtime.modules[0]).toEqual(liveRuntime.modules[0]);
      const ours = readGoroutines(runtime, dump.memory, [], diagnostics);
      const theirs = readGoroutines(liveRuntime, live.memory, live.threads, diagnostics);
      expect(ours.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
      const parked = ours.filter(({ id, sp }) => theirs.some((other) => other.id === id && other.sp === sp));
      expect(parked.length).toBeGreaterThanOrEqual(20);
      for (const { sp, stackHigh } of parked)
        expect(dump.memory.read(sp, stackHigh - sp)?.length).toBe(stackHigh - sp);
      expect(diagnostics.list()).toEqual([]);
    });
  });

  test('gives the same graph', async () => {
    await withPair(options, ({ facts, live, liveRuntime, liveSpans, dump, spans }) => {
      const ours = reached(findRuntime(dump, new Diagnostics()), spans, dump);
      const theirs = reached(liveRuntime, liveSpans, live);
      expect(Math.abs(ours.objects - theirs.objects)).toBeLessThan(laterObjects);
      expect(Math.abs(ours.bytes - theirs.bytes)).toBeLessThan(theirs.bytes / 100);
      const { finalizers } = dump.heap.dump;
      expect(finalizers.filter(({ object, isQueued }) => object === facts.owned && !isQueued)).toHaveLength(
        1,
      );
    });
  });
});

function shapeOf(spans: SpanTable, span: number): unknown {
  const { base, pageCount, elemSize, elemCount, spanClass } = spans;
  return {
    base: base[span],
    pages: pageCount[span],
    elemSize: elemSize[span],
    elemCount: elemCount[span],
    spanClass: spanClass[span],
    header: spans.headerBytes(span),
  };
}

function wordBits(bits: Uint8Array, { elemSize }: SpanTable, span: number, slot: number): string {
  const words = elemSize[span] / 8;
  let text = '';
  for (let bit = slot * words; bit < (slot + 1) * words; bit++) text += (bits[bit >> 3] >> (bit & 7)) & 1;
  return text;
}

function reached(
  runtime: Runtime,
  spans: SpanTable,
  { memory, threads }: ImageEvidence,
): { readonly objects: number; readonly bytes: number } {
  const diagnostics = new Diagnostics();
  const goroutines = readGoroutines(runtime, memory, threads, diagnostics);
  const roots = heapRoots({ runtime, spans, memory, goroutines, diagnostics });
  const graph = buildGraph({ spans, memory, roots, diagnostics });
  if (!graph) throw new Error('too many slots');
  return graph.totals.reachable;
}
