/* Runs fixtures/truth/grid and reads what it prints: real maps of many types, at every stage of their lives. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { MapShape } from '../../src/gomem/index.ts';
import { buildFixture, type GoLine } from './toolchain.ts';

/** What the program is asked for (fixtures/truth/grid/main.go request). */
export interface GridRequest {
  /** Type names; all where it is empty. */
  readonly kinds: readonly string[];
  readonly counts: readonly number[];
  /** Maps made for as many entries as they get; up to two million of them (largestHinted of the program). */
  readonly hinted: boolean;
  readonly unhinted: boolean;
  /** Maps that are measured for each count up to `seedLimit`; one for larger counts. */
  readonly seeds: number;
  readonly seedLimit: number;
  readonly maxBytes: number;
}

/** Which part of the types a process measures. */
export interface GridShard {
  readonly index: number;
  readonly count: number;
}

/** One real map at one stage. */
export interface Sample {
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly boxedBytes: number;
  readonly tombstones: number;
  readonly bucketLog2: number;
  /** -1 where the map is not growing. */
  readonly oldBucketLog2: number;
  readonly overflowChained: number;
  readonly overflowOutside: number;
  readonly directoryLength: number;
  readonly tables: number;
  readonly halfTables: number;
}

export type GridStageName = 'made' | 'filled' | 'tenth' | 'half' | 'all' | 'cleared';

/** All measured maps of one type, number of entries and hint. */
export interface GridRow {
  readonly name: string;
  readonly shape: MapShape;
  readonly unitSize: number;
  readonly unitHasPointers: boolean;
  readonly goMinor: number;
  readonly isSwiss: boolean;
  readonly count: number;
  readonly hint: number;
  /** The map would have been too large for the machine. */
  readonly isSkipped: boolean;
  readonly stages: readonly { readonly name: GridStageName; readonly samples: readonly Sample[] }[];
}

interface Printed {
  readonly Name: string;
  readonly KeyKind: 'memory' | 'string' | 'other';
  readonly KeyBytes: number;
  readonly KeyAlign: number;
  readonly KeyHasPointers: boolean;
  readonly ValueBytes: number;
  readonly ValueAlign: number;
  readonly ValueHasPointers: boolean;
  readonly UnitSize: number;
  readonly UnitHasPointers: boolean;
  readonly GoMinor: number;
  readonly Swiss: boolean;
  readonly Count: number;
  readonly Hint: number;
  readonly Skipped: boolean;
  readonly Stages:
    | readonly { readonly Name: GridStageName; readonly Samples: readonly number[][] | null }[]
    | null;
}

/** Rows as the program prints them; with a shard, only those of its types. */
export async function* gridRows(
  line: GoLine,
  request: GridRequest,
  shard: GridShard = { index: 0, count: 1 },
): AsyncGenerator<GridRow> {
  const child = spawn(buildFixture(line, 'plain', 'grid'), {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Freed pages come back with the next map; to have the kernel clear them anew takes a tenth of the time.
    env: { ...process.env, GODEBUG: 'madvdontneed=0' },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(
    JSON.stringify({
      Kinds: request.kinds,
      Counts: request.counts,
      Hinted: request.hinted,
      Unhinted: request.unhinted,
      Seeds: request.seeds,
      SeedLimit: request.seedLimit,
      MaxBytes: request.maxBytes,
      Shard: shard.index,
      Shards: shard.count,
    }),
  );
  try {
    for await (const text of createInterface({ input: child.stdout }))
      yield rowOf(JSON.parse(text) as Printed);
  } finally {
    child.kill();
  }
  const code = await ended;
  if (code !== 0 && code !== null) throw new Error(`the grid program ended with ${code}`);
}

function rowOf(printed: Printed): GridRow {
  return {
    name: printed.Name,
    shape: {
      keyBytes: printed.KeyBytes,
      keyAlign: printed.KeyAlign,
      keyHasPointers: printed.KeyHasPointers,
      keyKind: printed.KeyKind,
      valueBytes: printed.ValueBytes,
      valueAlign: printed.ValueAlign,
      valueHasPointers: printed.ValueHasPointers,
    },
    unitSize: printed.UnitSize,
    unitHasPointers: printed.UnitHasPointers,
    goMinor: printed.GoMinor,
    isSwiss: printed.Swiss,
    count: printed.Count,
    hint: printed.Hint,
    isSkipped: printed.Skipped,
    stages: (printed.Stages ?? []).map(({ Name, Samples }) => ({
      name: Name,
      samples: (Samples ?? []).map(sampleOf),
    })),
  };
}

function sampleOf(numbers: readonly number[]): Sample {
  return {
    len: numbers[0],
    slots: numbers[1],
    bytes: numbers[2],
    boxedBytes: numbers[3],
    tombstones: numbers[4],
    bucketLog2: numbers[6],
    oldBucketLog2: numbers[7] - 1,
    overflowChained: numbers[8],
    overflowOutside: numbers[9],
    directoryLength: numbers[11],
    tables: numbers[12],
    halfTables: numbers[13],
  };
}
