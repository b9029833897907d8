import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmptiedService } from './testdata/emptied-service.ts';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

const service = new EmptiedService('../../inspect/testdata/growing/main.go');
beforeAll(() => service.start(), 180_000);
afterAll(() => service.stop());

test('--watch: each line with its peak and now, as JSON with the keys of every look', async () => {
  const { code, stdout, stderr } = await runCli([
    'inspect',
    String(service.pid),
    '--watch',
    '2s',
    '--every',
    '0.5s',
    '--json',
  ]);
  expect([code, stderr]).toEqual([0, '']);
  const series = JSON.parse(stdout);
  expect(series).toMatchObject({
    target: { kind: 'process' },
    maps: [],
    findings: [],
    ledger: null,
    looks: 5,
  });
  const names = series.lines.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['RSS', 'heap', 'map main.srv.sessions']));
  // Nothing happens in it.
  expect(series.lines.filter(({ verdict }: { verdict: string }) => verdict === 'growing')).toEqual([]);
  for (const { now, peak, points } of series.lines) {
    expect(now).toBeLessThanOrEqual(peak);
    expect(points).toBe(5);
  }
});

test('--watch --html: a page with every line over time', async () => {
  const page = `${service.folder}/watch.html`;
  const words = ['inspect', String(service.pid), '--watch', '0.4s', '--every', '0.2s', '--html', page];
  const { code, stderr } = await runCli(words);
  expect([code, stderr]).toEqual([0, '']);
  const data = JSON.parse(
    /id="page-data"[^>]*>([^]*?)<\/script>/.exec(readFileSync(page, 'utf8'))?.[1] ?? '',
  );
  const { timelines, tables, headline } = data.words.zh;
  expect(headline).toContain('查看 3 次');
  const drawn = timelines.flatMap(({ series }: { series: { title: string; points: unknown[] }[] }) => series);
  const told = tables
    .filter(({ id }: { id: string }) => id !== 'rules')
    .flatMap(({ rows }: { rows: string[][] }) => rows.map(([name]) => name));
  expect(drawn.map(({ title }: { title: string }) => title).toSorted()).toEqual(told.toSorted());
  expect(told).toContain('map main.srv.sessions');
  for (const { points } of drawn) expect(points).toHaveLength(3);
});

test('Ctrl-C ends --watch with what is known by then, in both languages', async () => {
  for (const [language, said] of [
    ['en', /Ended early/],
    ['zh', /提前结束/],
  ] as const) {
    const main = new URL('main.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [
      main,
      String(service.pid),
      '--watch',
      '10m',
      '--every',
      '0.3s',
      '--top',
      '200',
      '--lang',
      language,
    ]);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(text).toMatch(said);
    expect(text).toContain('map main.srv.sessions');
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  }
});

test('a growing line is a finding, which --fail-on asks for; one that does not grow is none', async () => {
  let perPoint = 0;
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(query.get(name)));
    const values: [number, string][] = [];
    // What surrounds the rise moves up and down by a hundredth.
    for (let at = start, i = 0; at <= end; at += step, i++)
      values.push([at, String(1e8 + i * perPoint + 1e6 * ((i * 7) % 11))]);
    const metric = { __name__: 'process_resident_memory_bytes', instance: 'a:80' };
    const result = query.get('query')?.startsWith('process_resident') ? [{ metric, values }] : [];
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (...words: string[]): Promise<{ code: number | null; stdout: string }> =>
    runCli(['inspect', '--prometheus', url, '--range', '1h', ...words]);
  try {
    expect(await ask('--fail-on', 'low', '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"findings":[],'),
    });
    perPoint = 1e6;
    const json = await ask('--fail-on', 'medium', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout).findings).toMatchObject([
      { id: 'memory-growth', where: 'process_resident_memory_bytes', severity: 'medium' },
    ]);
    expect((await ask('--fail-on', 'high')).code).toBe(0);
    for (const [language, said] of [
      ['en', /memory-growth[^]*grows by [^]*curl -so before\.pb\.gz/],
      ['zh', /memory-growth[^]*每小时增长/],
    ] as const)
      expect((await ask('--lang', language)).stdout).toMatch(said);
  } finally {
    server.close();
  }
});

test.each([
  [['1', '--every', '5s'], /--every goes with --watch/],
  [['--prometheus', 'http://x', '1'], /stands alone/],
  [['1', '--watch', 'soon'], /not a duration/],
  [['1', '--watch', '30d', '--every', '1s'], /more than 5000 looks/],
  [['1', '2', '--watch', '10s'], /one process/],
  [['1', '--watch', '10s', '--map', 'x'], /--map looks at one moment/],
  [['1', '--watch', '10s', '--rule', 'mspan=5000'], /the rules are growth-per-minute/],
])('%j is refused in one line', async (words, said) => {
  const { code, stdout, stderr } = await runCli(['inspect', ...words]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(said);
  expect(stderr.trimEnd()).not.toContain('\n');
});
