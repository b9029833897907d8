import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmptiedService } from './testdata/emptied-service.ts';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

interface Facts {
  readonly sessions: number;
  readonly bufferBytes: number;
  readonly cacheBytes: number;
}

/** Three processes of one program, each some stages further. */
const services = [0, 2, 4].map((stages) => ({
  stages,
  service: new EmptiedService('../../inspect/testdata/growing/main.go'),
}));
const facts: Facts[] = [];
let pids: string[] = [];

beforeAll(async () => {
  for (const { stages, service } of services) {
    await service.start();
    let line = service.firstLine;
    for (let stage = 0; stage < stages; stage++) line = await service.next();
    facts.push(JSON.parse(line) as Facts);
  }
  pids = services.map(({ service }) => String(service.pid));
}, 180_000);
afterAll(() => {
  for (const { service } of services) service.stop();
});

test('two targets: what grew, as JSON', async () => {
  const { code, stdout, stderr } = await runCli(['inspect', ...pids.slice(0, 2), '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const growth = JSON.parse(stdout);
  expect(Object.keys(growth)).toEqual([
    'targets',
    'headline',
    'totals',
    'grown',
    'noiseBytes',
    'ledger',
    'maps',
    'types',
    'holders',
    'packages',
    'goroutines',
    'findings',
    'rest',
    'diagnostics',
  ]);
  expect(growth.targets.map(({ pid }: { pid: number }) => String(pid))).toEqual(pids.slice(0, 2));
  const rowOf = (rows: { path: string }[], path: string): unknown => rows.find((row) => row.path === path);
  expect(rowOf(growth.holders, 'main.srv.sessions[*].buffer[*]')).toMatchObject({
    objects: [facts[0].sessions, facts[1].sessions],
    bytes: [facts[0].bufferBytes, facts[1].bufferBytes],
    changeBytes: facts[1].bufferBytes - facts[0].bufferBytes,
  });
  expect(rowOf(growth.maps, 'main.srv.sessions')).toMatchObject({
    entries: [facts[0].sessions, facts[1].sessions],
  });
  expect(growth.grown.path).toBe('main.srv.sessions');
  for (const line of growth.ledger) expect(line.changeBytes).toBe(line.bytes[1] - line.bytes[0]);
});

test('a series: first, last, change and its course, in both languages and within the width', async () => {
  for (const [language, headline] of [
    ['en', 'main.srv.sessions grew by 6'],
    ['zh', 'main.srv.sessions 增长'],
  ] as const) {
    const { code, stdout, stderr } = await runCli(['inspect', ...pids, '--lang', language, '--top', '5']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toContain(headline);
    expect(stdout).toMatch(/main\.srv\S*buffer\S* +\+8,000 +0 B +62\.5 MiB +\+62\.5 MiB +▁[▄▅]█/);
    expect(stdout).toMatch(/main\.srv\.cache\S* +-4 +4\.0 MiB +0 B +-4\.0 MiB +█[▄▅]▁/);
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  }
});

test('what cannot be compared is one line', async () => {
  const both = await runCli(['inspect', ...pids, '--map', 'main.srv.sessions']);
  expect([both.code, both.stderr.split('\n').length]).toEqual([2, 2]);
  expect(both.stderr).toContain('--map looks into one target');
  const gone = await runCli(['inspect', pids[0], '/no/such/core']);
  expect([gone.code, gone.stdout]).toEqual([2, '']);
});
