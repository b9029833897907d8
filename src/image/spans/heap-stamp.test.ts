import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Diagnostics, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { HeapStamp } from './heap-stamp.ts';
import { readSpans } from './read-spans.ts';

const source = join(import.meta.dirname, 'testdata/taking.go');
const timeoutMs = 120_000;

/** Whether the spans that are read now still hold after `happen`. */
function holdsAfter(runtime: Runtime, memory: Memory, happen: () => void): boolean | undefined {
  const stamp = HeapStamp.take(runtime, memory);
  const spans = readSpans(runtime, memory, new Diagnostics());
  happen();
  memory.refresh();
  return stamp?.stillHolds(spans, memory);
}

/** Returns once the process has done what the signal asks for. */
function ask(pid: number, signal: NodeJS.Signals, counter: number, memory: Memory): void {
  const before = countAt(counter, memory);
  process.kill(pid, signal);
  while (countAt(counter, memory) === before) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

function countAt(counter: number, memory: Memory): number {
  const bytes = memory.read(counter, 8);
  return bytes ? u64At(bytes, 0) : -1;
}

const goLines = ['local', 'go1.23.12', 'go1.21.13'];

test.each(goLines)(
  'spans hold until the heap takes one, a stack moves or a cycle ends: %s',
  async (toolchain) => {
    const binary = buildGo(source, { toolchain });
    await inspectGo<number>(
      binary,
      ({ facts: counter, image: { pid, memory }, runtime }) => {
        const quiet = (): boolean | undefined => holdsAfter(runtime, memory, () => {});
        // The runtime may still be about its own start.
        for (let tries = 0; tries < 100 && quiet() === false; tries++);
        expect(quiet()).toBe(true);
        for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGHUP'] as const) {
          for (let round = 0; round < 4; round++) {
            const holds = holdsAfter(runtime, memory, () => ask(pid, signal, counter, memory));
            expect(holds, `${signal}, round ${round}`).toBe(false);
          }
        }
      },
      { GOGC: 'off' },
    );
  },
  timeoutMs,
);

test(
  'a stripped binary does not say where the counters are',
  async () => {
    const binary = buildGo(source, { flags: ['-ldflags=-s -w'] });
    await inspectGo<number>(binary, ({ image: { memory }, runtime }) => {
      expect(HeapStamp.take(runtime, memory)).toBeUndefined();
    });
  },
  timeoutMs,
);
