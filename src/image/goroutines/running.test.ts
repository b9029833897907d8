import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProcessImage } from '../../adapters/index.ts';
import { type Goroutine, openFunctions, readGoroutines, readStack, Unwinder } from '../index.ts';
import { type BuildOptions, buildGo, type Inspected, inspectGo } from '../runtime/testdata/go-process.ts';

const program = path.join(import.meta.dirname, 'testdata/running.go');
/** Functions that are never left. */
const endless: ReadonlySet<string> = new Set(['main.spin', 'main.clock', 'main.allocate']);
const roundCount = 12;
const mostLooks = 200;
const pause = new Int32Array(new SharedArrayBuffer(4));

const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped', { flags: ['-ldflags=-s -w'] }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.18, stripped', { toolchain: 'go1.18.10', flags: ['-ldflags=-s -w'] }],
];

describe.each(variants)('goroutines of %s that run', (_, options) => {
  test('are unwound from the registers of their threads, in a signal and in the vDSO too', async () => {
    await inspectGo(buildGo(program, options), (live) => {
      let byThread = 0;
      for (let round = 0; round < roundCount; round++) {
        stop(live.image);
        const stacks = programStacks(live);
        process.kill(live.image.pid, 'SIGCONT');
        Atomics.wait(pause, 0, 0, 5);
        expect(stacks.map(({ chain }) => chain).sort()).toEqual([
          'main.allocate < main.fill',
          'main.clock < main.watch',
          'main.spin < main.outer',
        ]);
        for (const { end } of stacks) expect(end).toBe('top');
        byThread += stacks.filter(({ standing }) => standing === 'thread').length;
      }
      expect(byThread).toBeGreaterThan(0);
    });
  });

  test('are known to be unknown while the process goes on', async () => {
    await inspectGo(buildGo(program, options), ({ image, runtime, diagnostics }) => {
      const unwinder = new Unwinder(runtime, openFunctions(runtime, image.memory), image.memory);
      // While the collector has stopped the world, and on a busy machine that takes a while, none runs.
      let running: Goroutine[] = [];
      for (let look = 0; look < mostLooks && running.length === 0; look++) {
        if (look > 0) Atomics.wait(pause, 0, 0, 5);
        image.memory.refresh();
        running = readGoroutines(runtime, image.memory, image.threads, diagnostics).filter(
          ({ status }) => status === 2,
        );
      }
      expect(running.length).toBeGreaterThan(0);
      for (const goroutine of running) {
        expect(goroutine).toMatchObject({ standing: 'unknown', pc: 0, sp: goroutine.stackLow });
        expect(readStack(unwinder, goroutine)).toEqual({ frames: [], end: 'unknown-place' });
      }
    });
  });
});

/** Stops the process and waits until every thread has stopped. */
function stop({ pid }: ProcessImage): void {
  process.kill(pid, 'SIGSTOP');
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (hasStopped(pid)) return;
    Atomics.wait(pause, 0, 0, 2);
  }
  throw new Error(`process ${pid} does not stop`);
}

function hasStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((task) =>
    / T /.test(readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8')),
  );
}

function programStacks({ image, runtime, diagnostics }: Inspected<unknown>): {
  chain: string;
  end: string;
  standing: string;
}[] {
  image.memory.refresh();
  const functions = openFunctions(runtime, image.memory);
  const unwinder = new Unwinder(runtime, functions, image.memory);
  return readGoroutines(runtime, image.memory, image.threads, diagnostics).flatMap((goroutine) => {
    const { frames, end } = readStack(unwinder, goroutine);
    const names = frames.flatMap(({ callPc }) => functions.callsAt(callPc).map(({ name }) => name));
    const at = names.findIndex((name) => endless.has(name));
    return at < 0 && functions.nameOf(goroutine.startPc)?.startsWith('runtime.')
      ? []
      : [{ chain: `${names[at]} < ${names[at + 1]}`, end, standing: goroutine.standing }];
  });
}
