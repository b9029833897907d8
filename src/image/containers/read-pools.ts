import type { Address } from '../../base/index.ts';
import { type ContainerParts } from './container-parts.ts';
import { findPools } from './find-pools.ts';
import { HeapSlots } from './heap-slots.ts';
import { holdValues } from './held-values.ts';
import { poolBytes } from './pool-layout.ts';
import { poolValues } from './pool-values.ts';
import { VariableNames } from './variable-names.ts';

/** What one sync.Pool keeps. */
export interface PoolRecord {
  readonly address: Address;
  /** `main.buffers`; undefined where no variable leads to the pool. */
  readonly name: string | undefined;
  /** Dynamic type of most values: `*bytes.Buffer`; '' where not known. */
  readonly type: string;
  readonly values: number;
  /** The values' objects and what they own: buffers behind a slice, structs behind a pointer, two steps far. */
  readonly bytes: number;
  /** The part of both that the next collection drops: put before the last one and not taken since. */
  readonly victimValues: number;
  readonly victimBytes: number;
  readonly medianValueBytes: number;
  readonly largestValueBytes: number;
  readonly retainedBytes: number | undefined;
}

/** Every pool that holds a value, largest first. */
export function readPools(parts: ContainerParts): PoolRecord[] {
  const slots = new HeapSlots(parts.spans, parts.maps);
  const pools = findPools(parts, slots);
  const names = pools.size > 0 ? new VariableNames(parts.runtime, parts.types, parts.memory) : undefined;
  const records: PoolRecord[] = [];
  for (const address of pools) {
    const pool = parts.memory.read(address, poolBytes);
    if (!pool) continue;
    const victims = poolValues(pool, 'victim', parts.memory, slots);
    const values = [...victims, ...poolValues(pool, 'local', parts.memory, slots)];
    if (values.length === 0) continue;
    const { bytes, bytesByValue, type, retainedBytes } = holdValues(parts, values);
    let victimBytes = 0;
    for (let value = 0; value < victims.length; value++) victimBytes += bytesByValue[value];
    const sorted = bytesByValue.toSorted();
    records.push({
      address,
      name: names?.nameOf(address) ?? parts.holderOf?.(address),
      type,
      values: values.length,
      bytes,
      victimValues: victims.length,
      victimBytes,
      medianValueBytes: sorted[sorted.length >> 1],
      largestValueBytes: sorted[sorted.length - 1],
      retainedBytes,
    });
  }
  return records.sort((a, b) => b.bytes - a.bytes || a.address - b.address);
}
