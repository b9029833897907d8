import type { Address } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Residency } from '../residency/resident-pages.ts';
import type { ManualSpan } from '../spans/span-rows.ts';

/** Where the resident bytes of the spans that the runtime manages by hand are. */
export interface StackAccount {
  /** From the stack pointer up: frames. All of the stack where the stack pointer of a running goroutine is not known. */
  readonly usedBytes: number;
  /** Below the stack pointer of a goroutine: room that it grew to, or was given. */
  readonly reservedBytes: number;
  /** Of no goroutine that lives: free stacks, those of ended goroutines, and of the runtime's own threads (g0, gsignal). */
  readonly freeBytes: number;
  /** Work buffers of the collector. */
  readonly workBufferBytes: number;
  /** Goroutines whose stack was counted. */
  readonly goroutineCount: number;
  /** Address space of all stack spans; MemStats.StackInuse less what lies outside the heap. */
  readonly spanBytes: number;
}

/**
 * `spans` in address order, not overlapping. Goroutines whose stack lies in none of them (it moved while it was read)
 * count nowhere.
 */
export function accountStacks(
  spans: readonly ManualSpan[],
  goroutines: readonly Goroutine[],
  residency: Residency,
): StackAccount {
  let stackBytes = 0;
  let spanBytes = 0;
  let workBufferBytes = 0;
  for (const { base, pageCount, elemSize } of spans) {
    const size = pageCount * pageBytes;
    const resident = residency.bytesIn(base, base + size);
    if (elemSize === 0) workBufferBytes += resident;
    else {
      stackBytes += resident;
      spanBytes += size;
    }
  }
  const stackSpans = spans.filter(({ elemSize }) => elemSize !== 0);
  let usedBytes = 0;
  let reservedBytes = 0;
  let goroutineCount = 0;
  let end = 0;
  for (const { stackLow, stackHigh, sp } of goroutines.toSorted((a, b) => a.stackLow - b.stackLow)) {
    if (stackLow < end || stackHigh > endOfSpan(stackSpans, stackLow)) continue;
    end = stackHigh;
    goroutineCount++;
    usedBytes += residency.bytesIn(sp, stackHigh);
    reservedBytes += residency.bytesIn(stackLow, sp);
  }
  const freeBytes = stackBytes - usedBytes - reservedBytes;
  return { usedBytes, reservedBytes, freeBytes, workBufferBytes, goroutineCount, spanBytes };
}

/** End of the span that covers the address, 0 where none does. */
function endOfSpan(spans: readonly ManualSpan[], address: Address): Address {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle].base <= address) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  const end = span ? span.base + span.pageCount * pageBytes : 0;
  return address < end ? end : 0;
}
