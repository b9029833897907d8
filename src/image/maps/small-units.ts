import type { Address } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { PageCache } from './page-cache.ts';

const pageBytes = 4096;
/** Words of 8 bytes in a page, as a shift. */
const pageShift = 9;
const windowBytes = 1 << 22;

/** Addresses as 32-bit numbers: `base` + (number - 1) * 8, and 0 for none. `base` is the start of a page. */
export interface PackedUnits {
  readonly packed: Uint32Array;
  readonly base: Address;
}

/**
 * Shows the first 8 bytes at each of many addresses. They are put in the order of their pages by a counting sort, so
 * that memory is read forward and once, in runs of neighbouring pages, whatever order the maps came in.
 */
export function readUnitsByPage(
  memory: Memory,
  { packed, base }: PackedUnits,
  visit: (row: number, bytes: Uint8Array, offset: number) => void,
): void {
  const order = rowsByPage(packed);
  const window = new Uint8Array(windowBytes);
  const spare = new PageCache(memory, pageBytes, 16);
  for (let first = 0; first < order.length; ) {
    const start = pageOf(packed[order[first]]);
    let end = start + 1;
    let after = first + 1;
    for (; after < order.length; after++) {
      const page = pageOf(packed[order[after]]);
      if (page > end || (page + 1 - start) * pageBytes > windowBytes) break;
      end = page + 1;
    }
    const startAddress = base + start * pageBytes;
    const isRead = memory.read(startAddress, (end - start) * pageBytes, window) !== undefined;
    for (let at = first; at < after; at++) {
      const row = order[at];
      const offset = (packed[row] - 1) * 8 - start * pageBytes;
      if (isRead) visit(row, window, offset);
      else if (spare.locate(startAddress + offset, 8)) visit(row, spare.bytes, spare.offset);
    }
    first = after;
  }
}

/** Rows that have a unit, by the page of the unit; rows of one page stay in order. */
function rowsByPage(packed: Uint32Array): Uint32Array {
  let count = 0;
  let lastPage = 0;
  for (let row = 0; row < packed.length; row++) {
    if (packed[row] === 0) continue;
    count++;
    const page = pageOf(packed[row]);
    if (page > lastPage) lastPage = page;
  }
  const order = new Uint32Array(count);
  // At most 8 Mi pages, because the words are 32-bit numbers.
  const next = new Uint32Array(lastPage + 2);
  for (let row = 0; row < packed.length; row++) {
    if (packed[row] !== 0) next[pageOf(packed[row]) + 1]++;
  }
  for (let page = 1; page < next.length; page++) next[page] += next[page - 1];
  for (let row = 0; row < packed.length; row++) {
    if (packed[row] !== 0) order[next[pageOf(packed[row])]++] = row;
  }
  return order;
}

function pageOf(packedUnit: number): number {
  return (packedUnit - 1) >>> pageShift;
}
