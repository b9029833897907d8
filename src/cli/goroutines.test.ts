import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmptiedService } from './testdata/emptied-service.ts';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

const pool = new EmptiedService('pool/main.go');
const emptied = new EmptiedService();
beforeAll(() => Promise.all([pool.start(), emptied.start()]), 180_000);
afterAll(() => {
  pool.stop();
  emptied.stop();
});

interface Group {
  readonly function: string;
  readonly count: number;
  readonly isSystem: boolean;
}

async function goroutinesOf(...words: string[]): Promise<{ groups: Group[] } & Record<string, unknown>> {
  const { stdout, stderr } = await runCli([...words, '--json']);
  // Said before a process is stopped.
  expect(stderr).toMatch(words.includes('--freeze') ? /^stopping process \d+ for about [^\n]+\n$/ : /^$/);
  return JSON.parse(stdout).goroutines;
}

describe('the goroutines in JSON', () => {
  test.each([['of a process'], ['of a stopped process', '--freeze']])('%s', async (_, ...flags) => {
    const { groups, count, dead, stackUsedBytes, stackReservedBytes } = await goroutinesOf(
      String(pool.pid),
      ...flags,
    );
    const own = groups.filter(({ isSystem }) => !isSystem);
    expect(own.map((each) => [each.function, each.count])).toEqual([
      ['main.worker', 300],
      ['main.watcher', 40],
      ['main.main', 1],
    ]);
    expect(own[0]).toMatchObject({
      createdBy: 'main.main',
      createdAt: expect.stringMatching(/main\.go:37$/),
      standsIn: 'main.takeJob',
      standsAt: expect.stringMatching(/main\.go:18$/),
      waitReason: 'chan receive',
      labels: [{ key: 'tenant', value: 'acme', count: 100 }],
      oldestWaitMs: expect.any(Number),
    });
    expect(own[1]).toMatchObject({ standsIn: 'main.watcher', waitReason: 'select', labels: [] });
    expect(count).toBe(groups.reduce((sum, each) => sum + each.count, 0));
    expect(dead).toBeLessThan(10);
    expect(stackUsedBytes).toBeLessThan(Number(stackReservedBytes));
  });

  test('of a core, which has no clock', async ({ skip }) => {
    if (spawnSync('gdb', ['--version']).status !== 0) skip('there is no gdb');
    const core = path.join(pool.folder, 'core');
    const words = ['-p', String(pool.pid), '-batch', '-ex', `generate-core-file ${core}`];
    spawnSync('gdb', words, { stdio: 'ignore' });
    const { groups } = await goroutinesOf(core);
    expect(groups[0]).toMatchObject({ function: 'main.worker', count: 300, oldestWaitMs: null });
  });

  test('--redact leaves labels out', async () => {
    const { stdout } = await runCli([String(pool.pid), '--json', '--redact']);
    expect(stdout).toContain('main.takeJob');
    expect(stdout).not.toContain('acme');
  });
});

describe('the goroutines in the report', () => {
  test.each([
    ['en', /^Goroutines: 341, and \d ended ones/m, /upper bound/],
    ['zh', /^goroutine：341 个，另有 \d 个已结束/m, /上限/],
  ])('in %s', async (language, title, note) => {
    const { stdout } = await runCli([String(pool.pid), '--lang', language], { COLUMNS: '100' });
    expect(stdout).toMatch(title);
    expect(stdout).toMatch(/^ +300 +main\.main:37 +chan receive +main\.takeJob:18 +\d/m);
    expect(stdout).toMatch(/tenant=acme ×100/);
    expect(stdout).toMatch(note);
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(100);
  });

  test('are left out where there is a handful', async () => {
    expect((await runCli([String(emptied.pid)])).stdout).not.toMatch(/^Goroutines/m);
  });
});
