import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { u64At } from '../../base/index.ts';
import { openProcess } from '../process/open-process.ts';
import { readStat } from '../process/proc-stat.ts';
import { buildProgram, type Program, startProgram } from '../testdata/go-program.ts';
import { freezeProcess } from './freeze-process.ts';

const killCount = Number(process.env['HIGHWATER_FREEZE_KILLS'] ?? 10);
const freezer = path.join(import.meta.dirname, '../testdata/freezer.ts');
let program: Program<{ readonly ticks: number }>;

beforeAll(async () => {
  program = await startProgram(buildProgram('holes'));
}, 120_000);
afterAll(() => program.end());

describe('freezeProcess', () => {
  test('stops every thread, gives their registers, and lets the process go on', async () => {
    const image = openProcess(program.pid);
    expect(image.threads).toEqual([]);
    const frozen = await freezeProcess(program.pid);
    expect(frozen.stoppedByUs).toBe(true);
    expect(readStat(`/proc/${program.pid}`)?.state).toBe('T');
    const before = ticks();
    await sleep(50);
    expect(ticks()).toBe(before);
    const threads = image.threads;
    expect(threads.length).toBeGreaterThan(2);
    for (const { pc, sp } of threads) {
      expect(image.memory.read(pc, 1)).toBeDefined();
      expect(image.memory.read(sp, 8)).toBeDefined();
    }
    frozen.resume();
    frozen.resume();
    await expectRunning();
    expect(frozen.pausedMs).toBeGreaterThan(45);
    image.close();
  });

  test('a process that was stopped before stays stopped', async () => {
    process.kill(program.pid, 'SIGSTOP');
    await waitFor(() => readStat(`/proc/${program.pid}`)?.state === 'T');
    const frozen = await freezeProcess(program.pid);
    expect(frozen.stoppedByUs).toBe(false);
    frozen.resume();
    await sleep(30);
    expect(readStat(`/proc/${program.pid}`)?.state).toBe('T');
    process.kill(program.pid, 'SIGCONT');
    await expectRunning();
  });

  test.each(['exception', 'exit', 'return'])(
    'the process goes on when the freezer ends by %s',
    async (ending) => {
      const { ended } = startFreezer(ending);
      if (ending === 'return') await sleep(1500);
      else await ended;
      await expectRunning();
    },
  );

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'the process goes on after %s, which still ends the freezer',
    async (signal) => {
      const { child, ended, ready } = startFreezer('wait');
      await ready;
      expect(readStat(`/proc/${program.pid}`)?.state).toBe('T');
      child.kill(signal);
      expect(await ended).toBe(signal);
      await expectRunning();
    },
  );

  test('the signals of a terminal do not reach the watchdog: it has its own session', async () => {
    const { child, ended, ready } = startFreezer('wait', true);
    await ready;
    // Ctrl-C and Ctrl-\ go to the whole process group.
    process.kill(-(child.pid ?? 0), 'SIGQUIT');
    await ended;
    await expectRunning();
  });

  test(`the process goes on after each of ${killCount} SIGKILLs at random moments`, {
    timeout: 60_000 + killCount * 3000,
  }, async () => {
    let killedWhileStopped = 0;
    for (let round = 0; round < killCount; round++) {
      const { child, ended, ready } = startFreezer('wait');
      // Every second one is killed while it certainly stands; the others from before its start to after.
      if (round % 2 === 0) await ready;
      await sleep(Math.random() * (round % 2 === 0 ? 30 : 400));
      if (readStat(`/proc/${program.pid}`)?.state === 'T') killedWhileStopped++;
      child.kill('SIGKILL');
      await ended;
      await expectRunning();
    }
    expect(killedWhileStopped).toBeGreaterThanOrEqual(Math.floor(killCount / 2));
  });

  test('a process that has ended is refused', async () => {
    await expect(freezeProcess(2 ** 22 + 5)).rejects.toThrow(
      expect.objectContaining({ code: 'no-such-process' }),
    );
  });
});

function startFreezer(
  ending: string,
  detached = false,
): { child: ChildProcess; ended: Promise<string>; ready: Promise<void> } {
  const child = spawn(process.execPath, [freezer, String(program.pid), ending], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached,
  });
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? String(code))),
  );
  const ready = new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
  return { child, ended, ready };
}

function ticks(): number {
  const image = openProcess(program.pid);
  const bytes = image.memory.read(program.facts.ticks, 8);
  image.close();
  return bytes ? u64At(bytes, 0) : -1;
}

/** Not stopped, within a second, and then counting. */
async function expectRunning(): Promise<void> {
  await waitFor(() => readStat(`/proc/${program.pid}`)?.state !== 'T');
  const before = ticks();
  await waitFor(() => ticks() > before);
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !condition(); attempt++) await sleep(10);
  expect(condition()).toBe(true);
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
