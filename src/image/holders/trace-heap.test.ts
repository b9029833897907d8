import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { allocatedBytes } from '../../gomem/index.ts';
import { buildGraph } from '../graph/build-graph.ts';
import { frameStackRoots } from '../graph/frame-stack-roots.ts';
import { heapRoots } from '../graph/heap-roots.ts';
import { readGoroutines } from '../goroutines/read-goroutines.ts';
import { type LiveHeap, sumLive } from '../live/sum-live.ts';
import { readMaps } from '../maps/read-maps.ts';
import { everythingResident } from '../residency/resident-pages.ts';
import { openFunctions } from '../runtime/functions.ts';
import { type BuildOptions, buildGo, type Inspected, inspectGo } from '../runtime/testdata/go-process.ts';
import { readSpans } from '../spans/read-spans.ts';
import { openTypes } from '../types/type-table.ts';
import { type TracedHeap, traceHeap } from './trace-heap.ts';

interface Row {
  readonly path: string;
  readonly kind: string;
  readonly type: string;
  readonly count: number;
  readonly size: number;
  readonly scan: boolean;
}

const source = path.join(import.meta.dirname, 'testdata/whole.go');

const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, as PIE', { flags: ['-buildmode=pie'] }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.21', { toolchain: 'go1.21.13' }],
];

interface Looked extends TracedHeap {
  readonly live: LiveHeap;
  readonly reachableBytes: number;
}

function look({ image, runtime }: Inspected<unknown>): Looked {
  const diagnostics = new Diagnostics();
  const { memory } = image;
  const spans = readSpans(runtime, memory, diagnostics);
  const goroutines = readGoroutines(runtime, memory, image.threads, diagnostics);
  const types = openTypes(runtime, memory, diagnostics);
  const maps = readMaps(runtime, spans, memory, goroutines, diagnostics, { types, checkLater: true });
  const functions = openFunctions(runtime, memory);
  const traced = traceHeap({ runtime, types, spans, maps, memory, goroutines, functions, diagnostics });
  const stackRoots = frameStackRoots(runtime, functions, goroutines, memory);
  const roots = heapRoots({ runtime, spans, memory, goroutines, diagnostics, stackRoots });
  const graph = buildGraph({ spans, memory, diagnostics, roots });
  if (!graph) throw new Error('no graph');
  const live = sumLive({
    spans,
    objects: traced.objects,
    isReached: (id) => graph.isReached(id),
    residency: everythingResident,
    isSettled: new Uint8Array(spans.count).fill(1),
  });
  return { ...traced, live, reachableBytes: graph.totals.reachable.bytes };
}

function typeOf({ objects }: Looked, { node, kind }: LiveHeap['paths'][number]): string {
  const name = objects.typeOf(node)?.name ?? '';
  return kind === 'slice' ? `[]${name}` : kind === 'string' ? 'string' : name;
}

describe.each(variants)('every object of %s', (_, options) => {
  test('has the type and the path that the program gave it', async () => {
    await inspectGo<Row[]>(buildGo(source, options), (inspected) => {
      const looked = look(inspected);
      const { live, objects, reachableBytes } = looked;
      const { goMinor } = inspected.runtime;
      for (const { path: where, kind, type, count, size, scan } of inspected.facts) {
        const found = live.paths.filter((each) => each.kind === kind && objects.pathOf(each.node) === where);
        const told = found.map((each) => ({
          type: typeOf(looked, each),
          count: each.objects,
          bytes: each.bytes,
        }));
        const bytes = count * allocatedBytes(size, !scan, goMinor);
        expect({ where, kind, told }).toEqual({ where, kind, told: [{ type, count, bytes }] });
      }
      // A list of the standard library, whose elements are any.
      const queued = live.paths.filter(({ node }) =>
        /^main\.root\.queue\..*\.label$/.test(objects.pathOf(node)),
      );
      expect(queued.every(({ kind }) => kind === 'string')).toBe(true);
      expect(queued.reduce((sum, each) => sum + each.objects, 0)).toBe(30);
      expect(live.unknown.bytes / reachableBytes).toBeLessThan(0.05);
    });
  });

  test('of a goroutine is named by its variable', async () => {
    await inspectGo<Row[]>(buildGo(source, options), (inspected) => {
      const { live, objects } = look(inspected);
      const nodes = live.paths.filter(
        ({ node }) => objects.pathOf(node) === 'goroutine main.worker: batch[*]',
      );
      expect(nodes.map(({ kind, objects: count }) => `${kind} ${count}`).sort()).toEqual([
        'object 64',
        'slice 1',
      ]);
    });
  });
});

test('an object is spelled with its indexes', async () => {
  await inspectGo<Row[]>(buildGo(source), (inspected) => {
    const { live, objects } = look(inspected);
    const { runtime, image } = inspected;
    const spans = readSpans(runtime, image.memory, new Diagnostics());
    const texts = live.paths.find(
      ({ node, kind }) => kind === 'string' && objects.pathOf(node) === 'main.root.texts[*]',
    );
    const paths = new Set<string>();
    for (let span = 0; span < spans.count; span++) {
      const { first, end } = objects.idsOf(span);
      for (let id = first; id < end; id++)
        if (id !== 0 && objects.nodeOf(id) === texts?.node) paths.add(objects.pathOfObject(id));
    }
    expect([...paths].sort()).toEqual(
      Array.from({ length: 100 }, (_, index) => `main.root.texts[${index}]`).sort(),
    );
  });
});
