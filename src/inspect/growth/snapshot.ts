import type { Diagnostic } from '../../base/index.ts';
import {
  type Finding,
  type GrowthLimit,
  heldBytes,
  type LedgerLine,
  type TotalsRow,
} from '../../findings/index.ts';
import type { HeapSummary } from '../heap-summary.ts';
import type { Inspection, Target } from '../inspection.ts';

/** A row of one table. */
export interface SnapshotRow {
  readonly name: string;
  /** Import path, where the table tells it. */
  readonly package?: string;
  /** Objects, or for maps entries. */
  readonly count: number;
  readonly slots?: number;
  readonly bytes: number;
}

export interface SnapshotTable {
  /** By name. */
  readonly rows: ReadonlyMap<string, SnapshotRow>;
  /** No row that was left out has more bytes; 0 where all are there. */
  readonly leftOutBytes: number;
  /** Of all rows. */
  readonly totalBytes: number;
}

export interface SnapshotLine {
  readonly id: string;
  readonly label: string;
  readonly depth: number;
  readonly bytes: number;
}

/** Goroutines of one group, where a look tells them. */
export interface GoroutineRow {
  readonly function: string;
  readonly createdBy: string;
  readonly waitReason: string;
  readonly count: number;
}

/** What is kept of a look to compare it with others: sums, never maps or objects, a megabyte at most. */
export interface Snapshot {
  readonly target: Target;
  readonly totalBytes: number;
  /** Live bytes; null where not every object was looked at. */
  readonly liveBytes: number | null;
  readonly ledger: readonly SnapshotLine[];
  readonly maps: SnapshotTable;
  /** Null where not every object was looked at. */
  readonly types: SnapshotTable | null;
  readonly holders: SnapshotTable | null;
  readonly packages: SnapshotTable | null;
  /** Where paths begin: package variables, variables of goroutines. */
  readonly roots: ReadonlySet<string>;
  readonly goroutines: readonly GoroutineRow[] | null;
  /** What bounds the process's memory, as far as it is to be seen. */
  readonly limits: readonly GrowthLimit[];
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Rows of each table that are kept. */
const rowLimit = 2000;
/** `HeapSummary` keeps so many of its rows. */
const summaryLimit = 1000;

interface MayTellGoroutines {
  readonly goroutines?: { readonly groups: readonly GoroutineRow[] } | null;
}

/** The look can be closed afterwards. */
export function snapshotOf(inspection: Inspection & MayTellGoroutines): Snapshot {
  const { target, ledger, totals, heap, findings, diagnostics, goroutines } = inspection;
  return {
    target,
    totalBytes: ledger.totalBytes,
    liveBytes: heap?.reachableBytes ?? null,
    ledger: [...linesOf(ledger.lines, 0)],
    maps: mapTable(totals.byHolder),
    types:
      heap &&
      objectTable(
        heap.types.map(({ type, ...row }) => ({ name: type, ...row })),
        heap,
      ),
    holders:
      heap &&
      objectTable(
        heap.paths.map(({ path, ...row }) => ({ name: path, ...row })),
        heap,
      ),
    packages:
      heap &&
      objectTable(
        heap.packages.map(({ package: name, ...row }) => ({ name, ...row })),
        heap,
      ),
    roots: new Set(heap?.holders.map(({ path }) => path)),
    goroutines: goroutines?.groups.slice(0, rowLimit) ?? null,
    limits: limitsOf(inspection),
    findings,
    diagnostics,
  };
}

/** Lines of the ledger that GOMEMLIMIT counts (runtime/mgcpacer.go, mappedReady); of them only what is resident is seen. */
const goLines: ReadonlySet<string> = new Set(['heap', 'stacks', 'runtime']);

function limitsOf({ cgroup, memoryLimitBytes, ledger }: Inspection): GrowthLimit[] {
  const limits: GrowthLimit[] = [];
  const nearest = cgroup?.nearestLimit;
  if (nearest)
    limits.push({
      kind: 'container',
      limitBytes: nearest.limitBytes,
      // What the kernel can take back of files is no obstacle.
      leftBytes: nearest.leftAfterReclaimBytes,
    });
  if (memoryLimitBytes !== null) {
    const held = ledger.lines.reduce((sum, { id, bytes }) => sum + (goLines.has(id) ? bytes : 0), 0);
    limits.push({
      kind: 'gomemlimit',
      limitBytes: memoryLimitBytes,
      leftBytes: Math.max(0, memoryLimitBytes - held),
    });
  }
  return limits;
}

function* linesOf(lines: readonly LedgerLine[], depth: number): Generator<SnapshotLine> {
  for (const { id, label, bytes, lines: inner } of lines) {
    yield { id, label, depth, bytes };
    if (inner) yield* linesOf(inner, depth + 1);
  }
}

function mapTable(byHolder: readonly TotalsRow[]): SnapshotTable {
  const rows = byHolder
    .slice(0, rowLimit)
    .map((row) => ({ name: row.name, count: row.len, slots: row.slots, bytes: heldBytes(row) }));
  return {
    rows: new Map(rows.map((row) => [row.name, row])),
    leftOutBytes: byHolder.length > rowLimit ? heldBytes(byHolder[rowLimit]) : 0,
    totalBytes: byHolder.reduce((sum, row) => sum + heldBytes(row), 0),
  };
}

/** Rows of one name are one: a path can lead to objects of several kinds. */
function objectTable(
  list: readonly {
    readonly name: string;
    readonly package?: string;
    readonly objects: number;
    readonly bytes: number;
  }[],
  heap: HeapSummary,
): SnapshotTable {
  const rows = new Map<string, SnapshotRow>();
  for (const { name, package: packagePath, objects, bytes } of list) {
    const before = rows.get(name);
    rows.set(name, {
      name,
      ...(packagePath === undefined ? {} : { package: packagePath }),
      count: (before?.count ?? 0) + objects,
      bytes: (before?.bytes ?? 0) + bytes,
    });
  }
  return {
    rows,
    leftOutBytes: list.length >= summaryLimit ? (list.at(-1)?.bytes ?? 0) : 0,
    totalBytes: heap.reachableBytes,
  };
}
