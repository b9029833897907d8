import { assert, Diagnostics } from '../../base/index.ts';
import type { Language } from '../../findings/index.ts';
import { grownPath } from './grown-path.ts';
import type { FindingGrowth, GoroutineGrowth, Growth, LedgerGrowth, RestGrowth } from './growth.ts';
import { growthHeadline } from './growth-headline.ts';
import { checkSameProgram } from './same-program.ts';
import type { Snapshot, SnapshotTable } from './snapshot.ts';
import { changeOf, listed, type RowGrowth, rowsOf } from './table-growth.ts';

export interface CompareOptions {
  /** Rows of each table. Default: 1000. */
  readonly top?: number;
  /** Of the headline. Default: `en`. */
  readonly language?: Language;
}

const defaultRows = 1000;
/** A change is noise below this share of the largest total, and below this many bytes. */
const noiseShare = 0.001;
const leastNoiseBytes = 16_384;

/**
 * What changed between two looks at one program, or from the first to the last of more. Throws UnreadableError where they
 * are of different programs.
 */
export function compareSnapshots(snapshots: readonly Snapshot[], options: CompareOptions = {}): Growth {
  const { top = defaultRows, language = 'en' } = options;
  assert(snapshots.length > 0, 'nothing to compare');
  const diagnostics = new Diagnostics();
  const targets = snapshots.map(({ target }) => target);
  for (const target of targets.slice(1)) checkSameProgram(targets[0], target, diagnostics);
  noteGaps(snapshots, diagnostics);
  const totals = totalsOf(snapshots);
  const largest = Math.max(...snapshots.map(({ totalBytes }) => totalBytes));
  const noiseBytes = Math.max(leastNoiseBytes, Math.round(largest * noiseShare));
  const table = (of: (snapshot: Snapshot) => SnapshotTable | null): Table => {
    const tables = snapshots.map(of);
    if (!tables.every((each) => each !== null)) return { all: [], rows: [], rest: null };
    const all = rowsOf(tables, noiseBytes);
    return { all, ...listed(all, tables, noiseBytes, top) };
  };
  const maps = table((each) => each.maps);
  const types = table((each) => each.types);
  const holders = table((each) => each.holders);
  const packages = table((each) => each.packages);
  const roots = new Set(snapshots.flatMap((each) => [...each.roots]));
  const paths = holders.rest ? holders.all : maps.all;
  const grown = grownPath(
    paths.map(({ name, changeBytes, counts }) => ({
      path: name,
      changeBytes,
      changeObjects: changeOf(counts),
    })),
    roots,
  );
  const isNoise = !grown || grown.changeBytes < noiseBytes;
  return {
    targets,
    headline: growthHeadline(isNoise ? undefined : grown, totals, noiseBytes, language),
    totals,
    grown: isNoise ? null : grown,
    noiseBytes,
    ledger: ledgerGrowth(snapshots, noiseBytes),
    maps: maps.rows.map(({ name, counts, slots, bytes, changeBytes }) => ({
      path: name,
      entries: counts,
      slots,
      bytes,
      changeBytes,
    })),
    types: types.rows.map((row) => ({ type: row.name, ...objectGrowth(row) })),
    holders: holders.rows.map((row) => ({ path: row.name, package: row.package, ...objectGrowth(row) })),
    packages: packages.rows.map((row) => ({ package: row.name, ...objectGrowth(row) })),
    goroutines: goroutineGrowth(snapshots).slice(0, top),
    findings: findingGrowth(snapshots),
    rest: { maps: maps.rest, types: types.rest, holders: holders.rest, packages: packages.rest },
    diagnostics: diagnostics.list(),
  };
}

interface Table {
  readonly all: readonly RowGrowth[];
  readonly rows: readonly RowGrowth[];
  readonly rest: RestGrowth | null;
}

function objectGrowth({ counts, bytes, changeBytes }: RowGrowth): {
  objects: readonly number[];
  bytes: readonly number[];
  changeBytes: number;
} {
  return { objects: counts, bytes, changeBytes };
}

function isMixed(snapshots: readonly Snapshot[]): boolean {
  return snapshots.some(({ target }) => target.kind !== snapshots[0].target.kind);
}

/** A core's total is of another kind than a process's: what they have in common is the live heap. */
function totalsOf(snapshots: readonly Snapshot[]): Growth['totals'] {
  const live = snapshots.flatMap(({ liveBytes }) => (liveBytes === null ? [] : [liveBytes]));
  const told = (of: Growth['totals']['of'], bytes: readonly number[]): Growth['totals'] => ({
    of,
    bytes,
    changeBytes: changeOf(bytes),
  });
  if (isMixed(snapshots)) return live.length === snapshots.length ? told('live', live) : told('none', []);
  return told(
    snapshots[0].target.kind === 'process' ? 'rss' : 'heap',
    snapshots.map(({ totalBytes }) => totalBytes),
  );
}

function noteGaps(snapshots: readonly Snapshot[], diagnostics: Diagnostics): void {
  if (isMixed(snapshots))
    diagnostics.add(
      'totals-differ-in-kind',
      'A core does not tell what was resident: between a core and a process maps and live objects are compared, the ledger is not.',
    );
  if (snapshots.some(({ types }) => types === null))
    diagnostics.add(
      'objects-not-compared',
      'Not every object was looked at each time: growth is told by maps and by the ledger; --graph tells it by type and holder, too.',
    );
  for (const { target, diagnostics: notes } of snapshots) {
    const what = `${target.exe} (${target.kind === 'core' ? 'core' : `process ${target.pid}`})`;
    for (const { code, message } of notes) diagnostics.add(code, `${what}: ${message}`);
  }
}

/** Lines that changed by more than noise, in the ledger's order. */
function ledgerGrowth(snapshots: readonly Snapshot[], noiseBytes: number): LedgerGrowth[] {
  // A core's lines are of all its memory, a process's of what is resident: their difference would be no growth.
  if (isMixed(snapshots)) return [];
  const byId = snapshots.map(({ ledger }) => new Map(ledger.map((line) => [line.id, line])));
  const lines = new Map<string, { label: string; depth: number }>();
  // The last look's order; what only earlier ones have comes after it.
  for (const { ledger } of snapshots.toReversed())
    for (const { id, label, depth } of ledger) if (!lines.has(id)) lines.set(id, { label, depth });
  return [...lines].flatMap(([id, { label, depth }]): LedgerGrowth[] => {
    // Which types have a line of their own differs from look to look; the table of types has them.
    if (id.startsWith('heap.values.')) return [];
    const bytes = byId.map((each) => each.get(id)?.bytes ?? 0);
    const changeBytes = changeOf(bytes);
    return Math.abs(changeBytes) < noiseBytes ? [] : [{ id, label, depth, bytes, changeBytes }];
  });
}

function goroutineGrowth(snapshots: readonly Snapshot[]): GoroutineGrowth[] {
  const groups = new Map<
    string,
    { function: string; createdBy: string; waitReason: string; counts: number[] }
  >();
  for (const [at, { goroutines }] of snapshots.entries()) {
    if (!goroutines) return [];
    for (const { function: name, createdBy, waitReason, count } of goroutines) {
      const key = JSON.stringify([name, createdBy, waitReason]);
      let group = groups.get(key);
      if (!group) {
        group = { function: name, createdBy, waitReason, counts: snapshots.map(() => 0) };
        groups.set(key, group);
      }
      group.counts[at] += count;
    }
  }
  return [...groups.values()]
    .map((group) => ({ ...group, change: changeOf(group.counts) }))
    .filter(({ change }) => change !== 0)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

function findingGrowth(snapshots: readonly Snapshot[]): FindingGrowth[] {
  const byKey = snapshots.map(
    ({ findings }) => new Map(findings.map((each) => [JSON.stringify([each.id, each.where]), each])),
  );
  const keys = new Set(byKey.flatMap((each) => [...each.keys()]));
  const grown = [...keys].flatMap((key): FindingGrowth[] => {
    const found = byKey.map((each) => each.get(key));
    const shown = found.findLast((each) => each !== undefined);
    if (!shown) return [];
    const bytes = found.map((each) => each?.bytes ?? 0);
    const changeBytes = changeOf(bytes);
    const { id, where, severity, title } = shown;
    const change =
      found[0] === undefined
        ? found.at(-1) === undefined
          ? 'same'
          : 'appeared'
        : found.at(-1) === undefined
          ? 'gone'
          : changeBytes > 0
            ? 'grew'
            : changeBytes < 0
              ? 'shrank'
              : 'same';
    return [{ id, where, severity, title, change, bytes, changeBytes }];
  });
  return grown
    .filter(({ id, change }) => change !== 'same' && id !== 'maps-not-the-problem')
    .sort((a, b) => Math.abs(b.changeBytes) - Math.abs(a.changeBytes));
}
