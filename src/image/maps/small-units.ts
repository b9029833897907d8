import type { Address } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { longestRun, readAheadOf, readRuns, type Run } from '../read-ahead.ts';
import { PageCache } from './page-cache.ts';

const pageBytes = 4096;
/** Words of 8 bytes in a page, as a shift. */
const pageShift = 9;

/** Addresses as 32-bit numbers: `base` + (number - 1) * 8, and 0 for none. `base` is the start of a page. */
export interface PackedUnits {
  readonly packed: Uint32Array;
  readonly base: Address;
}

/**
 * Shows the first 8 bytes at each of many addresses, those of the rows whose `isWanted` is 1. They are put in the order of their pages by a counting sort, so
 * that memory is read forward and once, in runs of neighbouring pages, whatever order the maps came in.
 */
export function readUnitsByPage(
  memory: Memory,
  { packed, base }: PackedUnits,
  isWanted: Uint8Array,
  visit: (row: number, bytes: Uint8Array, offset: number) => void,
): void {
  const { order, pageCount } = rowsByPage(packed, isWanted);
  const spare = new PageCache(memory, pageBytes, 16);
  let first = 0;
  const next = (): UnitRun | undefined => {
    if (first >= order.length) return undefined;
    const run = pagesFrom(order, first, packed, base);
    first = run.after;
    return run;
  };
  const ahead = readAheadOf(memory, pageCount * pageBytes);
  readRuns(ahead, next, (run, at) => {
    const { bytes } = ahead.window;
    for (let place = run.first; place < run.after; place++) {
      const row = order[place];
      const address = base + (packed[row] - 1) * 8;
      if (at >= 0) visit(row, bytes, at + address - run.start);
      else if (spare.locate(address, 8)) visit(row, spare.bytes, spare.offset);
    }
  });
}

/** Rows [first, after) of the order, whose pages lie side by side. */
interface UnitRun extends Run {
  readonly first: number;
  readonly after: number;
}

function pagesFrom(order: Uint32Array, first: number, packed: Uint32Array, base: Address): UnitRun {
  const start = pageOf(packed[order[first]]);
  let end = start + 1;
  let after = first + 1;
  for (; after < order.length; after++) {
    const page = pageOf(packed[order[after]]);
    if (page > end || (page + 1 - start) * pageBytes > longestRun) break;
    end = page + 1;
  }
  return { start: base + start * pageBytes, end: base + end * pageBytes, first, after };
}

/** Wanted rows, all of which have a unit, by the page of the unit; rows of one page stay in order. */
function rowsByPage(packed: Uint32Array, isWanted: Uint8Array): { order: Uint32Array; pageCount: number } {
  let count = 0;
  let lastPage = 0;
  for (let row = 0; row < packed.length; row++) {
    if (isWanted[row] === 0) continue;
    count++;
    const page = pageOf(packed[row]);
    if (page > lastPage) lastPage = page;
  }
  const order = new Uint32Array(count);
  if (count === 0) return { order, pageCount: 0 };
  // At most 8 Mi pages, because the words are 32-bit numbers.
  const next = new Uint32Array(lastPage + 2);
  for (let row = 0; row < packed.length; row++) {
    if (isWanted[row] !== 0) next[pageOf(packed[row]) + 1]++;
  }
  let pageCount = 0;
  for (let page = 1; page < next.length; page++) {
    if (next[page] > 0) pageCount++;
    next[page] += next[page - 1];
  }
  for (let row = 0; row < packed.length; row++) {
    if (isWanted[row] !== 0) order[next[pageOf(packed[row])]++] = row;
  }
  return { order, pageCount };
}

function pageOf(packedUnit: number): number {
  return (packedUnit - 1) >>> pageShift;
}
