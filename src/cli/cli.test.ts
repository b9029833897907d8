import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../findings/index.ts';
import { EmptiedService } from './testdata/emptied-service.ts';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

const service = new EmptiedService();
beforeAll(() => service.start(), 180_000);
afterAll(() => service.stop());

// Escape sequences begin with this character.
const escape = '\x1b';

describe('inspect --json', () => {
  test('keeps the contract and names the emptied map', async () => {
    const { code, stdout, stderr } = await runCli([String(service.pid), '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer.target)).toEqual(
      expect.arrayContaining(['kind', 'pid', 'exe', 'goVersion', 'mapKind', 'stripped', 'arch']),
    );
    expect(answer.target).toMatchObject({ kind: 'process', pid: service.pid, stripped: false });
    expect(answer.cost).toEqual({ wallMs: expect.any(Number), pausedMs: 0, bytesRead: expect.any(Number) });
    const top = answer.maps[0];
    expect(Object.keys(top)).toEqual([
      'address',
      'type',
      'len',
      'slots',
      'bytes',
      'rebuiltBytes',
      'reclaimableBytes',
      'boxedBytes',
      'tombstones',
      'overflowBuckets',
      'growing',
      'reachable',
      'holders',
      'holderCount',
    ]);
    expect(top).toMatchObject({
      type: 'map[int][128]uint8',
      len: 0,
      holders: ['main.srv.sessions'],
      holderCount: 1,
    });
    expect(top.address).toMatch(/^0x[0-9a-f]+$/);
    expect(top.slots).toBeGreaterThanOrEqual(400_000);
    expect(top.bytes).toBeGreaterThan(400_000 * 136);
    expect(top.reclaimableBytes).toBe(top.bytes - top.rebuiltBytes);
    expect(answer.findings[0]).toMatchObject({
      id: 'map-retained',
      severity: 'high',
      where: 'main.srv.sessions',
    });
    expect(answer.findings[0].bytes).toBe(top.bytes);
    expect(answer.findings[0].remedy).toContain('srv.sessions = make(map[int][128]uint8)');
    expect(answer.diagnostics).toEqual(expect.any(Array));
  });

  test('the ledger adds up to RSS, the list holds every map, largest first', async () => {
    const { stdout } = await runCli([String(service.pid), '--json']);
    const { ledger, maps, totals } = JSON.parse(stdout);
    const sum = (lines: { bytes: number }[]): number => lines.reduce((bytes, line) => bytes + line.bytes, 0);
    expect(sum(ledger.lines) + ledger.unexplainedBytes).toBe(ledger.totalBytes);
    for (const line of ledger.lines) expect(sum(line.lines)).toBe(line.bytes);
    const resident =
      Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) * 1024;
    expect(Math.abs(ledger.totalBytes - resident)).toBeLessThan(resident / 10);
    expect(maps).toHaveLength(totals.all.maps);
    expect(sum(maps)).toBe(totals.all.bytes);
    const held = maps.map((map: { bytes: number; boxedBytes: number }) => map.bytes + map.boxedBytes);
    expect(held).toEqual(held.toSorted((a: number, b: number) => b - a));
    expect(new Set(maps.map((map: { address: string }) => map.address)).size).toBe(maps.length);
  });

  test('--top bounds the list, --no-holders leaves holders out', async () => {
    const { stdout } = await runCli(['inspect', String(service.pid), '--json', '--top', '3', '--no-holders']);
    const { maps } = JSON.parse(stdout);
    expect(maps).toHaveLength(3);
    expect(maps[0]).toMatchObject({ holders: [], holderCount: 0 });
  });

  test('--freeze says how long the process stood, and it goes on', async () => {
    const { stdout } = await runCli([String(service.pid), '--json', '--top', '1', '--freeze']);
    expect(JSON.parse(stdout).cost.pausedMs).toBeGreaterThan(0);
    expect(fs.readFileSync(`/proc/${service.pid}/stat`, 'utf8')).toMatch(/\) [SRD] /);
  });
});

describe('the report', () => {
  test.each(['en', 'zh'])('in a pipe: 80 columns, no colour, headline first (%s)', async (lang) => {
    const { code, stdout } = await runCli([String(service.pid), '--lang', lang]);
    expect(code).toBe(0);
    expect(stdout).not.toContain(escape);
    const lines = stdout.split('\n');
    // Only Go code is never broken.
    for (const line of lines)
      if (!line.startsWith('      ')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    expect(lines[0]).toMatch(/^main\.srv\.sessions \(map\[int\]\[128\]uint8\)/);
    const unbroken = stdout.replaceAll('\n', lang === 'zh' ? '' : ' ').replace(/ +/g, ' ');
    expect(unbroken).toMatch(lang === 'zh' ? /重建可收回/ : /a rebuild gives back [\d.]+ MiB/);
    expect(unbroken).toMatch(lang === 'zh' ? /进程未被暂停/ : /the process was not stopped/);
  });

  test('colour: only when asked for, and NO_COLOR is heard', async () => {
    const pid = String(service.pid);
    expect((await runCli([pid, '--color', 'always'])).stdout).toContain(escape);
    expect((await runCli([pid], { NO_COLOR: '1' })).stdout).not.toContain(escape);
  });

  test('the locale chooses the language', async () => {
    expect((await runCli(['explain', 'map-retained'], { LANG: 'zh_CN.UTF-8' })).stdout).toContain('处理办法');
    expect((await runCli(['explain', 'map-retained'], { LANG: 'C' })).stdout).toContain('Remedy');
  });

  test('--map looks into one map by holder or address, --redact hides its keys', async () => {
    const pid = String(service.pid);
    const shown = (await runCli([pid, '--map', 'main.srv.names'])).stdout;
    expect(shown).toContain('"secret-name": 1');
    expect(shown).toContain('key 16 B, value 8 B');
    expect(shown).toMatch(/Entries by the groups that a lookup looks at to find them\n +1 +█+ +1\n/);
    const chinese = (await runCli([pid, '--map', 'main.srv.names', '--lang', 'zh'])).stdout;
    expect(chinese).toMatch(/按查找时要看的 group 数统计的条目\n +1 +█+ +1\n/);
    const { map, probes } = JSON.parse((await runCli([pid, '--map', 'main.srv.names', '--json'])).stdout);
    expect(probes).toEqual({
      histogram: [1],
      hash: null,
      randomKeys: 0,
      changedKeys: 0,
      uncheckedKeys: 0,
      obstacle: null,
    });
    expect(map).toMatchObject({ type: 'map[string]int', len: 1 });
    const redacted = await runCli([pid, '--map', map.address, '--redact']);
    expect(redacted.stdout).not.toContain('secret');
    expect(redacted.stdout).toContain('…: 1');
  });

  test('a closed pipe ends it quietly', async () => {
    const mainFile = fileURLToPath(new URL('main.ts', import.meta.url));
    const shell = spawn('sh', [
      '-c',
      `"${process.execPath}" "${mainFile}" ${service.pid} --json | head -c 10; true`,
    ]);
    let errors = '';
    shell.stderr.on('data', (data) => (errors += data));
    await new Promise((resolve) => shell.on('close', resolve));
    expect(errors).toBe('');
  });
});

describe('exit codes and one-line errors', () => {
  let sleeper: ChildProcess;
  beforeAll(() => {
    sleeper = spawn('sleep', ['1000']);
  });
  afterAll(() => {
    sleeper.kill();
  });

  test('--fail-on', async () => {
    const pid = String(service.pid);
    expect((await runCli([pid, '--fail-on', 'high'])).code).toBe(1);
    expect((await runCli([pid, '--fail-on', 'low', '--json', '--top', '1'])).code).toBe(1);
  });

  test.each([
    ['no such pid', () => ['999999999'], /no process has the pid/],
    ['no such name', () => ['no-such-service'], /no process is called/],
    ['a program that is not Go', () => [String(sleeper.pid)], /not a Go program/],
    ['node itself', () => [String(process.pid)], /not a Go program/],
    ['an unknown option', () => ['1', '--frobnicate'], /unknown option '--frobnicate'.*--help/],
    ['a bad number', () => ['1', '--top', 'many'], /--top/],
    ['a bad size', () => ['1', '--max-memory', 'lots'], /is not a size/],
    ['a bad severity', () => ['1', '--fail-on', 'never'], /low, medium, high/],
    ['no target', () => ['inspect'], /missing required argument/],
    ['an unknown finding', () => ['explain', 'nonsense'], /the ids are: map-retained/],
    ['too little memory', () => [String(service.pid), '--max-memory', '1M'], /--max-memory/],
    [
      'an unknown map',
      () => [String(service.pid), '--map', 'main.nothing'],
      /no map is held at main\.nothing/,
    ],
  ])('%s: exit 2 and one line', async (_name, words, message) => {
    const { code, stdout, stderr } = await runCli(words());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^highwater: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });

  test('demo builds the leaking service, names its map, and ends it', async () => {
    const { code, stdout, stderr } = await runCli(['demo', '--json', '--top', '1', '--fail-on', 'high']);
    expect(stderr).toMatch(/inspecting it: highwater inspect \d+/);
    const { target, maps, findings } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(maps[0]).toMatchObject({ len: 0, holders: ['main.server.sessions'] });
    expect(findings[0]).toMatchObject({ id: 'map-retained', where: 'main.server.sessions' });
    expect(fs.existsSync(`/proc/${target.pid}/exe`)).toBe(false);
  }, 180_000);

  test('demo without go: one line', async () => {
    const { code, stderr } = await runCli(['demo'], { PATH: path.join(service.folder, 'nothing-here') });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^highwater: .*needs the go command.*\n$/m);
  });
});

describe('the other commands', () => {
  test('ps lists the process', async () => {
    const { stdout } = await runCli(['ps', '--json']);
    const found = JSON.parse(stdout).processes.find((each: { pid: number }) => each.pid === service.pid);
    expect(found).toMatchObject({
      name: 'emptied',
      readable: true,
      goVersion: expect.stringMatching(/^go1\./),
    });
    const table = (await runCli(['ps'])).stdout.split('\n');
    expect(table[0]).toMatch(/PID +NAME +GO +RSS +CONTAINER +READABLE/);
    for (const line of table) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  test('explain lists all, and one in full with its thresholds', async () => {
    const all = (await runCli(['explain'])).stdout;
    const ids = Object.keys(catalogue);
    expect(ids).toEqual(expect.arrayContaining(['map-retained', 'map-growing-idle', 'map-tombstones']));
    for (const id of ids) expect(all).toContain(id);
    expect((await runCli(['explain', 'map-retained'])).stdout).toMatch(/high from 32\.0 MiB and 25% of RSS/);
    expect(JSON.parse((await runCli(['explain', '--json'])).stdout)).toHaveLength(ids.length);
  });

  test.each(['inspect', 'ps', 'explain', 'demo'])('%s --help has an example', async (command) => {
    const { code, stdout } = await runCli([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Example:\n {2}highwater /);
  });

  test('alone it prints its help; --version prints the version', async () => {
    expect((await runCli([])).stdout).toMatch(/^Usage: highwater <target>/);
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
