import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCore } from '../adapters/index.ts';
import { inspect, recordCore } from './index.ts';
import { GoService } from './testdata/go-service.ts';

function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

function stateOf(pid: number): string {
  return fs.readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '')[0];
}

/** Stack pointer and program counter of each thread of a stopped process, by thread. */
function placesOf(pid: number): Map<number, string> {
  const threads = fs.readdirSync(`/proc/${pid}/task`);
  return new Map(
    threads.map((id) => {
      const text = fs.readFileSync(`/proc/${pid}/task/${id}/syscall`, 'utf8');
      return [Number(id), text.trim().split(' ').slice(-2).join(' ')];
    }),
  );
}

describe.each([
  ['the Go of this machine', undefined, [] as string[]],
  ['classic maps, position-independent and stripped', 'go1.23.12', ['-buildmode=pie', '-ldflags=-s -w']],
])('a core of %s', (_name, toolchain, flags) => {
  let service: GoService;
  let folder: string;
  let exe: string;
  const fileOf = (name: string): string => path.join(folder, name);

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-core-'));
    service = await GoService.start('recorded', toolchain, {}, flags);
    exe = fileOf('service');
    fs.copyFileSync(`/proc/${service.pid}/exe`, exe);
    fs.chmodSync(exe, 0o755);
    await service.pause();
  }, 300_000);
  afterAll(() => {
    service.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('says what the stopped process says, and holds it all without touching a page', async () => {
    const before = rssOf(service.pid);
    const written = await recordCore(service.pid, { output: fileOf('core') });
    expect(rssOf(service.pid)).toBe(before);
    expect(written.missingBytes).toBe(0);
    const { size, blocks, mode } = fs.statSync(fileOf('core'));
    expect(mode & 0o777).toBe(0o600);
    expect(size).toBe(written.fileBytes);
    // Absent pages are holes: the disk holds what was copied, and headers.
    expect(blocks * 512).toBeLessThan(written.copiedBytes + 2 ** 20);
    using core = await inspect(fileOf('core'), { exe });
    using live = await inspect(service.pid, { freeze: true });
    expect([...core.maps()]).toEqual([...live.maps()]);
    expect(core.totals).toEqual(live.totals);
    expect(core.target).toEqual({ ...live.target, kind: 'core', exe });
    const codes = live.diagnostics.map(({ code }) => code);
    expect(core.diagnostics.map(({ code }) => code)).toEqual([...codes, 'core-without-rss']);
    const image = openCore(fileOf('core'), { exe });
    const places = image.threads.map(
      ({ threadId, sp, pc }) => [threadId, `0x${sp.toString(16)} 0x${pc.toString(16)}`] as const,
    );
    expect(new Map(places)).toEqual(placesOf(service.pid));
    image.close();
  });

  test('through memory or straight to the disk it is the same file', async () => {
    const through: string[] = [];
    const both = [2 ** 30, 1].map((maxMemoryBytes, index) =>
      recordCore(service.pid, {
        output: fileOf(`way-${index}`),
        maxMemoryBytes,
        onForecast: (forecast) => through.push(forecast.through),
      }),
    );
    await Promise.all(both);
    expect(through.toSorted()).toEqual(['file', 'memory']);
    // Times of the threads are not in it, so that nothing else differs.
    expect(fs.readFileSync(fileOf('way-0')).equals(fs.readFileSync(fileOf('way-1')))).toBe(true);
  });

  test('gdb reads it', ({ skip }) => {
    if (spawnSync('gdb', ['--version']).error) skip('gdb is not installed');
    const ask = ['-ex', 'thread apply all printf "place %p %p\\n", $sp, $pc', '-ex', 'info proc'];
    const said = execFileSync('gdb', ['-nx', '-batch', ...ask, exe, fileOf('core')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const places = [...said.matchAll(/^place (\S+) (\S+)$/gm)].map((match) => `${match[1]} ${match[2]}`);
    expect(places.toSorted()).toEqual([...placesOf(service.pid).values()].toSorted());
    expect(said).toContain(String(service.pid));
  });

  test('readelf finds its notes whole', () => {
    const said = execFileSync('readelf', ['-nW', fileOf('core')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const count = (type: string): number => said.split(`${type} `).length - 1;
    expect(count('NT_PRSTATUS')).toBe(placesOf(service.pid).size);
    expect([count('NT_PRPSINFO'), count('NT_AUXV'), count('NT_FILE')]).toEqual([1, 1, 1]);
  });
});

describe('a process that runs', () => {
  let service: GoService;
  let folder: string;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-core-'));
    // Copying so much takes long enough to be interrupted.
    service = await GoService.start('recorded', undefined, { LARGE_BYTES: String(2 ** 27) });
  }, 300_000);
  afterAll(() => {
    service.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('is stopped while it is copied, and told before', async () => {
    const said: string[] = [];
    const written = await recordCore(service.pid, {
      output: path.join(folder, 'core'),
      onForecast: ({ pauseMs, copyBytes }) => {
        expect(pauseMs).toBeGreaterThan(0);
        expect(copyBytes).toBeGreaterThan(8 * 2 ** 20);
        said.push(stateOf(service.pid));
      },
      onResumed: (_pid, pausedMs) => said.push(pausedMs > 0 ? 'resumed' : 'not stopped'),
    });
    expect(said).toEqual([expect.not.stringMatching('T'), 'resumed']);
    expect(written.pausedMs).toBeGreaterThan(0);
    expect(stateOf(service.pid)).not.toBe('T');
    await expect(recordCore(service.pid, { output: path.join(folder, 'core') })).rejects.toMatchObject({
      code: 'output-exists',
    });
    await expect(
      recordCore(path.join(folder, 'core'), { output: path.join(folder, 'again') }),
    ).rejects.toMatchObject({ code: 'not-a-process' });
  });

  test('with live it is never stopped', async () => {
    const written = await recordCore(service.pid, { output: path.join(folder, 'live'), live: true });
    expect(written).toMatchObject({ pausedMs: 0, predictedPauseMs: 0 });
    expect(written.copiedBytes).toBeGreaterThan(8 * 2 ** 20);
  });

  test.each(['before the stop', 'while it stands', 'while the file is written'])(
    'goes on, and no file is left, when the work is ended %s',
    async (moment) => {
      const controller = new AbortController();
      const isStanding = moment === 'while it stands';
      const work = recordCore(service.pid, {
        output: path.join(folder, 'ended'),
        // Straight to the disk, so that there is a file to be removed.
        ...(isStanding ? { maxMemoryBytes: 1 } : {}),
        signal: controller.signal,
        onForecast: () => {
          if (moment === 'before the stop') controller.abort();
        },
        onResumed: () => {
          if (moment === 'while the file is written') controller.abort();
        },
      });
      const outcome = work.then(
        () => 'written',
        () => 'ended',
      );
      let isOver = false;
      void outcome.then(() => (isOver = true));
      while (isStanding && !isOver) {
        if (stateOf(service.pid) === 'T') controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      expect(await outcome).toBe('ended');
      expect(stateOf(service.pid)).not.toBe('T');
      expect(fs.readdirSync(folder).filter((name) => name.startsWith('ended'))).toEqual([]);
    },
  );
});
