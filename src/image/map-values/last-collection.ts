import { u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';

/** 2020 and 2100 in milliseconds: another number is damage. */
const plausible = { from: 1.577e12, to: 4.1e12 } as const;

/**
 * When the last collection ended, in milliseconds since 1970 (runtime.memstats.last_gc_unix, nanoseconds): the image is
 * not older, and of a process that runs not much younger, since the runtime collects every two minutes at the latest.
 * Undefined without symbols, and before the first collection.
 */
export function lastCollectionMs(runtime: Runtime, memory: Memory): number | undefined {
  const offset = runtime.layouts.find('runtime.mstats', 'last_gc_unix');
  const symbol = runtime.elf.symbol('runtime.memstats');
  if (offset < 0 || !symbol) return undefined;
  const bytes = memory.read(symbol.address + runtime.loadBias + offset, 8);
  const moment = bytes ? u64At(bytes, 0) / 1e6 : 0;
  return moment > plausible.from && moment < plausible.to ? moment : undefined;
}
