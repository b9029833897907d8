import { unitSlots } from '../../../gomem/index.ts';
import type { BucketArrayStructure, ClassicStructure, SwissStructure } from '../../../simulate/index.ts';
import type { BarGroup, FillBar } from './fill-bar.ts';

/** A structure that is too large for cells, as at most `most` bars: old array first. */
export function barsOf(structure: ClassicStructure | SwissStructure, most: number): BarGroup[] {
  if (structure.kind === 'swiss') return [tableBars(structure, most)];
  const { array, growth } = structure;
  if (growth === undefined) return [arrayBars(array, 'array', most)];
  const { oldArray, evacuated } = growth;
  // In proportion to their slots.
  const share = oldArray.baseCount / (oldArray.baseCount + array.baseCount);
  const mostOld = Math.max(1, Math.floor(most * share));
  return [
    arrayBars(oldArray, 'old-array', mostOld, evacuated),
    arrayBars(array, 'array', Math.max(1, most - mostOld)),
  ];
}

/** The least power of two that brings a count down to `most`. */
function perBar(count: number, most: number): number {
  let each = 1;
  while (count / each > most) each *= 2;
  return each;
}

function arrayBars(
  { baseCount, entryCounts, chainLengths }: BucketArrayStructure,
  kind: 'array' | 'old-array',
  most: number,
  evacuated?: Uint8Array,
): BarGroup {
  const each = perBar(baseCount, most);
  const bars: FillBar[] = [];
  for (let first = 0; first < baseCount; first += each) {
    let entries = 0;
    let units = 0;
    let left = 0;
    for (let bucket = first; bucket < Math.min(baseCount, first + each); bucket++) {
      entries += entryCounts[bucket];
      units += 1 + chainLengths[bucket];
      left += evacuated?.[bucket] ?? 0;
    }
    bars.push({ full: entries / (units * unitSlots), deleted: 0, evacuated: left / each });
  }
  return { kind, bars, each };
}

function tableBars({ tables }: SwissStructure, most: number): BarGroup {
  const each = perBar(tables.length, most);
  const bars: FillBar[] = [];
  for (let first = 0; first < tables.length; first += each) {
    const part = tables.slice(first, first + each);
    const sum = (of: (table: (typeof part)[number]) => number): number =>
      part.reduce((total, table) => total + of(table), 0);
    const slots = sum(({ capacity }) => capacity);
    bars.push({
      full: sum(({ used }) => used) / slots,
      deleted: sum(({ tombstones }) => tombstones) / slots,
      evacuated: 0,
    });
  }
  return { kind: 'tables', bars, each };
}
