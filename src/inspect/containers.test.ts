import { describe, expect, test } from 'vitest';
import { rounds } from '../../test/truth/rounds.ts';
import { inspect } from './index.ts';
import { containerPrograms, containerProblemsOf, hasCompiler } from './testdata/container-programs.ts';
import { GoService } from './testdata/go-service.ts';

const timeoutMs = 120_000;

describe('what pools, timers, handles and finalizers hold is found, named and counted', () => {
  test.for(containerPrograms)('$what', { timeout: timeoutMs }, async (program, { skip }) => {
    if (program.needsCompiler === true && !hasCompiler()) skip('there is no C compiler');
    expect(await containerProblemsOf(program, undefined)).toEqual([]);
  });
});

test(
  'of a process that takes, puts back, starts and stops all the time no more is said than is there',
  async () => {
    const service = await GoService.start('churning', undefined);
    try {
      const { buffers, bufferBytes } = JSON.parse(service.firstLine) as Record<string, number>;
      for (let look = 0; look < rounds(3, 10); look++) {
        using inspection = await inspect(service.pid);
        for (const finding of inspection.findings) {
          expect(finding.id).not.toMatch(/timer-unstopped|cgo-handles|finalizer-backlog/);
          if (finding.id !== 'pool-hoard') continue;
          expect(finding.where).toBe('main.buffers');
          // A buffer can be met twice: in a list, and in the victim list that it becomes.
          expect(finding.evidence['values']).toBeLessThanOrEqual(3 * buffers);
          expect(finding.bytes).toBeLessThanOrEqual(3 * buffers * (bufferBytes + 64));
        }
      }
    } finally {
      service.stop();
    }
  },
  timeoutMs,
);
