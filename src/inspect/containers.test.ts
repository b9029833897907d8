import { describe, expect, test } from 'vitest';
import { containerPrograms, containerProblemsOf, hasCompiler } from './testdata/container-programs.ts';

const timeoutMs = 120_000;

describe('what pools, timers, handles and finalizers hold is found, named and counted', () => {
  test.for(containerPrograms)('$what', { timeout: timeoutMs }, async (program, { skip }) => {
    if (program.needsCompiler === true && !hasCompiler()) skip('there is no C compiler');
    expect(await containerProblemsOf(program, undefined)).toEqual([]);
  });
});
