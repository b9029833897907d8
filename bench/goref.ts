/*
 * Side by side with goref on the same process: wall time from the shell, peak memory, and each tool's answer. goref
 * (repository cloudwego/goref, `go build ./cmd/grf`) is not on the module proxy: give its binary as the argument.
 * It stops the process until it is done and says which field holds how many bytes; ours says it for each map.
 *
 *     npm run bench:goref -- /path/to/grf [small|service|many]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFixture } from '../test/truth/toolchain.ts';
import { look } from './highwater.ts';
import { median, runOnce, startTarget } from './measure.ts';
import { machineLine, mebibytes, milliseconds, printTable } from './print.ts';
import { checkEqual, type Truth } from './truth.ts';

/** The two largest nodes by bytes, as goref's own pprof output ranks them. */
function topNodes(profile: string): string {
  const shown = spawnSync(
    'go',
    ['tool', 'pprof', '-top', '-nodecount=2', '-sample_index=inuse_space', profile],
    {
      encoding: 'utf8',
    },
  );
  const rows = shown.stdout.split('\n').filter((line) => /^\s*[\d.]+[kMG]?B /.test(line));
  return rows
    .map((line) => `${line.trim().split(/\s+/)[0]} ${line.trim().split(/\s+/).slice(5).join(' ')}`)
    .join('; ');
}

/** GNU time tells a signal as 128 and its number. */
function endedText(exitCode: number): string {
  return exitCode === 137
    ? 'no answer: killed (SIGKILL), as the kernel does when memory runs out'
    : `no answer: exit ${exitCode}`;
}

async function compare(grf: string, scale: string): Promise<void> {
  const target = await startTarget(buildFixture({ toolchain: 'local' }, 'plain'), [`--scale=${scale}`]);
  const folder = mkdtempSync(join(tmpdir(), 'highwater-goref-'));
  try {
    const runs = scale === 'many' ? 1 : 3;
    const profile = join(folder, 'grf.out');
    const theirs = Array.from({ length: runs }, () =>
      runOnce([grf, 'attach', String(target.pid), '-o', profile]),
    );
    const failed = theirs.find((run) => run.exitCode !== 0);
    const looks = (option: string): ReturnType<typeof look>[] =>
      Array.from({ length: Math.max(runs, 3) }, () => look(target.pid, [option, '--top', '20']));
    const ours = looks('--no-graph');
    const whole = looks('--graph');
    const [first] = ours;
    checkEqual(JSON.parse(target.truth) as Truth, first.answer);
    const largest = first.answer.maps.slice(0, 2);
    const wall = [median(theirs.map((run) => run.wallMs)), median(ours.map((run) => run.wallMs))];
    const peak = [median(theirs.map((run) => run.peakBytes)), median(ours.map((run) => run.peakBytes))];
    console.log(
      `\n${scale}: ${mebibytes(first.answer.ledger.totalBytes)} RSS, ${first.answer.totals.all.maps} maps`,
    );
    printTable(
      ['tool', 'wall', 'peak', 'answer'],
      [
        [
          'goref',
          milliseconds(wall[0]),
          mebibytes(peak[0]),
          failed ? endedText(failed.exitCode) : topNodes(profile),
        ],
        [
          'highwater --no-graph',
          milliseconds(wall[1]),
          mebibytes(peak[1]),
          largest
            .map((map) => `${mebibytes(map.bytes)} ${map.holders[0] ?? map.address} len ${map.len}`)
            .join('; '),
        ],
        [
          'highwater --graph',
          milliseconds(median(whole.map((run) => run.wallMs))),
          mebibytes(median(whole.map((run) => run.peakBytes))),
          'and every object by type and holder',
        ],
        [
          'ratio',
          `${failed ? 'over ' : ''}${(wall[0] / wall[1]).toFixed(1)} x`,
          `${(peak[0] / peak[1]).toFixed(1)} x`,
          '',
        ],
      ],
    );
  } finally {
    await target.stop();
    rmSync(folder, { recursive: true });
  }
}

const [grf, only] = process.argv.slice(2);
if (grf === undefined)
  throw new Error('give the path of goref: npm run bench:goref -- /path/to/grf [small|service|many]');
console.log(machineLine('median of 3 runs, goref on `many` once'));
for (const scale of only === undefined ? ['small', 'service', 'many'] : [only]) await compare(grf, scale);
