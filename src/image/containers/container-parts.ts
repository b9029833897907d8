import type { Address, Diagnostics } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { MapTable } from '../map-table.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import type { TypeTable } from '../types/type-table.ts';

/** What pools, timers, handles and queues are read from. */
export interface ContainerParts {
  readonly runtime: Runtime;
  readonly types: TypeTable;
  readonly spans: SpanTable;
  readonly maps: MapTable;
  readonly memory: Memory;
  readonly functions: FunctionTable;
  readonly goroutines: readonly Goroutine[];
  /** CLOCK_MONOTONIC where the process runs; undefined for a core. */
  readonly monotonicNs: number | undefined;
  readonly diagnostics: Diagnostics;
  /** Bytes that go with the object at the address, where a graph says so. */
  readonly retainedBytesOf?: (object: Address) => number;
  /** Path of the variable or field that holds the object at the address, where a trace says so. */
  readonly holderOf?: (object: Address) => string | undefined;
}

/** Retained bytes of objects that do not hold one another; undefined where no graph says it. */
export function retainedBytes(parts: ContainerParts, objects: Iterable<Address>): number | undefined {
  const { retainedBytesOf } = parts;
  if (!retainedBytesOf) return undefined;
  let bytes = 0;
  for (const object of objects) bytes += retainedBytesOf(object);
  return bytes;
}

/** The key that most were counted for, '' where there is none. */
export class MostFrequent {
  readonly #counts = new Map<string, number>();

  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Number of different keys. */
  get kinds(): number {
    return this.#counts.size;
  }

  get key(): string {
    let best = '';
    let most = 0;
    for (const [key, count] of this.#counts) {
      if (count <= most) continue;
      best = key;
      most = count;
    }
    return best;
  }
}
