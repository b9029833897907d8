import type { Address, Diagnostics } from '../../base/index.ts';
import type { ObjectRuns } from '../../formats/index.ts';
import { pageBytes, sizeClasses, sizeClassPages } from '../../gomem/index.ts';
import { noteDamage } from './span-order.ts';

/** Objects above it have a span of their own (runtime/sizeclasses.go: maxSmallSize). */
const largestSmall = 32768;
const classOfSize = new Map(sizeClasses.map((size, index) => [size, index]));

/** A span that some objects of a dump lie in. */
export interface DumpedSpanRow {
  readonly base: Address;
  readonly pageCount: number;
  readonly sizeClass: number;
  readonly size: number;
  /** Index of its first object, of its last plus one, in the order of the file. */
  readonly firstObject: number;
  endObject: number;
  /** Run of its first object, and the next one where the span goes on in it; -1 where not. */
  readonly run: number;
  nextRun: number;
}

/**
 * The spans that the objects of a dump lie in. The runtime writes them span by span, so that a span is a row of objects. Its
 * base follows from one object: no two slots of a size class lie at one place of a page.
 */
export function spanRows(runs: ObjectRuns, diagnostics: Diagnostics): DumpedSpanRow[] {
  const rows: DumpedSpanRow[] = [];
  let open: DumpedSpanRow | undefined;
  for (let run = 0; run < runs.runCount; run++) {
    const size = runs.runSize[run];
    const end = run + 1 < runs.runCount ? runs.runFirst[run + 1] : runs.objectCount;
    for (let object = runs.runFirst[run]; object < end; object++) {
      const address = runs.runAddress[run] + runs.addressAbove[object];
      if (open && open.size === size && isInside(open, address)) {
        open.endObject = object + 1;
        if (run !== open.run) open.nextRun = run;
        continue;
      }
      open = rowOf(address, size, object, run);
      if (open) rows.push(open);
      else noteDamage(diagnostics);
    }
  }
  return rows;
}

function isInside({ base, pageCount, size }: DumpedSpanRow, address: Address): boolean {
  return address >= base && address + size <= base + pageCount * pageBytes && (address - base) % size === 0;
}

function rowOf(address: Address, size: number, object: number, run: number): DumpedSpanRow | undefined {
  const place = { size, firstObject: object, endObject: object + 1, run, nextRun: -1 };
  const page = address - (address % pageBytes);
  if (size > largestSmall) {
    if (page !== address) return undefined;
    return { ...place, base: address, pageCount: Math.ceil(size / pageBytes), sizeClass: 0 };
  }
  const sizeClass = classOfSize.get(size);
  if (sizeClass === undefined) return undefined;
  const pageCount = sizeClassPages[sizeClass];
  for (let before = 0; before < pageCount; before++) {
    const base = page - before * pageBytes;
    const row = { ...place, base, pageCount, sizeClass };
    if (base > 0 && isInside(row, address)) return row;
  }
  return undefined;
}
