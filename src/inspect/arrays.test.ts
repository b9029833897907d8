import { describe, expect, test } from 'vitest';
import { inspect } from './index.ts';
import { type ArrayFacts, arrayProblems, wholeProblems } from './testdata/array-waste.ts';
import { GoService } from './testdata/go-service.ts';

const lines = [
  ['the Go of this machine', undefined],
  ['Go 1.23', 'go1.23.12'],
  ['Go 1.21', 'go1.21.13'],
] as const;

const timeoutMs = 120_000;

describe('arrays of which little is used', () => {
  test.each(lines)(
    'are found and named, and others are not, on %s',
    async (_, toolchain) => {
      const service = await GoService.start('arrays', toolchain);
      try {
        using inspection = await inspect(service.pid);
        expect(arrayProblems(inspection, JSON.parse(service.firstLine) as ArrayFacts)).toEqual([]);
      } finally {
        service.stop();
      }
    },
    timeoutMs,
  );

  test(
    'of a stripped program are told where runtime types lead to them, and everything adds up',
    async () => {
      const service = await GoService.start('arrays', undefined, {}, ['-ldflags=-s -w']);
      try {
        using inspection = await inspect(service.pid);
        expect(wholeProblems(inspection)).toEqual([]);
      } finally {
        service.stop();
      }
    },
    timeoutMs,
  );
});
