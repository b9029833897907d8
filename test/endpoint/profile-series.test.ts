/* Three or more saved profiles on the command line, and the pages of series. */
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProfiledProgram } from '../../src/inspect/series/testdata/profiled-program.ts';
import { runCli } from '../../src/cli/testdata/run-cli.ts';
import { displayWidth } from '../../src/cli/text/display-width.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-cli-profiles-'));
let program: ProfiledProgram;
let files: readonly string[];
beforeAll(() => {
  program = new ProfiledProgram();
  files = program.run('heap', 10, 1);
});
afterAll(() => {
  program[Symbol.dispose]();
  fs.rmSync(folder, { recursive: true });
});

interface PageData {
  readonly words: Readonly<
    Record<
      'en' | 'zh',
      {
        readonly headline: string;
        readonly timelines: readonly { readonly series: readonly { readonly title: string }[] }[];
        readonly tables: readonly { readonly id: string; readonly rows: readonly unknown[][] }[];
      }
    >
  >;
  readonly flame?: unknown;
}

/** What a page was filled with. */
function dataOf(file: string): PageData {
  const [, json] = /id="page-data"[^>]*>([^]*?)<\/script>/.exec(fs.readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(json ?? '') as PageData;
}

test.each([
  ['en', /main\.keep main\.go:\d+ grows by 60\.0 MiB an hour/, /from 1\.0 MiB to 10\.0 MiB, highest with/],
  ['zh', /main\.keep main\.go:\d+ 每小时增长 60\.0 MiB/, /从 1\.0 MiB 到 10\.0 MiB，/],
] as const)('%s: the table, and in full what rose', async (language, headline, course) => {
  const { code, stdout, stderr } = await runCli(['inspect', ...files, '--lang', language]);
  expect([code, stderr]).toEqual([0, '']);
  const text = stdout.replaceAll('\n', ' ');
  expect(text).toMatch(course);
  expect(text).toMatch(headline);
  expect(stdout).toMatch(/[▁▂▃▄▅▆▇█]{10}/);
  for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
});

test('--json has the keys of every look, first and place of lines, and --fail-on fires', async () => {
  const { code, stdout } = await runCli(['inspect', ...files, '--json', '--top', '3', '--fail-on', 'medium']);
  expect(code).toBe(1);
  const series = JSON.parse(stdout);
  expect(series).toMatchObject({
    target: { kind: 'profiles' },
    ledger: null,
    maps: [],
    findings: [{ id: 'memory-growth', where: expect.stringMatching(/^main\.keep main\.go:\d+$/) }],
    diagnostics: [],
    looks: 10,
  });
  expect(series.cost.bytesRead).toBeGreaterThan(10_000);
  expect(series.lines).toHaveLength(3);
  const grown = series.lines.find(({ place }: { place?: object }) => place !== undefined);
  expect(grown).toMatchObject({ verdict: 'growing', place: { functionName: 'main.keep' } });
  expect(Object.keys(grown)).not.toContain('series');
  expect(series.flame.nodes.length).toBeGreaterThan(2);
});

test.each([
  [['--map', 'main.x'], /--map looks at one moment/],
  [['--graph'], /--graph wants a process/],
  [['--rule', 'x=1'], /the rules are/],
])('%j is refused in one line', async (words, said) => {
  const { code, stdout, stderr } = await runCli(['inspect', ...files.slice(0, 3), ...words]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(said);
});

test('--prometheus --html: every series is drawn, however long', async () => {
  const start = Date.UTC(2026, 0, 5) / 1000;
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    const name = /\b(go_\w+|process_\w+)\{/.exec(query)?.[1] ?? '';
    const values = Array.from({ length: 2000 }, (_, i) => [start + 600 * i, String(1e8 + 1000 * (i % 7))]);
    // A peak of one sample, which no thinning may lose.
    values[777] = [start + 600 * 777, '9e8'];
    const result = /heap_alloc|resident/.test(name) ? [{ metric: { __name__: name }, values }] : [];
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const file = path.join(folder, 'prometheus.html');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, stderr } = await runCli(['inspect', '--prometheus', url, '--html', file]);
  server.close();
  expect([code, stderr]).toEqual([0, '']);
  const { words } = dataOf(file);
  const [{ series }] = words.en.timelines as unknown as [
    { series: { title: string; points: [number, number][] }[] },
  ];
  expect(series.map(({ title }) => title).toSorted()).toEqual([
    'go_memstats_heap_alloc_bytes',
    'process_resident_memory_bytes',
  ]);
  for (const { points } of series) {
    expect(points.length).toBeLessThanOrEqual(600);
    expect(Math.max(...points.map(([, value]) => value))).toBe(9e8);
    expect(points.map(([at]) => at)).toEqual(points.map(([at]) => at).toSorted((a, b) => a - b));
  }
});
