/*
 * What the graph of a heap costs: every object, its pointers, dominators and retained bytes, on programs that fill the heap
 * with known objects. Wall time and peak memory are those of a process that does nothing else, its start included; `work`
 * is without it. The bytes that are reached are checked against runtime.MemStats of the program.
 *
 *     npm run bench:graph -- [--objects=5000000] [records|list|lru] …
 */
import { fileURLToPath } from 'node:url';
import { buildGo } from '../src/image/runtime/testdata/go-process.ts';
import { median, runOnce, startTarget } from './measure.ts';
import type { GraphLook } from './graph-look.ts';
import { machineLine, mebibytes, milliseconds, printTable } from './print.ts';

const runs = 3;
const source = fileURLToPath(new URL('../src/image/graph/testdata/many.go', import.meta.url));
const worker = fileURLToPath(new URL('graph-look.ts', import.meta.url));

async function measure(binary: string, shape: string, objects: number, kind: string): Promise<string[]> {
  const target = await startTarget(binary, [shape, String(objects)]);
  try {
    const { heapAlloc } = JSON.parse(target.truth) as { heapAlloc: number };
    const allowed = kind === 'marks' ? ['100e6'] : [];
    const samples = Array.from({ length: runs }, () => {
      const run = runOnce([process.execPath, worker, String(target.pid), ...allowed]);
      if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}`);
      return { ...run, look: JSON.parse(run.stdout) as GraphLook };
    });
    const { look } = samples[0];
    if (look.kind !== kind) throw new Error(`${look.kind} instead of ${kind}`);
    if (Math.abs(look.reachableBytes - heapAlloc) > heapAlloc / 100)
      throw new Error(`${look.reachableBytes} bytes are reached, the program says ${heapAlloc}`);
    const workMs = median(samples.map((sample) => sample.look.workMs));
    return [
      `${shape}, ${kind}`,
      String(look.reachableObjects),
      mebibytes(look.reachableBytes),
      String(look.edges),
      milliseconds(median(samples.map((sample) => sample.wallMs))),
      milliseconds(workMs),
      `${((workMs * 1e6) / look.edges).toFixed(0)} ns`,
      mebibytes(median(samples.map((sample) => sample.peakBytes))),
    ];
  } finally {
    await target.stop();
  }
}

const given = process.argv.slice(2);
const objects = Number(given.find((word) => word.startsWith('--objects='))?.slice(10) ?? 5_000_000);
const named = given.filter((word) => !word.startsWith('--'));
const binary = buildGo(source);
const rows: string[][] = [];
for (const shape of named.length > 0 ? named : ['records', 'list', 'lru']) {
  for (const kind of ['graph', 'marks']) rows.push(await measure(binary, shape, objects, kind));
}
console.log(machineLine(`median of ${runs} runs`));
printTable(['heap', 'objects', 'reached', 'pointers', 'wall', 'work', 'a pointer', 'peak'], rows);
