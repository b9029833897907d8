/* What is wasted by goroutines, by the heap's pages and outside Go, found and named; test/matrix has the older lines. */
import { expect, test } from 'vitest';
import { compareWaste, compareWasteOfCore, coreCases, hasProgram, wasteCases } from './runtime-waste.ts';

const timeoutMs = 180_000;
const local = { toolchain: 'local' };

test.for(wasteCases)('a process: $way $flavour', { timeout: timeoutMs }, async (waste, { skip }) => {
  if (waste.flavour === 'cgo' && !hasProgram('gcc')) skip('there is no C compiler');
  expect((await compareWaste(local, waste)).problems).toEqual([]);
});

test.for(coreCases)('a core: $way', { timeout: timeoutMs }, async (waste, { skip }) => {
  if (!hasProgram('gdb')) skip('there is no gdb');
  expect((await compareWasteOfCore(local, waste)).problems).toEqual([]);
});
