import { ByteCursor, type Diagnostics } from '../../../base/index.ts';
import { MergedEvents } from '../event-walker.ts';
import type { TraceGeneration, TraceReader } from '../generation.ts';
import { traceHeaderBytes } from '../trace-header.ts';
import { TraceTables } from '../trace-tables.ts';
import { ProcessorWalker, type V1Batch, type V1Clock } from './processor-walker.ts';
import { V1Events } from './v1-events.ts';
import { stopReason, v1Conversions, v1Event, v1KindCount } from './v1-kinds.ts';

/** The tables of these traces come at the end, so all of it is held; more cannot be. */
const largestTrace = 2 ** 31;
const longestText = 1e6;
const stopReasonCount = 17;
/** Strings that the file does not have get numbers that none of its own has. */
const firstReasonId = -1;

/** Traces of Go 1.11 to 1.21: one list of events for each processor, and tables at the end, so that it is one generation. */
export class V1Reader implements TraceReader {
  readonly #minor: number;
  readonly #diagnostics: Diagnostics;
  readonly #pieces: Uint8Array[] = [];
  #byteCount = 0;

  constructor(minor: number, diagnostics: Diagnostics) {
    this.#minor = minor;
    this.#diagnostics = diagnostics;
  }

  push(piece: Uint8Array): TraceGeneration[] {
    const room = largestTrace - this.#byteCount;
    const kept = piece.length > room ? piece.subarray(0, room) : piece;
    this.#pieces.push(kept);
    this.#byteCount += kept.length;
    return [];
  }

  end(): TraceGeneration[] {
    const bytes = new Uint8Array(this.#byteCount);
    let at = 0;
    for (const piece of this.#pieces.splice(0)) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const scan = new V1Scan(bytes, this.#diagnostics);
    return scan.ticksPerSecond > 0 ? [scan.generation(this.#minor)] : [];
  }
}

/** The first look at a trace: where each processor's batches lie, and the tables. */
class V1Scan {
  ticksPerSecond = 0;
  readonly #bytes: Uint8Array;
  readonly #tables = new TraceTables();
  readonly #batches = new Map<number, V1Batch[]>();
  #cpuSampleCount = 0;
  #beginTicks = Number.POSITIVE_INFINITY;

  constructor(bytes: Uint8Array, diagnostics: Diagnostics) {
    this.#bytes = bytes;
    const events = new V1Events(bytes, traceHeaderBytes, bytes.length);
    this.#read(events);
    if (this.ticksPerSecond === 0) {
      diagnostics.add(
        'trace-torn',
        'the trace was cut before its tables, which traces before Go 1.22 have at the end; without them nothing can be told',
      );
    } else if (!events.isAtEnd) {
      diagnostics.add(
        'trace-damaged',
        `the trace is damaged at byte ${events.at}; what follows cannot be read`,
      );
    }
  }

  #read(events: V1Events): void {
    let open: { processor: number; start: number; ticks: number } | undefined;
    let ticks = 0;
    let start = events.at;
    const close = (end: number): void => {
      if (!open) return;
      const known = this.#batches.get(open.processor);
      const batch = { start: open.start, end, ticks: open.ticks };
      if (known) known.push(batch);
      else this.#batches.set(open.processor, [batch]);
    };
    for (; events.step(); start = events.at) {
      const values = events.arguments;
      switch (events.kind) {
        case v1Event.batch:
          close(start);
          open = { processor: values[0], start: events.at, ticks: values[1] };
          ticks = values[1];
          break;
        case v1Event.frequency:
          if (values[0] > 0 && values[0] <= 1e12) this.ticksPerSecond = values[0];
          break;
        case v1Event.string:
          this.#tables.readString(new ByteCursor(this.#bytes, events.bodyStart, events.at), longestText);
          break;
        case v1Event.stack:
          this.#tables.readStack(new ByteCursor(this.#bytes, events.bodyStart, events.at));
          break;
        case v1Event.cpuSample:
          this.#cpuSampleCount++;
          break;
        case v1Event.timerGoroutine:
          break;
        default:
          ticks += values[0];
          if (events.kind === v1Event.gomaxprocs) this.#beginTicks = Math.min(this.#beginTicks, ticks);
      }
    }
    close(start);
  }

  generation(minor: number): TraceGeneration {
    const processors = [...this.#batches.keys()];
    const clock = this.#clock(minor);
    return {
      number: 1,
      tables: this.#tables,
      clock: undefined,
      threads: processors,
      allocationUnits: undefined,
      types: new Map(),
      cpuSampleCount: this.#cpuSampleCount,
      events: () =>
        new MergedEvents(
          [...this.#batches.values()].map((batches, stream) => new ProcessorWalker(stream, batches, clock)),
        ),
    };
  }

  #clock(minor: number): V1Clock {
    const reasonIds = new Float64Array(v1KindCount);
    const stopReasonIds = new Float64Array(stopReasonCount);
    let nextId = firstReasonId;
    const add = (text: string): number => {
      this.#tables.setString(nextId, text);
      return nextId--;
    };
    for (const [kind, { reason }] of Object.entries(v1Conversions))
      if (reason !== undefined) reasonIds[Number(kind)] = add(reason);
    for (let kind = 0; kind < stopReasonCount; kind++) stopReasonIds[kind] = add(stopReason(minor, kind));
    return {
      bytes: this.#bytes,
      nsPerTick: 1e9 / this.ticksPerSecond,
      beginTicks: this.#beginTicks,
      reasonIds,
      stopReasonIds,
    };
  }
}
