import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmptiedService } from './testdata/emptied-service.ts';
import { runCli } from './testdata/run-cli.ts';

/** Addresses, by what the program has there. */
type Facts = Readonly<Record<string, string | undefined>>;

const service = new EmptiedService('../../inspect/testdata/held/main.go');
let facts: Facts;

beforeAll(async () => {
  await service.start();
  facts = JSON.parse(service.firstLine) as Facts;
}, 120_000);
afterAll(() => service.stop());

function why(question: string | undefined, ...words: string[]): ReturnType<typeof runCli> {
  return runCli(['inspect', String(service.pid), '--why', question ?? '', ...words]);
}

test('--why tells who keeps an object, in both languages and as JSON', async () => {
  const english = await why(facts['buffer']);
  expect([english.code, english.stderr]).toEqual([0, '']);
  expect(english.stdout).toContain('[]uint8 @');
  expect(english.stdout).toContain('- main.srv.byIndex[7].buffer (package variable)');
  expect(english.stdout).toMatch(/main\.srv \(package variable\) +retains \d+\.\d MiB/);
  const chinese = await why(facts['buffer'], '--lang', 'zh');
  expect(chinese.stdout).toContain('- main.srv.byIndex[7].buffer (包变量)');
  const { stdout } = await why(facts['alice'], '--json');
  const answer = JSON.parse(stdout);
  expect(Object.keys(answer)).toEqual([
    'kind',
    'object',
    'offset',
    'part',
    'dominators',
    'dominatorCount',
    'ways',
    'wayCount',
  ]);
  expect(answer.object).toMatchObject({ address: facts['alice'], type: 'main.session', reachable: true });
  expect(answer.ways[0].steps.at(-1).address).toBe(facts['alice']);
});

test('--why of a type lists where they are, and addresses to go on with', async () => {
  const { stdout } = await why('main.session', '--json', '--top', '2');
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({ kind: 'type', objects: 4 });
  expect([answer.paths.length, answer.largest.length]).toEqual([2, 2]);
  const next = await why(answer.largest[0].address, '--json');
  expect(JSON.parse(next.stdout).object).toEqual(answer.largest[0]);
  const text = await why('main.session', '--top', '2');
  expect(text.stdout).toContain('4 live objects');
});

test('--redact shows no key of a map', async () => {
  const plain = await why(facts['bob']);
  expect(plain.stdout).toContain('main.srv.sessions["bob"]');
  const redacted = await why(facts['bob'], '--redact');
  expect(redacted.stdout).toContain('main.srv.sessions[…]');
  expect(redacted.stdout).not.toContain('"bob"');
});

test('what cannot be answered is one line that says what is there instead', async () => {
  for (const [question, words] of [
    ['main.sesion', 'did you mean main.session?'],
    ['0x10', 'not mapped'],
    [facts['variable'], 'package variable main.plain'],
    [facts['stack'], 'on the stack of goroutine 1'],
    [facts['free'], 'free slot of 1.0 KiB'],
  ] as const) {
    const { code, stdout, stderr } = await why(question);
    expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
    expect(stderr).toContain(words);
  }
  const without = await why(facts['bob'], '--no-graph');
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('use --graph')]);
  const two = await runCli(['inspect', String(service.pid), String(service.pid), '--why', 'string']);
  expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('--why looks into one target')]);
});

test('a core answers as the process does', async ({ skip }) => {
  const gcore = ['/usr/bin/gcore', '/usr/local/bin/gcore'].find((candidate) => fs.existsSync(candidate));
  if (gcore === undefined) return skip('gcore is not installed (apt-get install gdb)');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-why-'));
  try {
    execFileSync(gcore, ['-o', path.join(folder, 'core'), String(service.pid)], { stdio: 'ignore' });
    const core = path.join(folder, `core.${service.pid}`);
    for (const question of [facts['entry'] ?? '', 'main.session']) {
      const live = await why(question, '--json');
      const dead = await runCli(['inspect', core, '--why', question, '--json']);
      expect([dead.code, JSON.parse(dead.stdout)]).toEqual([0, JSON.parse(live.stdout)]);
    }
    const growth = await runCli(['inspect', core, String(service.pid), '--json']);
    expect(growth.code).toBe(0);
    expect(JSON.parse(growth.stdout)).toMatchObject({
      grown: null,
      types: [],
      maps: [],
      totals: { of: 'live' },
    });
    const text = await runCli(['inspect', String(service.pid), String(service.pid), '--lang', 'zh']);
    expect(text.stdout).toContain('没有任何持有者增长');
    const other = await runCli(['inspect', core, String(process.pid)]);
    expect(other.code).toBe(2);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
