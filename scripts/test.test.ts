import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Lines printed and exit code of scripts/test.ts for a configuration. */
function run(config: string): { lines: string[]; exitCode: number | null } {
  const result = spawnSync(process.execPath, [join(import.meta.dirname, 'test.ts'), '--config', config], {
    encoding: 'utf8',
  });
  return { lines: result.stdout.trimEnd().split('\n'), exitCode: result.status };
}

test('counts every outcome, names what was skipped and why, and fails', () => {
  const { lines, exitCode } = run('scripts/testdata/outcomes/vitest.config.ts');
  // The failures: a test, a file that cannot be loaded, and a test whose hook failed.
  expect(lines.slice(-2)).toEqual([
    'skipped: scripts/testdata/outcomes/one-of-each.example.ts > cannot run: the machine has no tide',
    '2 passed, 3 failed, 1 skipped',
  ]);
  expect(exitCode).toBe(1);
});

test('a run that cannot start is a failure too', () => {
  const { lines, exitCode } = run('scripts/testdata/no-such.config.ts');
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(exitCode).toBe(1);
});
