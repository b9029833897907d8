import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmptiedService } from './testdata/emptied-service.ts';
import { runCli } from './testdata/run-cli.ts';

const service = new EmptiedService();
let folder: string;
const fileOf = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-record-cli-'));
  await service.start();
}, 180_000);
afterAll(() => {
  service.stop();
  fs.rmSync(folder, { recursive: true });
});

test('a recording is told in one line, and inspected like the process', async () => {
  const kept = await runCli(['record', String(service.pid), '-o', fileOf('look')]);
  expect(kept).toMatchObject({ code: 0, stderr: '' });
  expect(kept.stdout).toMatch(/look: [\d.]+ [KM]iB, with .*\n.*not stopped\.\n/);
  expect(kept.stdout).toContain('with keys and strings');
  expect(kept.stdout).toContain(`highwater inspect ${fileOf('look')}`);
  const report = await runCli(['inspect', fileOf('look')]);
  expect(report.code).toBe(0);
  expect(report.stdout.replaceAll(/\s+/g, ' ')).toContain(`of process ${service.pid} on ${os.hostname()}`);
  const { recorded, target } = JSON.parse((await runCli(['inspect', fileOf('look'), '--json'])).stdout);
  expect(target).toMatchObject({ kind: 'process', pid: service.pid });
  expect(recorded).toMatchObject({ host: os.hostname(), redacted: false });
});

test('in Chinese and as JSON', async () => {
  const chinese = await runCli(['record', String(service.pid), '-o', fileOf('zh'), '--lang', 'zh']);
  expect(chinese.stdout).toContain('进程未被暂停');
  const json = await runCli(['record', String(service.pid), '-o', fileOf('json'), '--redact', '--json']);
  const recorded = JSON.parse(json.stdout);
  expect(recorded).toMatchObject({ file: fileOf('json'), pausedMs: 0, target: { pid: service.pid } });
  expect(recorded.fileBytes).toBe(fs.statSync(fileOf('json')).size);
});

test('a core says before how long the process will stand', async () => {
  const core = await runCli(['record', String(service.pid), '--core', '-o', fileOf('core')]);
  expect(core.code).toBe(0);
  expect(core.stderr).toMatch(
    new RegExp(`^highwater: stopping process ${service.pid} for about [\\d.]+ m?s while .* are copied`),
  );
  expect(core.stderr).toMatch(/goes on after [\d.]+ m?s; writing/);
  expect(core.stdout).toContain('secrets included');
  expect((await runCli(['inspect', fileOf('core')])).code).toBe(0);
});

test('what cannot be is one line', async () => {
  const cases: [string[], RegExp][] = [
    [['record', String(service.pid)], /required option.*--output/],
    [['record', String(service.pid), '-o', fileOf('look')], /exists already.*--force/],
    [['record', String(service.pid), '-o', fileOf('x'), '--live'], /--live goes with --core/],
    [['record', String(service.pid), '-o', fileOf('x'), '--core', '--redact'], /cannot be used with/],
    [['record', fileOf('core'), '-o', fileOf('x'), '--core'], /is a core already/],
    [['record', '999999999', '-o', fileOf('x')], /no process has the pid/],
  ];
  for (const [words, complaint] of cases) {
    const { code, stdout, stderr } = await runCli(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(complaint);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  expect(fs.existsSync(fileOf('x'))).toBe(false);
});

test('Ctrl-C lets the process go on and leaves no file', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const words = ['record', String(service.pid), '--core', '-o', fileOf('ended')];
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.once('data', () => child.kill('SIGINT'));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(130);
  const state = fs.readFileSync(`/proc/${service.pid}/stat`, 'latin1').replace(/^.*\) /s, '')[0];
  expect(state).not.toBe('T');
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('ended'))).toEqual([]);
});
