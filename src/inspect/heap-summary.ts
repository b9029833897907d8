import type { ArrayGroup, LiveAccount } from '../findings/index.ts';
import type { ArraySum, HeapObjects, ObjectKind, PathSum } from '../image/index.ts';
import type { HeapLook } from './heap-look.ts';

/** Live objects of one type. Bytes are those of their slots. */
export interface TypeRow {
  /** `main.Session`, `[]uint8` for arrays behind slices, `string`, `func literal`. */
  readonly type: string;
  readonly objects: number;
  readonly bytes: number;
}

/** What begins at one package variable or one variable of a goroutine's stack. */
export interface HolderRow {
  readonly path: string;
  readonly package: string;
  /** Objects that are reached from here first. */
  readonly objects: number;
  readonly bytes: number;
  /** Bytes that would become garbage with it; null for a variable on stacks, and where no graph says so. */
  readonly retainedBytes: number | null;
}

export interface PackageRow {
  readonly package: string;
  readonly objects: number;
  readonly bytes: number;
  /** Sum over its variables: what several of them hold together counts for none. */
  readonly retainedBytes: number | null;
}

/** One kind of objects in one place. */
export interface PathRow {
  /** `main.srv.sessions[*].buffer[*]`. */
  readonly path: string;
  readonly package: string;
  readonly kind: ObjectKind;
  readonly type: string;
  readonly objects: number;
  readonly bytes: number;
}

/** What the look at every object found. */
export interface HeapSummary {
  /** Objects in the heap, live or not. */
  readonly objects: number;
  readonly bytes: number;
  readonly reachableObjects: number;
  readonly reachableBytes: number;
  readonly garbageBytes: number;
  /** Reached, but made after the list of objects was read, as a process that goes on does; in none of the other figures. */
  readonly newerBytes: number;
  /** Roots and pointers to what was made after the list of spans was read, of which not even the size is known. */
  readonly strayPointers: number;
  /** Reachable, of no known type. */
  readonly untypedBytes: number;
  /** Of these, those that no path leads to: neither type nor holder. */
  readonly unheldBytes: number;
  /** Pointers between objects. */
  readonly edges: number;
  /** True where only live and dead are told apart: the graph did not fit. */
  readonly partial: boolean;
  readonly types: readonly TypeRow[];
  readonly holders: readonly HolderRow[];
  readonly packages: readonly PackageRow[];
  readonly paths: readonly PathRow[];
}

/** Rows of each table that are kept. */
const rowLimit = 1000;

export function summarize(look: HeapLook): HeapSummary {
  const { traced, graph, live } = look;
  const { objects } = traced;
  const { reachable, garbage, newer } = graph.totals;
  const retained = new Map<string, number>();
  if (graph.kind === 'graph')
    graph.holders.forEach(({ kind, name }, holder) => {
      if (kind !== 'variable') return;
      retained.set(name, (retained.get(name) ?? 0) + graph.retainedBytes(graph.placeOfHolder(holder)));
    });
  const untyped = live.paths
    .filter(({ kind }) => kind === 'unknown')
    .reduce((sum, { bytes }) => sum + bytes, 0);
  const holders = holderRows(live.paths, objects, graph.kind === 'graph' ? retained : undefined);
  return {
    objects: reachable.objects + garbage.objects,
    bytes: reachable.bytes + garbage.bytes,
    reachableObjects: reachable.objects,
    reachableBytes: reachable.bytes,
    garbageBytes: garbage.bytes,
    newerBytes: newer.bytes,
    strayPointers: graph.totals.strayPointers,
    untypedBytes: untyped + live.unknown.bytes,
    unheldBytes: live.unknown.bytes,
    edges: graph.edgeCount,
    partial: graph.kind !== 'graph',
    types: typeRows(live.paths, objects).slice(0, rowLimit),
    holders: holders.slice(0, rowLimit),
    packages: packageRows(holders).slice(0, rowLimit),
    paths: pathRows(look).slice(0, rowLimit),
  };
}

/** Every kind of live objects by place, most bytes first; their bytes are disjoint. */
export function pathRows({ traced, live }: HeapLook): PathRow[] {
  return live.paths.map((sum) => pathRow(sum, traced.objects));
}

/** What the ledger says of objects that are no maps. */
export function liveAccountOf({ traced, live }: HeapLook): LiveAccount {
  const { objects } = traced;
  const values = new Map<string, number>();
  const sums = { slice: 0, string: 0, other: 0, untyped: 0, slack: 0, pinned: 0, pinnedText: 0 };
  for (const { node, kind, residentBytes, slack, pinned, pinnedText } of live.paths) {
    if (kind === 'object') {
      const type = typeName(objects, node, kind);
      values.set(type, (values.get(type) ?? 0) + residentBytes);
    } else if (kind === 'slice') {
      sums.slice += residentBytes;
      sums.slack += slack.residentIdleBytes;
      sums.pinned += pinned.residentIdleBytes;
    } else if (kind === 'string') {
      sums.string += residentBytes;
      sums.pinnedText += pinnedText.residentIdleBytes;
    } else if (kind === 'unknown') sums.untyped += residentBytes;
    else if (kind !== 'map') sums.other += residentBytes;
  }
  return {
    sliceBytes: sums.slice,
    sliceSlackBytes: sums.slack,
    slicePinnedBytes: sums.pinned,
    stringBytes: sums.string,
    stringPinnedBytes: sums.pinnedText,
    values: [...values].map(([type, bytes]) => ({ type, bytes })).sort((a, b) => b.bytes - a.bytes),
    otherBytes: sums.other,
    untypedBytes: sums.untyped + live.strayResidentBytes,
    garbageBytes: live.garbageResidentBytes,
  };
}

/** Arrays with idle bytes, by path; those of maps are the maps' own business. */
export function arrayGroupsOf(
  { traced, live }: HeapLook,
  which: 'slack' | 'pinned' | 'pinnedText',
): ArrayGroup[] {
  const { objects } = traced;
  return live.paths
    .filter((sum) => sum[which].arrays > 0 && sum.kind !== 'map')
    .map((sum) => arrayGroup(sum, sum[which], objects));
}

function arrayGroup({ node, kind }: PathSum, sum: ArraySum, objects: HeapObjects): ArrayGroup {
  const { largest, ...amounts } = sum;
  return {
    path: objects.pathOf(node),
    type: kind === 'string' ? '' : (objects.typeOf(node)?.name ?? ''),
    ...amounts,
    largestPath: () => objects.pathOfObject(largest),
  };
}

function typeRows(paths: readonly PathSum[], objects: HeapObjects): TypeRow[] {
  const rows = new Map<string, { objects: number; bytes: number }>();
  for (const { node, kind, objects: count, bytes } of paths) {
    const type = typeName(objects, node, kind);
    const row = rows.get(type);
    if (!row) rows.set(type, { objects: count, bytes });
    else {
      row.objects += count;
      row.bytes += bytes;
    }
  }
  return [...rows].map(([type, row]) => ({ type, ...row })).sort((a, b) => b.bytes - a.bytes);
}

function holderRows(
  paths: readonly PathSum[],
  objects: HeapObjects,
  retained: ReadonlyMap<string, number> | undefined,
): HolderRow[] {
  const rows = new Map<number, { objects: number; bytes: number }>();
  for (const { node, objects: count, bytes } of paths) {
    const root = objects.rootOf(node);
    const row = rows.get(root);
    if (!row) rows.set(root, { objects: count, bytes });
    else {
      row.objects += count;
      row.bytes += bytes;
    }
  }
  return [...rows]
    .map(([node, row]) => {
      const path = objects.pathOf(node);
      return { path, package: objects.packageOf(node), ...row, retainedBytes: retained?.get(path) ?? null };
    })
    .sort((a, b) => (b.retainedBytes ?? b.bytes) - (a.retainedBytes ?? a.bytes));
}

function packageRows(holders: readonly HolderRow[]): PackageRow[] {
  const rows = new Map<string, { objects: number; bytes: number; retainedBytes: number | null }>();
  for (const { package: name, objects, bytes, retainedBytes } of holders) {
    const row = rows.get(name) ?? { objects: 0, bytes: 0, retainedBytes: null };
    row.objects += objects;
    row.bytes += bytes;
    if (retainedBytes !== null) row.retainedBytes = (row.retainedBytes ?? 0) + retainedBytes;
    rows.set(name, row);
  }
  return [...rows].map(([name, row]) => ({ package: name, ...row })).sort((a, b) => b.bytes - a.bytes);
}

function pathRow({ node, kind, objects: count, bytes }: PathSum, objects: HeapObjects): PathRow {
  return {
    path: objects.pathOf(node),
    package: objects.packageOf(node),
    kind,
    type: typeName(objects, node, kind),
    objects: count,
    bytes,
  };
}

/** A type as the tables print it: `main.Session`, `[]uint8`, `string`, `func literal`. */
export function typeName(objects: HeapObjects, node: number, kind: ObjectKind): string {
  const name = objects.typeOf(node)?.name;
  switch (kind) {
    case 'slice':
      return `[]${name ?? '?'}`;
    case 'string':
      return 'string';
    case 'closure':
      return 'func literal';
    case 'unknown':
      return '?';
    default:
      return name ?? (kind === 'map' ? 'map[?]?' : '?');
  }
}
