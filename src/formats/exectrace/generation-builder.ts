import { ByteCursor, type Diagnostics, utf8 } from '../../base/index.ts';
import { traceEvent } from './event-kinds.ts';
import { MergedEvents } from './event-walker.ts';
import type { AllocationUnits, ClockSnapshot, TracedType, TraceGeneration } from './generation.ts';
import { type EventBatch, ThreadWalker } from './thread-walker.ts';
import { TraceTables } from './trace-tables.ts';

/** A batch of a trace of Go 1.22+. */
export interface TraceBatch {
  readonly generation: number;
  readonly stream: number;
  readonly ticks: number;
  /** 0 for none, 1 for the alloc-free experiment. */
  readonly experiment: number;
  readonly bytes: Uint8Array;
}

const allocFree = 1;
/** A clock that ticks faster is none. */
const mostTicksPerSecond = 1e12;
const longestTypeName = 2 ** 16;

/** Takes the batches of a generation; its tables come behind the events that use them. */
export class GenerationBuilder {
  readonly number: number;
  readonly #diagnostics: Diagnostics;
  readonly #threads: readonly number[];
  readonly #tables = new TraceTables();
  readonly #batches = new Map<number, EventBatch[]>();
  readonly #types = new Map<number, TracedType>();
  #ticksPerSecond = 0;
  #snapshot: { ticks: number; monotonicNs: number; seconds: number; nanoseconds: number } | undefined;
  #units: AllocationUnits | undefined;
  #cpuSampleCount = 0;

  constructor(number: number, threads: readonly number[], diagnostics: Diagnostics) {
    this.number = number;
    this.#threads = threads;
    this.#diagnostics = diagnostics;
  }

  add(batch: TraceBatch): void {
    if (batch.bytes.length === 0) return;
    const cursor = new ByteCursor(batch.bytes);
    if (!(batch.experiment === 0 ? this.#addPlain(batch, cursor) : this.#addExperimental(batch, cursor))) {
      this.#diagnostics.add(
        'trace-damaged-table',
        'a table of the trace (strings, stacks, types or clocks) is damaged; names and stacks may be missing',
      );
    }
  }

  /** Undefined where the clock is missing, without which no event has a time. */
  finish(): TraceGeneration | undefined {
    const ticksPerSecond = this.#ticksPerSecond;
    if (!(ticksPerSecond > 0 && ticksPerSecond <= mostTicksPerSecond)) return undefined;
    const batches = this.#batches;
    const diagnostics = this.#diagnostics;
    return {
      number: this.number,
      tables: this.#tables,
      clock: this.#clock(ticksPerSecond),
      threads: this.#threads,
      allocationUnits: this.#units,
      types: this.#types,
      cpuSampleCount: this.#cpuSampleCount,
      events: () =>
        new MergedEvents(
          [...batches].map(([stream, each]) => new ThreadWalker(stream, each, ticksPerSecond, diagnostics)),
        ),
    };
  }

  #clock(ticksPerSecond: number): ClockSnapshot | undefined {
    const snapshot = this.#snapshot;
    return (
      snapshot && {
        timeNs: (snapshot.ticks * 1e9) / ticksPerSecond,
        monotonicNs: snapshot.monotonicNs,
        wallSeconds: snapshot.seconds,
        wallNanoseconds: snapshot.nanoseconds,
      }
    );
  }

  /** False where the batch is damaged. */
  #addPlain(batch: TraceBatch, cursor: ByteCursor): boolean {
    switch (batch.bytes[0]) {
      case traceEvent.strings:
        cursor.skip(1);
        return readEach(cursor, traceEvent.string, () => this.#tables.readString(cursor));
      case traceEvent.stacks:
        cursor.skip(1);
        return readEach(cursor, traceEvent.stack, () => this.#tables.readStack(cursor));
      case traceEvent.cpuSamples:
        cursor.skip(1);
        return readEach(cursor, traceEvent.cpuSample, () => this.#readCpuSample(cursor));
      case traceEvent.frequency:
        return readEach(cursor, traceEvent.frequency, () => this.#readFrequency(cursor));
      case traceEvent.sync:
        cursor.skip(1);
        return this.#readClocks(cursor, batch.ticks);
      default: {
        const known = this.#batches.get(batch.stream);
        if (known) known.push(batch);
        else this.#batches.set(batch.stream, [batch]);
        return true;
      }
    }
  }

  #readFrequency(cursor: ByteCursor): boolean {
    this.#ticksPerSecond = cursor.uleb();
    return !cursor.overran;
  }

  #readClocks(cursor: ByteCursor, batchTicks: number): boolean {
    while (!cursor.done) {
      const kind = cursor.u8();
      if (kind === traceEvent.frequency) this.#readFrequency(cursor);
      else if (kind === traceEvent.clockSnapshot) {
        this.#snapshot = {
          ticks: batchTicks + cursor.uleb(),
          monotonicNs: cursor.uleb(),
          seconds: cursor.uleb(),
          nanoseconds: cursor.uleb(),
        };
      } else return false;
    }
    return !cursor.overran;
  }

  /** Time, thread, processor, goroutine and stack. */
  #readCpuSample(cursor: ByteCursor): boolean {
    for (let field = 0; field < 5; field++) cursor.uleb();
    if (!cursor.overran) this.#cpuSampleCount++;
    return !cursor.overran;
  }

  /** Batches of the alloc-free experiment (runtime/traceallocfree.go): 0 begins types, 1 how addresses are numbered. */
  #addExperimental({ experiment }: TraceBatch, cursor: ByteCursor): boolean {
    if (experiment !== allocFree) return true;
    const kind = cursor.u8();
    if (kind === 1) {
      const heapStart = cursor.uleb();
      const pageBytes = cursor.uleb();
      const objectAlignBytes = cursor.uleb();
      if (cursor.overran || pageBytes < 1 || pageBytes > 2 ** 24) return false;
      if (objectAlignBytes < 1 || objectAlignBytes > pageBytes) return false;
      this.#units = { heapStart, pageBytes, objectAlignBytes };
      return true;
    }
    if (kind !== 0) return false;
    while (!cursor.done) {
      const id = cursor.uleb();
      // Address and pointer bytes of the type tell nothing that the name does not.
      cursor.uleb();
      const bytes = cursor.uleb();
      cursor.uleb();
      const length = cursor.uleb();
      if (length > longestTypeName) return false;
      const name = utf8(cursor.take(length));
      if (cursor.overran) return false;
      this.#types.set(id, { name, bytes });
    }
    return true;
  }
}

/** Reads records that each begin with the byte `kind`; false where something else stands there or a record is cut. */
function readEach(cursor: ByteCursor, kind: number, readRecord: () => boolean): boolean {
  while (!cursor.done) if (cursor.u8() !== kind || !readRecord()) return false;
  return true;
}
