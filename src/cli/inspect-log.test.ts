import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-cli-log-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Of a run of Go 1.23. */
const death = [
  'fatal error: concurrent map writes',
  '',
  'goroutine 1 [running]:',
  'main.(*cache).put(0xc0000262d0?, {0x492740?, 0x1?}, 0x12cac)',
  '\t/src/go1.23.12/die/main.go:16 +0x37',
  'main.main()',
  '\t/usr/lib/go1.23.12/src/runtime/proc.go:272 +0x3f8',
  '',
  'goroutine 6 [runnable]:',
  'main.(*cache).put(0xc0000262d0?, {0x492740?, 0x1?}, 0x60d)',
  '\t/src/die/main.go:16 +0x5e',
  '',
].join('\n');

/** A collection each 100 ms; `isClose` puts the goal at what is alive. */
function collections(count: number, isClose: boolean): string {
  const goal = isClose ? 107 : 212;
  return Array.from(
    { length: count },
    (_, place) =>
      `gc ${place + 1} @${(place / 10).toFixed(3)}s 40%: 0.1+80+0.01 ms clock, 0.2+${isClose ? 40 : 0}/${isClose ? 40 : 8}/0+0.02 ms cpu, 107->118->106 MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P\n`,
  ).join('');
}

function fileOf(text: string): string {
  const file = path.join(folder, 'service.log');
  fs.writeFileSync(file, text);
  return file;
}

describe('highwater inspect FILE.log', () => {
  test('as JSON: the keys of the contract and those of logs', async () => {
    const file = fileOf(collections(100, true) + death);
    const { code, stdout, stderr } = await runCli(['inspect', file, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout);
    expect(report.target).toEqual({ kind: 'crash', source: file, goVersion: 'go1.23.12' });
    expect(report.ledger).toBeNull();
    expect(report.maps).toEqual([]);
    expect(report.findings.map(({ id }: { id: string }) => id)).toEqual(['map-race', 'gc-thrash']);
    expect(report.gc.runs).toMatchObject([{ cycleCount: 100, liveBytes: { last: 106 * 2 ** 20 } }]);
    expect(report.collections[0]).toMatchObject({ cycleCount: expect.any(Number), goalBytes: 107 * 2 ** 20 });
    expect(report.deaths).toMatchObject([{ lineNumber: 101, place: 'main.(*cache).put main.go:16' }]);
    expect(report.cost.bytesRead).toBe(fs.statSync(file).size);
    expect(report.diagnostics).toEqual([]);
  });

  test.each(['en', 'zh'])('in %s, no wider than the terminal, and --fail-on', async (language) => {
    const file = fileOf(collections(100, true));
    const words = ['inspect', file, '--lang', language, '--fail-on', 'high'];
    const { code, stdout } = await runCli(words, { COLUMNS: '100' });
    expect(code).toBe(1);
    expect(stdout).toContain('gc-thrash');
    expect(stdout.split('\n').filter((line) => displayWidth(line) > 100)).toEqual([]);
    expect(/\p{Script=Han}/u.test(stdout)).toBe(language === 'zh');
    const calm = await runCli(['inspect', fileOf(collections(100, false)), '--fail-on', 'low']);
    expect(calm.code).toBe(0);
  });

  test('standard input, packed or not', async () => {
    const text = new TextEncoder().encode(collections(30, false));
    const { code, stdout } = await runCli(['inspect', '-', '--json'], {}, [text]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ target: { source: '-' }, gc: { runs: [{ cycleCount: 30 }] } });
  });

  test('a text of nobody is one line, and exit code 2', async () => {
    const { code, stdout, stderr } = await runCli(['inspect', fileOf('all is well\n')]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(stderr).toContain('no Go program speaks');
  });

  test('options of memory are refused', async () => {
    const { code, stderr } = await runCli(['inspect', fileOf(death), '--map', 'main.m']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('--map');
  });
});

test('a log is never held: 65 MB of lines, dumps and one line without end in 64 MB of heap', async () => {
  const pieces = function* (): Generator<Uint8Array> {
    const encoder = new TextEncoder();
    const line =
      '2026-11-21T10:00:00.1Z stderr F {"level":"info","msg":"request done","path":"/a/b","elapsed":17}\n';
    const lines = encoder.encode(line.repeat(2000));
    const dump = encoder.encode(`${death}\n`.repeat(100));
    const noise = new Uint8Array(2 ** 20).fill(0x78);
    for (let piece = 0; piece < 250; piece++) {
      yield lines;
      if (piece % 10 === 0) yield dump;
      if (piece > 230) yield noise;
    }
    yield encoder.encode(`\n${collections(10, false)}`);
  };
  const { code, stdout, stderr } = await runCli(
    ['inspect', '-', '--json'],
    { NODE_OPTIONS: '--max-old-space-size=64' },
    pieces(),
  );
  expect([code, stderr]).toEqual([0, '']);
  const report = JSON.parse(stdout);
  expect(report.cost.bytesRead).toBeGreaterThan(65e6);
  expect(report.deaths).toMatchObject([{ count: 2500 }]);
  expect(report.gc.runs).toMatchObject([{ cycleCount: 10 }]);
  expect(report.diagnostics.map(({ code: id }: { code: string }) => id)).toEqual(['log-line-cut']);
});
