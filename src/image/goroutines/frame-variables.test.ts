import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FrameVariables, openFunctions, readGoroutines, spellFrameVariable, StackRoots } from '../index.ts';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';

const program = path.join(import.meta.dirname, 'testdata/liveness.go');

/** By address of each live object, the function and variable that hold it (`main.liveLocal: o`), '' for closures. */
interface PlaceFacts {
  readonly Places: Readonly<Record<string, string>>;
}

const variants: [string, BuildOptions, number][] = [
  ['the local Go', {}, 5],
  ['the local Go, not optimized', { flags: ['-gcflags=all=-N -l'] }, 5],
  ['the local Go, PIE', { flags: ['-buildmode=pie'] }, 5],
  ['Go 1.23', { toolchain: 'go1.23.12' }, 4],
  ['Go 1.18', { toolchain: 'go1.18.10' }, 4],
];

describe.each(variants)('variables of %s', (_, options, version) => {
  test('have the names that the source gives them', async () => {
    await inspectGo<PlaceFacts>(buildGo(program, options), ({ facts, image, runtime, diagnostics }) => {
      expect(runtime.dwarf?.version).toBe(version);
      const functions = openFunctions(runtime, image.memory);
      const roots = new StackRoots(runtime, functions, image.memory);
      const variables = new FrameVariables(runtime, functions);
      const seen = new Set<string>();
      for (const goroutine of readGoroutines(runtime, image.memory, image.threads, diagnostics)) {
        const count = roots.read(goroutine);
        const { slot, word, depth } = roots.columns;
        for (let index = 0; index < count; index++) {
          const wanted = facts.Places[`${word[index]}`];
          if (wanted === undefined || wanted === '' || depth[index] < 0) continue;
          const at = depth[index];
          const found = variables.at(roots.frameCalls[at], roots.framePointers[at], slot[index]);
          const name = found && spellFrameVariable(goroutine.id, found);
          expect({ name, isExact: found?.isExact }).toEqual({
            name: `goroutine ${goroutine.id} ${wanted}`,
            isExact: true,
          });
          seen.add(wanted);
        }
      }
      expect([...seen].sort()).toEqual([
        'main.branch: own',
        'main.inlined: deep',
        'main.liveArray: list',
        'main.liveLocal: o',
        'main.parameters: second',
      ]);
    });
  });
});
