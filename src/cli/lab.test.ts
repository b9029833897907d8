import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-lab-test-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Claims of one quick experiment: the size of a map variable, of a slice header, of an empty map. */
const quick = ['004-slice-24', '004-variable-24', '001-header-160'];

describe('lab, on the machine’s Go', () => {
  test('measures, judges, keeps what it measured, and does not measure it again', async () => {
    const file = path.join(folder, 'results.json');
    const first = await runCli(['lab', ...quick, '--json', '--results', file]);
    expect(first.code).toBe(0);
    const { columns, skipped, claims } = JSON.parse(first.stdout);
    expect(columns).toHaveLength(1);
    expect(columns[0]).toMatchObject({
      line: expect.stringMatching(/^1\.\d+$/),
      goVersion: expect.stringMatching(/^go1\.\d+/),
      machine: { cores: os.availableParallelism(), memoryBytes: os.totalmem(), arch: os.arch() },
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(skipped).toEqual([]);
    const verdicts = Object.fromEntries(
      claims.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]),
    );
    expect(verdicts).toEqual({
      '004-slice-24': 'true',
      '004-variable-24': 'false',
      '001-header-160': 'false',
    });
    const [header] = claims.find(({ id }: { id: string }) => id === '001-header-160').rows[0].checks;
    expect(header).toMatchObject({ unit: 'B', holds: false, predicted: { mean: 48 } });
    expect(Math.round(header.median)).toBe(48);

    const written = fs.readFileSync(file, 'utf8');
    const second = await runCli(['lab', ...quick, '--json', '--results', file]);
    expect(second.stdout).toBe(first.stdout);
    expect(fs.readFileSync(file, 'utf8')).toBe(written);

    const shown = await runCli(['lab', '--go', 'none', '--results', file, '004-slice-24', '--lang', 'zh']);
    expect(shown.stdout).toContain('结论：属实');
    for (const line of shown.stdout.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  }, 60_000);

  test('a line without a toolchain is left out, and counted', async () => {
    const file = path.join(folder, 'with-missing.json');
    fs.copyFileSync(path.join(folder, 'results.json'), file);
    const words = ['lab', '004-slice-24', '--go', '1.99.99', '--results', file, '--lang', 'en'];
    const { code, stdout } = await runCli(words, { GOPROXY: 'off' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 line of Go left out:\n {2}Go 1\.99: /);
    expect(stdout).toContain('1 true, 0 true on some versions only');
    expect(JSON.parse(fs.readFileSync(file, 'utf8')).columns).toHaveLength(1);
  });

  test('interrupted, it ends the programs that it started', async () => {
    const mainFile = fileURLToPath(new URL('main.ts', import.meta.url));
    const child = spawn(process.execPath, [mainFile, 'lab', 'own-rss-idle'], { stdio: 'ignore' });
    const program = await sleepingProgram(child.pid ?? 0);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([130, null]);
    while (fs.existsSync(`/proc/${program}`)) await sleep(20);
  });

  test('--list names every claim, in both languages and as JSON', async () => {
    const { stdout } = await runCli(['lab', '--list']);
    expect(stdout.match(/^\S+$/gm)?.length).toBeGreaterThan(150);
    expect((await runCli(['lab', '--list', '--lang', 'zh'])).stdout).toMatch(
      /^000-values-128\n {2}map\[int\]/m,
    );
    expect(JSON.parse((await runCli(['lab', '--list', '--json', ...quick])).stdout)).toHaveLength(3);
  });
});

/** The process of the experiment that sleeps, once it is there. */
async function sleepingProgram(parent: number): Promise<string> {
  for (;;) {
    const children = fs.readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ');
    const found = children.find((pid) => pid !== '' && commandOf(pid).includes('rss-idle-'));
    if (found !== undefined) return found;
    await sleep(50);
  }
}

function commandOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0];
  } catch {
    return '';
  }
}

test.each(['en', 'zh'])(
  'the committed results in a pipe: 80 columns, a verdict a claim (%s)',
  async (lang) => {
    const file = path.join(import.meta.dirname, '..', '..', 'lab', 'results', 'linux-amd64.json');
    const { stdout } = await runCli(['lab', '--go', 'none', '--results', file, '--lang', lang]);
    for (const line of stdout.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    const { claims } = JSON.parse(
      (await runCli(['lab', '--go', 'none', '--results', file, '--json'])).stdout,
    );
    expect(stdout.match(/^ {2}(Verdict: |结论：)/gm)).toHaveLength(claims.length);
  },
);

describe('one-line errors, exit 2', () => {
  test.each<[string, string[], RegExp, Record<string, string>]>([
    ['an unknown claim', ['lab', 'nonsense'], /no claim is called 'nonsense'.*--list/, {}],
    ['no line of Go', ['lab', '--go', 'two'], /'two' is no line of Go/, {}],
    ['nothing to show', ['lab', '--go', 'none'], /nothing was measured/, {}],
    ['no go command', ['lab', '004-slice-24'], /not on PATH.*install Go/, { PATH: '/nowhere' }],
    ['a file that is no results file', ['lab', '--results', 'package.json'], /not a results file/, {}],
  ])('%s', async (_name, words, message, environment) => {
    const { code, stdout, stderr } = await runCli(words, environment);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^highwater: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });

  test('lab --help has an example', async () => {
    expect((await runCli(['lab', '--help'])).stdout).toMatch(/Example:\n {2}highwater lab /);
  });
});
