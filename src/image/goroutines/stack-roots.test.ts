import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { u64At } from '../../base/index.ts';
import { openFunctions, readGoroutines, rootKind, StackRoots } from '../index.ts';
import { type BuildOptions, buildGo, type Inspected, inspectGo } from '../runtime/testdata/go-process.ts';

const program = path.join(import.meta.dirname, 'testdata/liveness.go');

/** What liveness.go prints: objects by what they were made for, and those that the collector has freed. */
interface LivenessFacts {
  readonly Made: { readonly live: readonly number[]; readonly stale: readonly number[] };
  readonly Freed: readonly number[];
}

const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped PIE', { flags: ['-ldflags=-s -w', '-buildmode=pie'] }],
  ['the local Go, not optimized', { flags: ['-gcflags=all=-N -l'] }],
  ['Go 1.24', { toolchain: 'go1.24.12' }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.21', { toolchain: 'go1.21.13' }],
  ['Go 1.18, stripped', { toolchain: 'go1.18.10', flags: ['-ldflags=-s -w'] }],
];

describe.each(variants)('roots on the stacks of %s', (name, options) => {
  test('are what the collector keeps, and not what it has freed', async () => {
    await inspectGo<LivenessFacts>(buildGo(program, options), (live) => {
      const { exact, words } = scan(live);
      const { Made, Freed } = live.facts;
      const isFreed = new Set(Freed);
      // What is alive at all is held by a stack alone, or by a deferred call of one.
      const alive = [...Made.live, ...Made.stale].filter((address) => !isFreed.has(address));
      expect(alive.length).toBeGreaterThanOrEqual(3 * (1 + 4 + 1 + 4));
      const direct = alive.filter((address) => exact.has(address));
      // The closures of deferredLoop are in the heap and hold three objects each; the others are on stacks.
      expect(alive.length - direct.length).toBeLessThanOrEqual(9);
      expect(Freed.filter((address) => exact.has(address))).toEqual([]);
      // The program leaves stale pointers where a scan of all words would take them for live ones.
      if (!name.includes('not optimized'))
        expect(Freed.filter((address) => words.has(address)).length).toBeGreaterThan(0);
    });
  });
});

/** Words that are exact roots, and all words in use on stacks. */
function scan({ runtime, image, diagnostics }: Inspected<LivenessFacts>): {
  exact: Set<number>;
  words: Set<number>;
} {
  const functions = openFunctions(runtime, image.memory);
  const roots = new StackRoots(runtime, functions, image.memory);
  const exact = new Set<number>();
  const words = new Set<number>();
  for (const goroutine of readGoroutines(runtime, image.memory, image.threads, diagnostics)) {
    const { sp, stackHigh } = goroutine;
    const bytes = image.memory.read(sp, stackHigh - sp) ?? new Uint8Array(0);
    for (let at = 0; at + 8 <= bytes.length; at += 8) words.add(u64At(bytes, at));
    const count = roots.read(goroutine);
    const { slot, word, kind } = roots.columns;
    for (let index = 0; index < count; index++) {
      if (kind[index] === rootKind.conservative || kind[index] === rootKind.own) continue;
      const isOnStack = slot[index] >= sp && slot[index] + 8 <= stackHigh;
      expect([goroutine.id, isOnStack && u64At(bytes, slot[index] - sp)]).toEqual([
        goroutine.id,
        word[index],
      ]);
      exact.add(word[index]);
    }
  }
  return { exact, words };
}
