import type { MapSums } from './survey/map-sums.ts';
import { formatBytes } from './number-text.ts';
import type { Language, Text } from './language.ts';

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
  /** Bytes of maps beyond the total: swapped out, or never touched. Not part of any sum. */
  readonly outsideLines?: readonly LedgerLine[];
}

const labels = {
  'heap.maps': { en: 'maps', zh: 'map 合计' },
  'heap.maps.entries': { en: 'live keys and values', zh: '有效的键和值' },
  'heap.maps.boxes': { en: 'boxed keys and values over 128 bytes', zh: '超过 128 字节而另行存放的键和值' },
  'heap.maps.overhead': { en: 'what these entries cost beyond that', zh: '这些条目所需的其他开销' },
  'heap.maps.untyped': {
    en: 'entries of maps of unknown type',
    zh: '类型未知的 map 的条目',
  },
  'heap.maps.slack': { en: 'slack that a rebuild gives back', zh: '重建即可收回的空闲空间' },
  'heap.maps.unreachable': { en: 'dead maps that the GC has yet to sweep', zh: '等待 GC 清扫的已死 map' },
  'heap.maps.not-resident': {
    en: 'maps not in RSS (swapped out or never touched)',
    zh: '不在 RSS 中的 map（已换出或从未触碰）',
  },
} satisfies Record<string, Text>;

type LineId = keyof typeof labels;

/** All maps, and those of them that are dead. */
export interface MapAccount {
  readonly all: MapSums;
  readonly unreachable: MapSums;
}

/**
 * The ledger of a process: `totalBytes` is its RSS (of a core, which does not tell that, the heap in use). The allocator's bytes of a map can
 * exceed what is resident; the excess is taken from slack first, which is the part that was never touched, and is shown
 * on a line outside the total.
 */
export function buildLedger(totalBytes: number, sums: MapAccount, language: Language): Ledger {
  const parts = mapParts(sums);
  let excess = parts.reduce((sum, part) => sum + part.bytes, 0) - totalBytes;
  const notResident = Math.max(0, excess);
  const order: LineId[] = [
    'heap.maps.slack',
    'heap.maps.unreachable',
    'heap.maps.overhead',
    'heap.maps.untyped',
    'heap.maps.boxes',
    'heap.maps.entries',
  ];
  for (const id of order) {
    const part = parts.find((each) => each.id === id);
    if (!part || excess <= 0) continue;
    const taken = Math.min(part.bytes, excess);
    part.bytes -= taken;
    excess -= taken;
  }
  const lines = parts.map(({ id, bytes }) => line(id, bytes, language));
  const mapBytes = lines.reduce((sum, each) => sum + each.bytes, 0);
  return {
    totalBytes,
    lines: [{ ...line('heap.maps', mapBytes, language), lines }],
    unexplainedBytes: totalBytes - mapBytes,
    ...(notResident > 0 ? { outsideLines: [line('heap.maps.not-resident', notResident, language)] } : {}),
  };
}

/** One sentence where maps exceed the total; undefined where they do not. */
export function notResidentMessage(ledger: Ledger): string | undefined {
  const outside = ledger.outsideLines?.[0];
  if (!outside) return undefined;
  return (
    `Maps take ${formatBytes(outside.bytes)} more than the ${formatBytes(ledger.totalBytes)} that are resident: ` +
    'that part is swapped out or was never touched; the ledger shows it outside the total.'
  );
}

function mapParts({ all, unreachable }: MapAccount): { id: LineId; bytes: number }[] {
  const entryBytes = all.entryBytes - unreachable.entryBytes;
  const untypedBytes = all.untypedBytes - unreachable.untypedBytes;
  const slack = all.reclaimableBytes - unreachable.reclaimableBytes;
  return [
    { id: 'heap.maps.entries', bytes: entryBytes },
    { id: 'heap.maps.boxes', bytes: all.boxedBytes - unreachable.boxedBytes },
    { id: 'heap.maps.overhead', bytes: all.bytes - unreachable.bytes - slack - entryBytes - untypedBytes },
    { id: 'heap.maps.untyped', bytes: untypedBytes },
    { id: 'heap.maps.slack', bytes: slack },
    { id: 'heap.maps.unreachable', bytes: unreachable.bytes + unreachable.boxedBytes },
  ];
}

function line(id: LineId, bytes: number, language: Language): LedgerLine {
  return { id, label: labels[id][language], bytes };
}
