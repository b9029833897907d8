/*
 * What a look does to the process that is looked at: the longest time between two turns of a goroutine that ticks
 * every 100 µs, and RSS, swap and page tables before and after, without an observer, under highwater, under highwater
 * with --freeze, and under goref where its binary is given.
 *
 *     npm run bench:harm -- [/path/to/grf]
 */
import { readFileSync } from 'node:fs';
import { buildFixture } from '../test/truth/toolchain.ts';
import { highwaterCommand } from './highwater.ts';
import { median, runOnce, startTarget, type Target } from './measure.ts';
import { machineLine, mebibytes, printTable } from './print.ts';

const runs = 5;

function statusKiB(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0);
}

/** Longest gap since the last call, in microseconds. */
async function longestGap(target: Target): Promise<number> {
  process.kill(target.pid, 'SIGUSR1');
  const line = await target.nextLine();
  return (JSON.parse(line.slice('TICK '.length)) as { longestGapMicros: number }).longestGapMicros;
}

async function observe(target: Target, name: string, act: () => void): Promise<string[]> {
  const gaps: number[] = [];
  const fields = ['VmRSS', 'VmSwap', 'VmPTE'];
  const before = fields.map((field) => statusKiB(target.pid, field));
  for (let run = 0; run < runs; run++) {
    await longestGap(target);
    act();
    gaps.push(await longestGap(target));
  }
  const after = fields.map((field) => statusKiB(target.pid, field));
  const changes = after.map((value, index) => `${value - before[index]} KiB`);
  return [
    name,
    `${(median(gaps) / 1000).toFixed(2)} ms`,
    `${(Math.max(...gaps) / 1000).toFixed(2)} ms`,
    ...changes,
  ];
}

const grf = process.argv[2];
const target = await startTarget(buildFixture({ toolchain: 'local' }, 'plain'), ['--scale=small', '--tick']);
try {
  const rows: string[][] = [];
  rows.push(await observe(target, 'nobody (sleep 0.5)', () => void runOnce(['sleep', '0.5'])));
  rows.push(
    await observe(target, 'highwater', () => void runOnce(highwaterCommand(target.pid, ['--top', '20']))),
  );
  rows.push(
    await observe(
      target,
      'highwater --freeze',
      () => void runOnce(highwaterCommand(target.pid, ['--top', '20', '--freeze'])),
    ),
  );
  if (grf !== undefined) {
    rows.push(
      await observe(
        target,
        'goref',
        () => void runOnce([grf, 'attach', String(target.pid), '-o', '/dev/null']),
      ),
    );
  }
  console.log(
    machineLine(`${runs} looks each, process of ${mebibytes(statusKiB(target.pid, 'VmRSS') * 1024)}`),
  );
  printTable(['observer', 'gap (median)', 'gap (worst)', 'RSS', 'swap', 'page tables'], rows);
} finally {
  await target.stop();
}
