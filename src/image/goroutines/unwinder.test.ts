import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FunctionTable, SourceCall } from '../../formats/index.ts';
import {
  type ImageEvidence,
  openFunctions,
  readGoroutines,
  readStack,
  type StackFrame,
  Unwinder,
} from '../index.ts';
import { type BuildOptions, buildGo } from '../runtime/testdata/go-process.ts';
import type { TracedFrame, TracedGoroutine } from './testdata/traceback.ts';
import { type LiveImage, lookAndTrace, traceAndLook } from './testdata/traced-process.ts';

const program = path.join(import.meta.dirname, 'testdata/parked.go');
const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped PIE', { flags: ['-ldflags=-s -w', '-buildmode=pie'] }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.21, PIE', { toolchain: 'go1.21.13', flags: ['-buildmode=pie'] }],
  ['Go 1.18, stripped', { toolchain: 'go1.18.10', flags: ['-ldflags=-s -w'] }],
];

describe.each(variants)('the stacks of %s', (_, options) => {
  test('are those that the runtime prints, frame by frame', async () => {
    const { seen, traced } = await lookAndTrace([buildGo(program, options)], unwindAll);
    expectEqualStacks(seen, traced);
  });
});

const hasQemu = spawnSync('qemu-aarch64', ['--version']).status === 0;

test.for(['local', 'go1.23.12'])(
  'arm64: the stacks in a core of Go %s are those that the runtime prints',
  async (toolchain, { skip }) => {
    if (!hasQemu) skip('qemu-user is not installed');
    const folder = mkdtempSync(path.join(tmpdir(), 'highwater-arm64-'));
    try {
      const binary = buildGo(program, { toolchain, arch: 'arm64' });
      const { seen, traced } = await traceAndLook(binary, folder, unwindAll);
      expectEqualStacks(seen, traced);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

interface Unwound {
  readonly frames: readonly TracedFrame[];
  readonly end: string;
}

function expectEqualStacks(seen: ReadonlyMap<number, Unwound>, traced: readonly TracedGoroutine[]): void {
  let frameCount = 0;
  for (const { id, state, frames } of traced) {
    // The first of them is the one that handles the signal, on a thread's stack.
    if (id === 0) continue;
    const stack = seen.get(id);
    expect({ id, state, end: stack?.end, frames: stack?.frames }).toEqual({ id, state, end: 'top', frames });
    frameCount += frames.length;
  }
  expect(frameCount).toBeGreaterThan(200);
  const states = new Set(traced.map(({ state }) => state));
  for (const state of ['chan receive', 'select', 'sleep', 'IO wait', 'syscall'])
    expect([...states]).toContain(state);
}

function unwindAll({
  image,
  runtime,
  diagnostics,
}: Pick<LiveImage, 'runtime' | 'diagnostics'> & { image: ImageEvidence }): Map<number, Unwound> {
  const functions = openFunctions(runtime, image.memory);
  const unwinder = new Unwinder(runtime, functions, image.memory);
  const stacks = new Map<number, Unwound>();
  for (const goroutine of readGoroutines(runtime, image.memory, image.threads, diagnostics)) {
    const { frames, end } = readStack(unwinder, goroutine);
    stacks.set(goroutine.id, { frames: frames.flatMap((frame) => asPrinted(functions, frame)), end });
  }
  return stacks;
}

/** As the runtime prints a frame: a line for each inlined call, and the registers at the function itself. */
function asPrinted(functions: FunctionTable, { callPc, fp, sp, pc }: StackFrame): TracedFrame[] {
  const calls = functions.callsAt(callPc);
  return calls.map(({ name, position }: SourceCall, index) => ({
    // The runtime's names for printing (runtime/traceback.go printFuncName, symtab.go funcNameForPrint).
    name: name === 'runtime.gopanic' ? 'panic' : name.replace(/\[.*\]/, '[...]'),
    place: position ? `${position.file}:${position.line}` : '',
    ...(index === calls.length - 1 ? { fp, sp, pc } : { fp: undefined, sp: undefined, pc: undefined }),
  }));
}
