import type { Language } from '../language.ts';
import type { LedgerLine } from './ledger.ts';
import { labels, type LineId } from './labels.ts';

/** Resident bytes of the objects that are no maps, by what they are. */
export interface LiveAccount {
  readonly sliceBytes: number;
  readonly sliceSlackBytes: number;
  readonly slicePinnedBytes: number;
  readonly stringBytes: number;
  readonly stringPinnedBytes: number;
  /** Values by type, most bytes first. */
  readonly values: readonly { readonly type: string; readonly bytes: number }[];
  /** Closures and channels. */
  readonly otherBytes: number;
  /** Held, of no known type. */
  readonly untypedBytes: number;
  /** Of objects that nothing reaches. */
  readonly garbageBytes: number;
}

/** Types with a line of their own. */
const typeLimit = 12;

/** What gives way first where objects went while they were counted. */
const yieldOrder: readonly LineId[] = [
  'heap.garbage',
  'heap.untyped',
  'heap.other',
  'heap.values',
  'heap.slices',
  'heap.strings',
];

/**
 * The lines of `bytes` that are objects and no maps. What the graph has seen less is a line of its own; what it has seen more,
 * of a process that goes on, is taken away from garbage first.
 */
export function objectLines(live: LiveAccount, bytes: number, language: Language): LedgerLine[] {
  const lines: LedgerLine[] = [
    parent(
      'heap.slices',
      [
        leaf('heap.slices.live', live.sliceBytes - live.sliceSlackBytes - live.slicePinnedBytes, language),
        leaf('heap.slices.slack', live.sliceSlackBytes, language),
        leaf('heap.slices.pinned', live.slicePinnedBytes, language),
      ],
      language,
    ),
    parent(
      'heap.strings',
      [
        leaf('heap.strings.live', live.stringBytes - live.stringPinnedBytes, language),
        leaf('heap.strings.pinned', live.stringPinnedBytes, language),
      ],
      language,
    ),
    parent('heap.values', valueLines(live.values, language), language),
    leaf('heap.other', live.otherBytes, language),
    leaf('heap.untyped', live.untypedBytes, language),
    leaf('heap.garbage', live.garbageBytes, language),
  ];
  let excess = lines.reduce((sum, each) => sum + each.bytes, 0) - bytes;
  if (excess <= 0) return [...lines, leaf('heap.unplaced', -excess, language)];
  return yieldOrder.reduce((left, id) => {
    const place = left.findIndex((each) => each.id === id);
    const taken = Math.min(excess, left[place].bytes);
    excess -= taken;
    return taken === 0 ? left : left.with(place, lessened(left[place], taken));
  }, lines);
}

function valueLines(values: LiveAccount['values'], language: Language): LedgerLine[] {
  const lines = values.slice(0, typeLimit).map(({ type, bytes }) => ({
    id: `heap.values.${type}`,
    label: type,
    bytes,
  }));
  const rest = values.slice(typeLimit).reduce((sum, { bytes }) => sum + bytes, 0);
  return [...lines, leaf('heap.values.rest', rest, language)];
}

/** The line and its children, the last ones first, with so many bytes less. */
function lessened(line: LedgerLine, taken: number): LedgerLine {
  let left = taken;
  const children = line.lines?.toReversed().map((child) => {
    const part = Math.min(left, child.bytes);
    left -= part;
    return { ...child, bytes: child.bytes - part };
  });
  return { ...line, bytes: line.bytes - taken, ...(children ? { lines: children.toReversed() } : {}) };
}

function parent(id: LineId, lines: LedgerLine[], language: Language): LedgerLine {
  return {
    ...leaf(
      id,
      lines.reduce((sum, { bytes }) => sum + bytes, 0),
      language,
    ),
    lines,
  };
}

function leaf(id: LineId, bytes: number, language: Language): LedgerLine {
  return { id, label: labels[id][language], bytes };
}
