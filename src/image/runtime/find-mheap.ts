import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Elf } from '../../formats/index.ts';
import { pageBytes, sizeClasses } from '../../gomem/index.ts';
import type { Memory } from '../memory.ts';
import type { GoModule, Layouts } from '../runtime.ts';
import { scanWords } from './scan-words.ts';

/** How many of the first spans must look right; a heap that ran `main` always has more. */
const probeCount = 8;
const looksAtSymbol = 8;
const maxSpans = 2 ** 28;
const maxPages = 2 ** 48 / pageBytes;

/**
 * Address of runtime.mheap_: its symbol, else the place in .bss where a slice (allspans) begins with pointers that all
 * lead to spans.
 */
export function findMheap(
  elf: Elf,
  loadBias: number,
  module: GoModule,
  memory: Memory,
  layouts: Layouts,
): Address | undefined {
  const allspans = layouts.offset('runtime.mheap', 'allspans');
  const symbol = elf.symbol('runtime.mheap_');
  // A process that allocates can be caught while it makes a span, or moves the slice: the symbol earns another look.
  for (let look = 0; symbol && look < looksAtSymbol; look++) {
    if (look > 0) memory.refresh();
    if (isSpanSlice(memory, symbol.address + loadBias + allspans, layouts)) return symbol.address + loadBias;
  }
  const slot = scanWords(
    memory,
    module.bss + allspans,
    module.ebss,
    (words, index, address) =>
      looksLikeSlice(words, index, probeCount, maxSpans) && isSpanSlice(memory, address, layouts),
  );
  return slot === undefined ? undefined : slot - allspans;
}

/** A quick test on the scanned words: pointer, then 0 < length <= capacity. The last words of a chunk are left to the slow test. */
export function looksLikeSlice(words: Uint32Array, index: number, least: number, most: number): boolean {
  const at = index * 2;
  // The low half alone may be zero: the first object of an arena (0xc000000000) is a pointer like any other.
  if ((words[at] | words[at + 1]) === 0 || (words[at] & 7) !== 0 || words[at + 1] >= 65536) return false;
  if (at + 6 > words.length) return true;
  const length = words[at + 2] + words[at + 3] * 2 ** 32;
  const capacity = words[at + 4] + words[at + 5] * 2 ** 32;
  return length >= least && length <= capacity && capacity <= most;
}

function isSpanSlice(memory: Memory, address: Address, layouts: Layouts): boolean {
  const slice = memory.read(address, 24);
  if (!slice) return false;
  const pointer = u64At(slice, 0);
  const length = u64At(slice, 8);
  const capacity = u64At(slice, 16);
  if (!isAddress(pointer) || length < 1 || length > capacity || capacity > maxSpans) return false;
  const count = Math.min(length, probeCount);
  const spans = memory.read(pointer, count * 8);
  if (!spans) return false;
  for (let index = 0; index < count; index++) {
    if (!isSpan(memory, u64At(spans, index * 8), layouts)) return false;
  }
  return true;
}

function isSpan(memory: Memory, address: Address, layouts: Layouts): boolean {
  if (!isAddress(address) || address % 8 !== 0) return false;
  const bytes = memory.read(address, layouts.struct('runtime.mspan')?.size ?? 0);
  if (!bytes || bytes.length < 64) return false;
  const at = (field: string): number => layouts.offset('runtime.mspan', field);
  const state = bytes[at('state')];
  const start = u64At(bytes, at('startAddr'));
  const pageCount = u64At(bytes, at('npages'));
  if (state > 2 || !isAddress(start) || start % pageBytes !== 0 || pageCount > maxPages) return false;
  if (pageCount === 0 && state !== 0) return false;
  if (state !== 1) return true;
  const sizeClass = bytes[at('spanclass')] >> 1;
  const elemSize = u64At(bytes, at('elemsize'));
  return sizeClass === 0 ? elemSize % 8 === 0 && elemSize > 0 : elemSize === sizeClasses[sizeClass];
}
