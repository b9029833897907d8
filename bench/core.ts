/*
 * Every object of one core, beside the tools that a user would pick: viewcore (repository golang/debug, `go build
 * ./cmd/viewcore`) and goref (cloudwego/goref, `go build ./cmd/grf`); neither is on the module proxy, so their binaries are
 * arguments. Ours does more: types and holders of all objects, dominators, retained bytes, maps and the ledger. The objects
 * and bytes that are reached are compared.
 *
 *     npm run bench:core -- --viewcore=PATH [--goref=PATH] [many] [list] [--objects=5000000]
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordCore } from '../src/inspect/index.ts';
import { buildGo } from '../src/image/runtime/testdata/go-process.ts';
import { buildFixture } from '../test/truth/toolchain.ts';
import { highwaterCommand } from './highwater.ts';
import { type Run, runOnce, startTarget } from './measure.ts';
import { machineLine, mebibytes, milliseconds, printTable } from './print.ts';

interface Reached {
  readonly objects: number;
  readonly bytes: number;
}

const given = process.argv.slice(2);
const option = (name: string): string | undefined =>
  given.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const shuffledList = fileURLToPath(new URL('../src/image/graph/testdata/many.go', import.meta.url));

function targetOf(shape: string): { binary: string; parameters: string[] } {
  if (shape === 'many')
    return { binary: buildFixture({ toolchain: 'local' }, 'plain'), parameters: ['--scale=many'] };
  return { binary: buildGo(shuffledList), parameters: [shape, option('objects') ?? '5000000'] };
}

/** Sums of viewcore's histogram: count, size, bytes, type. */
function viewcoreReached({ stdout }: Run): Reached {
  const rows = [...stdout.matchAll(/^\s*(\d+)\s+\d+\s+(\d+) \S/gm)];
  return {
    objects: rows.reduce((sum, columns) => sum + Number(columns[1]), 0),
    bytes: rows.reduce((sum, columns) => sum + Number(columns[2]), 0),
  };
}

/** Sums of goref's profile, as pprof prints them. */
function gorefReached(profile: string): Reached {
  const total = (index: string, unit: string): number => {
    const shown = runOnce([
      'go',
      'tool',
      'pprof',
      '-top',
      `-sample_index=${index}`,
      `-unit=${unit}`,
      profile,
    ]);
    return Number(/of ([\d.]+)\w* total/.exec(shown.stdout)?.[1]);
  };
  return { objects: total('inuse_objects', 'count'), bytes: total('inuse_space', 'B') };
}

function ourReached({ stdout }: Run): Reached {
  const { graph } = JSON.parse(stdout) as {
    graph: { reachableObjects: number; reachableBytes: number } | null;
  };
  if (!graph) throw new Error('not every object was looked at');
  return { objects: graph.reachableObjects, bytes: graph.reachableBytes };
}

async function measure(shape: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'highwater-core-bench-'));
  const core = path.join(folder, 'core');
  const exe = path.join(folder, 'program');
  try {
    const { binary, parameters } = targetOf(shape);
    copyFileSync(binary, exe);
    const target = await startTarget(exe, parameters);
    const { fileBytes, pausedMs } = await recordCore(target.pid, { output: core });
    await target.stop();
    console.log(`\n${shape}: a core of ${mebibytes(fileBytes)}; the process stood ${milliseconds(pausedMs)}`);
    const ours = runOnce([...highwaterCommand(core, ['--exe', exe, '--graph', '--top', '20'])]);
    if (ours.exitCode !== 0) throw new Error(`inspect ended with ${ours.exitCode}`);
    const rows: string[][] = [row('highwater', ours, ours, ourReached(ours))];
    const viewcore = option('viewcore');
    if (viewcore !== undefined) {
      const run = runOnce([viewcore, core, '--exe', exe, 'histogram', '--top', '1000000']);
      rows.push(row('viewcore histogram', run, ours, run.exitCode === 0 ? viewcoreReached(run) : undefined));
    }
    const goref = option('goref');
    if (goref !== undefined) {
      const profile = path.join(folder, 'grf.out');
      const run = runOnce([goref, 'core', exe, core, '-o', profile]);
      rows.push(row('goref', run, ours, run.exitCode === 0 ? gorefReached(profile) : undefined));
    }
    printTable(['tool', 'wall', 'peak', 'objects reached', 'bytes reached', 'our wall', 'our peak'], rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(tool: string, run: Run, ours: Run, reached: Reached | undefined): string[] {
  const ratio = (one: number, other: number): string => `${(one / other).toFixed(2)} of it`;
  return [
    run.exitCode === 0 ? tool : `${tool} (ended with ${run.exitCode})`,
    milliseconds(run.wallMs),
    mebibytes(run.peakBytes),
    reached ? String(reached.objects) : '-',
    reached ? String(reached.bytes) : '-',
    run === ours ? '' : ratio(ours.wallMs, run.wallMs),
    run === ours ? '' : ratio(ours.peakBytes, run.peakBytes),
  ];
}

const shapes = given.filter((word) => !word.startsWith('--'));
console.log(machineLine('one run each'));
for (const shape of shapes.length > 0 ? shapes : ['many', 'list']) await measure(shape);
