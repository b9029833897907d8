import { sizeClasses } from '../../gomem/index.ts';
import type { DumpAccount, MemoryAccount, MemoryKind, ProcessAccount } from '../../image/index.ts';
import type { Language } from '../language.ts';
import { formatBytes } from '../number-text.ts';
import { heldBytes } from '../survey/totals.ts';
import { labels, freeSlotsLine, type LineId } from './labels.ts';
import { type MapAccount, mapLines } from './map-lines.ts';
import { type LiveAccount, objectLines } from './object-lines.ts';

/** One named account of bytes. Children, where there are any, sum to `bytes`. */
export interface LedgerLine {
  readonly id: string;
  readonly label: string;
  readonly bytes: number;
  readonly lines?: readonly LedgerLine[];
}

/** Where the resident bytes are: top lines plus `unexplainedBytes` are `totalBytes`, exactly. */
export interface Ledger {
  readonly totalBytes: number;
  readonly lines: readonly LedgerLine[];
  readonly unexplainedBytes: number;
  /** Bytes beyond the total: swapped out, never touched, address space given back, page tables. Part of no sum. */
  readonly outsideLines?: readonly LedgerLine[];
  /** Bytes that the lines above hold already, seen in another way: huge pages, pages under MADV_FREE. */
  readonly withinLines?: readonly LedgerLine[];
}

/** What a ledger is made of. */
export interface LedgerEvidence {
  readonly memory: MemoryAccount;
  readonly maps: MapAccount;
  /** Bytes of maps on pages that are not in memory. */
  readonly absentMapBytes: number;
  /** What the objects that are no maps are; undefined where the graph was not built. */
  readonly live?: LiveAccount | undefined;
}

/** A ledger and what could not be reconciled in it. */
export interface LedgerResult {
  readonly ledger: Ledger;
  /** Resident bytes of maps beyond the objects that were seen: the maps grew after the heap was counted. 0 mostly. */
  readonly excessMapBytes: number;
}

/** The kinds of each group outside the heap's arenas, in the order in which they are shown. */
const groups: readonly (readonly [id: LineId, kinds: readonly (MemoryKind & LineId)[]])[] = [
  [
    'runtime',
    [
      'runtime.arenas',
      'runtime.page-allocator',
      'runtime.spans',
      'runtime.gc-bits',
      'runtime.gc-work',
      'runtime.profiling',
      'runtime.metadata',
      'runtime.tracing',
      'runtime.other',
    ],
  ],
  ['outside', ['outside.c-heap', 'outside.thread-stacks', 'outside.anonymous']],
  [
    'file',
    [
      'file.program-text',
      'file.program-rodata',
      'file.program-data',
      'file.libraries',
      'file.mapped',
      'file.shared-memory',
      'file.kernel',
    ],
  ],
];

/**
 * The ledger of a process: `totalBytes` is its RSS as its mappings have it, or what was seen in memory where that is more
 * (the process shrank while it was read). Of a core, which does not tell what was resident: the heap in use. Of a heap
 * dump: what its MemStats say that Go has from the system and has not given back (Sys less HeapReleased).
 */
export function buildLedger(evidence: LedgerEvidence, language: Language): LedgerResult {
  const { memory } = evidence;
  const { process, dump } = memory;
  const heap = heapLines(evidence, language);
  const top = [group('heap', heap.lines, language)];
  if (process) {
    const { stacks } = memory;
    const outside = new Map(process.outside);
    outside.set('runtime.gc-work', (outside.get('runtime.gc-work') ?? 0) + stacks.workBufferBytes);
    const stackLines = [
      line('stacks.used', stacks.usedBytes, language),
      line('stacks.reserved', stacks.reservedBytes, language),
      line('stacks.free', stacks.freeBytes, language),
      line('stacks.system', outside.get('stacks.system') ?? 0, language),
    ];
    top.push(group('stacks', stackLines, language));
    for (const [id, kinds] of groups) {
      const lines = kinds.map((kind) => line(kind, outside.get(kind) ?? 0, language));
      top.push(group(id, lines, language));
    }
  }
  if (dump) top.push(...dumpGroups(dump, language));
  const explained = sumOf(top);
  const totalBytes = Math.max(process?.rssBytes ?? dump?.heldBytes ?? 0, explained);
  const outsideLines = [
    line('heap.maps.not-resident', heap.mapsNotResident, language),
    ...(process ? linesBeyond(process, language) : []),
    ...(dump ? [line('heap.released', dump.releasedBytes, language)] : []),
  ].filter(({ bytes }) => bytes > 0);
  const withinLines = process ? linesWithin(process, language) : [];
  const ledger = {
    totalBytes,
    lines: top,
    unexplainedBytes: totalBytes - explained,
    ...(outsideLines.length > 0 ? { outsideLines } : {}),
    ...(withinLines.length > 0 ? { withinLines } : {}),
  };
  return { ledger, excessMapBytes: heap.excessMapBytes };
}

/** One sentence where maps exceed the objects of the heap; undefined where they do not. */
export function excessMapsMessage(excessMapBytes: number): string | undefined {
  if (excessMapBytes === 0) return undefined;
  return (
    `Maps take ${formatBytes(excessMapBytes)} more than the objects that are resident: ` +
    'that part is swapped out or was never touched, or came after the heap was counted; the ledger shows it outside the total.'
  );
}

function heapLines(
  { memory, maps, absentMapBytes, live }: LedgerEvidence,
  language: Language,
): { lines: LedgerLine[]; mapsNotResident: number; excessMapBytes: number } {
  const { spans, process, dump } = memory;
  const slots = spans.objectBytes + spans.deadBytes;
  const held = heldBytes(maps.all);
  const absent = Math.min(absentMapBytes, held);
  const excessMapBytes = Math.max(0, held - absent - slots);
  const parts = mapLines(maps, absent + excessMapBytes);
  const mapBytes = held - absent - excessMapBytes;
  const others = slots - mapBytes;
  const deadMapBytes = parts.find(({ id }) => id === 'heap.maps.unreachable')?.bytes ?? 0;
  // A dead map can lie in part where no mark says so (on a stack, or in a span that was swept meanwhile).
  const dead = Math.min(others, Math.max(0, spans.deadBytes - deadMapBytes));
  const mapChildren = parts.map(({ id, bytes }) => line(id, bytes, language));
  const lines = [
    group('heap.maps', mapChildren, language),
    objectLine(live, others - dead, dead, language),
    line('heap.dead', dead, language),
    freeSlots(spans.freeSlotBytesByClass, language),
    line('heap.span-tails', spans.tailBytes, language),
  ];
  // A deficit was told; a line never shows less than nothing.
  if (process) lines.push(line('heap.idle', Math.max(0, process.idleBytes), language));
  if (dump) {
    lines.push(line('heap.empty-spans', dump.emptySpanBytes, language));
    lines.push(line('heap.idle', dump.idleBytes, language));
  }
  return { lines, mapsNotResident: absent + excessMapBytes, excessMapBytes };
}

function objectLine(
  live: LiveAccount | undefined,
  bytes: number,
  deadBytes: number,
  language: Language,
): LedgerLine {
  const parent = line('heap.objects', bytes, language);
  if (!live) return parent;
  // Nothing reaches what is dead, so that it is in what the graph calls garbage.
  const garbageBytes = Math.max(0, live.garbageBytes - deadBytes);
  return { ...parent, lines: objectLines({ ...live, garbageBytes }, bytes, language) };
}

function freeSlots(byClass: Float64Array, language: Language): LedgerLine {
  const lines: LedgerLine[] = [];
  byClass.forEach((bytes, sizeClass) => {
    if (bytes === 0) return;
    const size = sizeClasses[sizeClass];
    lines.push({ ...freeSlotsLine(size, language), bytes });
  });
  return group('heap.free-slots', lines, language);
}

/** Stacks and the runtime's own memory as MemStats has them. */
function dumpGroups(dump: DumpAccount, language: Language): LedgerLine[] {
  const stacks = [
    line('stacks.used', dump.stackUsedBytes, language),
    line('stacks.reserved', dump.stackReservedBytes, language),
    line('stacks.free', dump.stackFreeBytes, language),
    line('stacks.system', dump.stackSystemBytes, language),
  ];
  const runtime = [
    line('runtime.spans', dump.spanStructBytes, language),
    line('runtime.gc', dump.gcBytes, language),
    line('runtime.profiling', dump.profilingBytes, language),
    line('runtime.metadata', dump.cacheBytes, language),
    line('runtime.other', dump.otherBytes, language),
  ];
  return [group('stacks', stacks, language), group('runtime', runtime, language)];
}

function linesBeyond(process: ProcessAccount, language: Language): LedgerLine[] {
  return [
    line('swap', process.swapBytes, language),
    line('heap.released', process.releasedBytes, language),
    line('page-tables', process.pageTableBytes, language),
  ];
}

function linesWithin(process: ProcessAccount, language: Language): LedgerLine[] {
  return [
    line('huge-pages', process.hugePageBytes, language),
    line('lazy-free', process.lazyFreeBytes, language),
  ].filter(({ bytes }) => bytes > 0);
}

function group(id: LineId, lines: readonly LedgerLine[], language: Language): LedgerLine {
  return { ...line(id, sumOf(lines), language), lines };
}

function sumOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes, 0);
}

function line(id: LineId, bytes: number, language: Language): LedgerLine {
  return { id, label: labels[id][language], bytes };
}
