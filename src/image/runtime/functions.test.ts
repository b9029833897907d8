import path from 'node:path';
import { expect, test } from 'vitest';
import { openFunctions } from './functions.ts';
import { type BuildOptions, buildGo, inspectGo } from './testdata/go-process.ts';

interface Position {
  readonly Pc: number;
  readonly Entry: number;
  readonly Function: string;
  readonly File: string;
  readonly Line: number;
}

const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped PIE', { flags: ['-ldflags=-s -w', '-buildmode=pie'] }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.20, PIE', { toolchain: 'go1.20.14', flags: ['-buildmode=pie'] }],
  ['Go 1.18, stripped', { toolchain: 'go1.18.10', flags: ['-ldflags=-s -w'] }],
];

test.each(variants)(
  '%s: functions, inlined ones and lines are those of runtime.CallersFrames',
  async (_, options) => {
    const binary = buildGo(path.join(import.meta.dirname, 'testdata/positions.go'), options);
    await inspectGo<Position[]>(binary, ({ facts, image, runtime }) => {
      const functions = openFunctions(runtime, image.memory);
      const seen = facts.map(({ Pc, Function }) => {
        const [{ name, position }] = functions.callsAt(Pc);
        return {
          Pc,
          Entry: functions.entryOf(Pc),
          // Names of generic functions are shortened for printing from Go 1.21 on (runtime/symtab.go, funcNameForPrint).
          Function: Function.includes('[...]') ? name.replace(/\[.*\]/, '[...]') : name,
          File: position?.file ?? '?',
          Line: position?.line ?? 0,
        };
      });
      expect(seen).toEqual(facts);
      const depths = facts.map(({ Pc }) => functions.callsAt(Pc).length);
      expect(depths.length).toBeGreaterThan(300);
      expect(depths.filter((depth) => depth > 1).length).toBeGreaterThan(20);
    });
  },
);
