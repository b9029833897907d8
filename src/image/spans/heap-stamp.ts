import type { Address } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { runtimeVariable } from '../runtime/runtime-variable.ts';
import type { SpanTable } from '../span-table.ts';
import { SpanDecoder } from './span-decoder.ts';

/** Each of them is a read of its own: with more, reading all spans again is as quick. */
const mostManualSpans = 4096;
const largestStampBytes = 2 ** 16;

/**
 * What the heap counts when it takes or gives back a span (runtime/mheap.go: allocSpan, freeSpanLocked; mstats.go:
 * consistentHeapStats; Go 1.18 to 1.26): where none of it differs, a table of spans that was read in between still holds.
 */
export class HeapStamp {
  readonly #runtime: Runtime;
  readonly #places: readonly (readonly [start: Address, length: number])[];
  readonly #bytes: readonly Uint8Array[];

  private constructor(
    runtime: Runtime,
    places: readonly (readonly [Address, number])[],
    bytes: readonly Uint8Array[],
  ) {
    this.#runtime = runtime;
    this.#places = places;
    this.#bytes = bytes;
  }

  /** To be taken before the spans are read. Undefined where the binary does not say where the counters are. */
  static take(runtime: Runtime, memory: Memory): HeapStamp | undefined {
    const places = countersOf(runtime);
    const bytes = places && readEach(memory, places);
    return places && bytes && new HeapStamp(runtime, places, bytes);
  }

  /**
   * True where the process has taken and given back no span since. Counters of bytes in stacks can come out even; a stack
   * that was given back is seen by its span, and only one that both came and went meanwhile by nothing.
   */
  stillHolds(spans: SpanTable, memory: Memory): boolean {
    const now = readEach(memory, this.#places);
    if (!now?.every((bytes, place) => isEqual(bytes, this.#bytes[place]))) return false;
    if (spans.manual.length > mostManualSpans) return false;
    const decoder = new SpanDecoder(this.#runtime.layouts);
    const buffer = new Uint8Array(decoder.size);
    const window = new DataView(buffer.buffer);
    return spans.manual.every((span) => {
      const bytes = memory.read(span.address, decoder.size, buffer);
      return bytes !== undefined && decoder.isManual(window, 0, span);
    });
  }
}

function countersOf(runtime: Runtime): [Address, number][] | undefined {
  const { layouts, mheapAddress } = runtime;
  const memstats = runtimeVariable(runtime, 'runtime.memstats');
  const heapStats = layouts.find('runtime.mstats', 'heapStats');
  const size = layouts.struct('runtime.consistentHeapStats')?.size ?? 0;
  if (memstats === 0 || heapStats < 0 || size === 0 || size > largestStampBytes) return undefined;
  const field = (name: string, length: number): [Address, number] => [
    mheapAddress + layouts.offset('runtime.mheap', name),
    length,
  ];
  return [[memstats + heapStats, size], field('sweepgen', 4), field('pagesInUse', 8), field('pagesSwept', 8)];
}

function readEach(memory: Memory, places: readonly (readonly [Address, number])[]): Uint8Array[] | undefined {
  const all: Uint8Array[] = [];
  for (const [start, length] of places) {
    const bytes = memory.read(start, length);
    if (!bytes) return undefined;
    all.push(bytes.slice());
  }
  return all;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
