import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCore } from '../../adapters/index.ts';
import { Diagnostics } from '../../base/index.ts';
import {
  columnsOf,
  findRuntime,
  openFunctions,
  openTypes,
  readGoroutines,
  readSpans,
  type SolvedGraph,
  solveProgram,
} from '../../image/index.ts';
import { recordCore } from '../index.ts';
import { GoService } from '../testdata/go-service.ts';
import type { MadeGraph } from './graph-job.ts';
import { GraphThread } from './graph-thread.ts';

let folder: string;
const fileOf = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-graph-thread-'));
  const service = await GoService.start('recorded', undefined);
  try {
    fs.copyFileSync(`/proc/${service.pid}/exe`, fileOf('service'));
    await service.pause();
    await recordCore(service.pid, { output: fileOf('core') });
  } finally {
    service.stop();
  }
}, 300_000);
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** What the thread makes of a core, however small. */
async function madeAside(core: string): Promise<MadeGraph | undefined> {
  using thread = GraphThread.start(fileOf(core), fileOf('service'));
  if (!thread) throw new Error('no thread');
  while (!thread.hasBegun) await setTimeout(5);
  return thread.take();
}

/** What this thread makes of it. */
function madeHere(core: string): { graph: SolvedGraph; spanCount: number; diagnostics: Diagnostics } {
  const image = openCore(fileOf(core), { exe: fileOf('service') });
  try {
    const { memory } = image;
    const known = new Diagnostics();
    const diagnostics = new Diagnostics();
    const runtime = findRuntime(image, known);
    const spans = readSpans(runtime, memory, known);
    const goroutines = readGoroutines(runtime, memory, image.threads, known);
    const types = openTypes(runtime, memory, known);
    const functions = openFunctions(runtime, memory);
    const program = { runtime, spans, types, memory, goroutines, functions };
    const graph = solveProgram({ ...program, diagnostics, allowedBytes: Infinity });
    if (graph?.kind !== 'solved') throw new Error('no graph');
    return { graph, spanCount: spans.count, diagnostics };
  } finally {
    image.close();
  }
}

test('a second thread makes the same graph, column by column', async () => {
  const aside = await madeAside('core');
  const here = madeHere('core');
  expect(aside?.spanCount).toBe(here.spanCount);
  expect(aside?.diagnostics).toEqual(here.diagnostics.list());
  expect(aside?.bytesRead).toBeGreaterThan(1e6);
  expect(aside?.graph?.totals).toEqual(here.graph.totals);
  expect(aside?.graph?.input.roots.holders).toEqual(here.graph.input.roots.holders);
  const bytesOf = (graph: SolvedGraph): Buffer[] => columnsOf(graph).map((column) => Buffer.from(column));
  const [one, other] = [aside?.graph, here.graph].map((graph) => (graph ? bytesOf(graph) : []));
  expect(one.map((column, index) => column.equals(other[index]))).toEqual(other.map(() => true));
});

test('of a file that it cannot read it makes none', async () => {
  fs.writeFileSync(fileOf('text'), 'no core');
  expect((await madeAside('text'))?.graph).toBeUndefined();
});

test('one that has not begun is not waited for', () => {
  using thread = GraphThread.start(fileOf('core'), fileOf('service'));
  expect(thread?.hasBegun).toBe(false);
  expect(thread?.take()).toBeUndefined();
});

test('does not pay for a small core, nor for none', () => {
  expect(GraphThread.pays(fileOf('core'))).toBe(false);
  expect(GraphThread.pays(fileOf('nowhere'))).toBe(false);
});
