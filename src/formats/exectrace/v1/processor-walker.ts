import { goroutineStatus, traceEvent } from '../event-kinds.ts';
import { EventWalker } from '../event-walker.ts';
import { V1Events } from './v1-events.ts';
import { type V1Conversion, v1Conversions, v1Event, v1KindCount } from './v1-kinds.ts';

/** Where the events of a batch lie. */
export interface V1Batch {
  readonly start: number;
  readonly end: number;
  readonly ticks: number;
}

/** What the events of all processors have in common. */
export interface V1Clock {
  readonly bytes: Uint8Array;
  readonly nsPerTick: number;
  /** Time of the first event that is no description of what was there when tracing began. */
  readonly beginTicks: number;
  /** Numbers of strings for reasons, by kind, and for what stops the world, by its number. */
  readonly reasonIds: Float64Array;
  readonly stopReasonIds: Float64Array;
}

/** A thread's number that stands for none. */
const noThread = 2 ** 64;
const conversions: readonly (V1Conversion | undefined)[] = Array.from(
  { length: v1KindCount },
  (_, kind) => v1Conversions[kind],
);

/** The events of one processor before Go 1.22, told as events of Go 1.22. `v1Kind` is what the file says. */
export class ProcessorWalker extends EventWalker {
  v1Kind = 0;
  readonly #batches: readonly V1Batch[];
  readonly #clock: V1Clock;
  #batchIndex = 0;
  #events: V1Events;
  #ticks: number = Number.NaN;

  constructor(stream: number, batches: readonly V1Batch[], clock: V1Clock) {
    super(stream);
    this.#batches = batches;
    this.#clock = clock;
    this.#events = new V1Events(clock.bytes, 0, 0);
  }

  override advance(): boolean {
    for (;;) {
      while (!this.#events.step()) {
        if (this.#batchIndex >= this.#batches.length) return false;
        const { start, end, ticks } = this.#batches[this.#batchIndex++];
        this.#events = new V1Events(this.#clock.bytes, start, end);
        this.#ticks = ticks;
      }
      const { kind } = this.#events;
      const conversion = conversions[kind];
      this.v1Kind = kind;
      // Tables and samples stand between the events and have no time in the stream.
      if (conversion === undefined) continue;
      this.#ticks += this.#events.arguments[0];
      this.timeNs = this.#ticks * this.#clock.nsPerTick;
      this.#convert(kind, conversion);
      return true;
    }
  }

  #convert(kind: number, { kind: newKind, fields, reason }: V1Conversion): void {
    const values = this.#events.arguments;
    this.kind = newKind;
    this.a = reason === undefined ? argument(values, fields, 0) : this.#clock.reasonIds[kind];
    this.b = argument(values, fields, 1);
    this.c = argument(values, fields, 2);
    this.d = argument(values, fields, 3);
    switch (kind) {
      case v1Event.stwStart:
        this.a = this.#clock.stopReasonIds[this.a] ?? 0;
        break;
      case v1Event.goWaiting:
      case v1Event.goInSyscall:
        this.b = noThread;
        this.c = kind === v1Event.goWaiting ? goroutineStatus.waiting : goroutineStatus.syscall;
        break;
      case v1Event.goCreate:
        if (this.#ticks < this.#clock.beginTicks) this.#describe();
        break;
      case v1Event.userRegion:
        if (values[2] === 1) this.kind = traceEvent.userRegionEnd;
        break;
      default:
    }
  }

  /** A goroutine that was there when tracing began: its first stack is known, its creator is not. */
  #describe(): void {
    this.kind = traceEvent.goStatusStack;
    this.d = this.b;
    this.b = noThread;
    this.c = goroutineStatus.runnable;
  }
}

function argument(values: Float64Array, fields: readonly number[], index: number): number {
  const field = fields[index];
  return field === undefined || field < 0 ? 0 : values[field + 1];
}
