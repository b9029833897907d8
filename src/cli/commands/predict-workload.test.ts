import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliResult, runCli } from '../testdata/run-cli.ts';
import { displayWidth } from '../text/display-width.ts';

const type = 'map[int][128]byte';
const emptied = 'insert 100k over 10m\ndelete 99k oldest over 10m\nwait 1h\n';
const sessions =
  'time,sessions\n2026-01-31T08:00:00+08:00,100000\nbroken\n2026-01-31T10:00:00+08:00,100\n2026-01-31T12:00:00+08:00,100\n';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-workload-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

function replayed(text: string, ...options: string[]): Promise<CliResult> {
  return runCli(['predict', type, '--workload', written('workload', text), ...options]);
}

describe('predict --workload', () => {
  test('says first what is kept and what is needed, and draws it within the window', async () => {
    const { code, stdout, stderr } = await replayed(emptied, '--go', '1.23');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    const headline = lines.slice(0, lines.indexOf('')).join(' ');
    expect(headline).toMatch(
      /^After the peak of 100,000 entries the map keeps \d+\.\d MiB; its 1,000 entries need \d+ KiB\.$/,
    );
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('\u{1b}');
    const rows = lines.filter((line) => /[│┤]/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(8);
    expect(new Set(rows.map((row) => row.search(/[│┤]/))).size).toBe(1);
    expect(rows.join('\n')).toMatch(/╌ high water \d+\.\d MiB/);
    // At the end it holds what it held at the peak, and needs a line's worth of it.
    expect(rows.at(-1)?.endsWith('▁')).toBe(true);
    expect(rows.at(-2)?.endsWith('░')).toBe(true);
    expect(stdout).toMatch(/^most entries {2}10m /m);
    expect(stdout).toMatch(/^end {2,}1h20m /m);
  });

  test('in Chinese the columns line up too', async () => {
    const { stdout } = await replayed(emptied, '--lang', 'zh');
    expect(stdout).toContain('达到 100,000 个条目的峰值之后');
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  test('--json gives the series and its marks', async () => {
    const { stdout } = await replayed(emptied, '--json', '--go', '1.25');
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      type: 'map[int][128]uint8',
      goVersion: '1.25',
      mapKind: 'swiss',
      workload: { format: 'operations', operations: 199_000, axis: { kind: 'elapsed' }, end: 4_800_000 },
      diagnostics: [],
    });
    const last = answer.series.at(-1);
    expect(last).toMatchObject({ at: 4_800_000, len: 1000 });
    expect(last.bytes).toBeGreaterThan(10 * last.rebuiltBytes);
    expect(answer.highWaterBytes).toBe(
      Math.max(...answer.series.map(({ peakBytes }: { peakBytes: number }) => peakBytes)),
    );
    expect(answer.marks.map(({ mark }: { mark: string }) => mark)).toEqual([
      'most-entries',
      'most-bytes',
      'fewest-after',
      'end',
    ]);
  });

  test('live counts are drawn in the zone of the file, and a damaged row is told', async () => {
    const { code, stdout, stderr } = await replayed(sessions, '--evict', 'random');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ +08:00 .* 10:00 .* 12:00$/m);
    expect(stdout).toContain('line 3: expected time,count or time,count,churn; the row is left out');
    expect(stdout).toMatch(/^most entries {2}2026-01-31 08:00 /m);
  });

  test('--svg writes one well-formed document that needs nothing else', async () => {
    const file = path.join(folder, 'plot.svg');
    const struct = 'map[string]struct{ a <-chan int }';
    const workload = written('workload', emptied);
    const { code } = await runCli(['predict', struct, '--workload', workload, '--svg', file]);
    expect(code).toBe(0);
    const svg = fs.readFileSync(file, 'utf8');
    expect(openElements(svg)).toEqual([]);
    expect(svg).toMatch(
      /<title id="title">Bytes of map\[string\]struct \{ a &lt;-chan int \} over time, Go 1\.26<\/title>/,
    );
    expect(svg).toMatch(/<desc id="description">After the peak of 100,000 entries/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|@import|url\(/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toContain('prefers-color-scheme:dark');
  });

  test('--compare puts versions into one plot and one table', async () => {
    const { stdout } = await replayed(emptied, '--compare', '1.22,1.23,1.26');
    expect(stdout).toMatch(/^a {2}1\.22 – 1\.23 +buckets/m);
    expect(stdout).toMatch(/^b {2}1\.26 +Swiss/m);
    const { stdout: json } = await replayed(emptied, '--compare', '1.22,1.26', '--json');
    expect(JSON.parse(json).versions.map(({ goVersion }: { goVersion: string }) => goVersion)).toEqual([
      '1.22',
      '1.26',
    ]);
  });

  test('the edges: nothing inserted, one row, everything at one moment', async () => {
    for (const text of ['gc\n', '5,0\n', '5,100\n', 'clear\nrebuild\ninsert 1\ndelete all']) {
      const { code, stdout, stderr } = await replayed(text, '--svg', path.join(folder, 'edge.svg'));
      expect([text, code, stderr]).toEqual([text, 0, '']);
      expect(stdout).not.toMatch(/NaN|Infinity|undefined/);
      expect(fs.readFileSync(path.join(folder, 'edge.svg'), 'utf8')).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  test.each([
    [['insert 5\ninsrt 7'], ':2: expected insert, delete,'],
    [['time,count\nx,1\n'], ': no row can be used; expected lines of time,count'],
    [[''], ': the file is empty'],
    [['insert 21M'], ':1: more than 20,000,000 entries at once'],
    [['insert 5', '--entries', '5'], '--entries and --workload exclude each other'],
    [['insert 5', '--delete', 'all'], '--delete and --workload exclude each other'],
    [['insert 5', '--go', '1.99'], "'1.99' is no Go version"],
    [['insert 5', '--compare', '1.23,2.0'], "'2.0' is no Go version"],
    [['insert 5', '--evict', 'eldest'], 'Allowed choices are oldest, newest, random'],
    [['insert 5', '--svg', '/nonexistent/plot.svg'], 'cannot write /nonexistent/plot.svg: ENOENT'],
  ])('%j is one line and exit code 2', async ([text, ...options], message) => {
    const { code, stdout, stderr } = await replayed(text, ...options);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each([
    [
      ['predict', type, '--workload', '/nonexistent'],
      'cannot read /nonexistent: ENOENT: no such file or directory',
    ],
    [['predict', type, '--workload', '/'], 'cannot read /: EISDIR'],
    [['predict', type, '--evict', 'random'], '--evict needs --workload FILE'],
    [['predict', type, '--svg', 'plot.svg'], '--svg needs --workload FILE'],
    [
      ['predict', '[]int', '--workload', '/dev/null'],
      "'[]int' is no map type; expected one like map[string]int",
    ],
    [
      ['predict', 'map[[]byte]int', '--workload', '/dev/null'],
      "'map[[]byte]int': col 5: invalid map key type []byte",
    ],
  ])('%j is one line and exit code 2', async (words, message) => {
    const { code, stdout, stderr } = await runCli(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

/** Names of elements that are not closed, or closed out of turn. */
function openElements(xml: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, empty] of xml.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing === '') {
      if (empty === '') open.push(name);
    } else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}
