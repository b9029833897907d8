import type { Diagnostics } from '../../base/index.ts';
import { argumentCounts } from './event-kinds.ts';
import { EventWalker } from './event-walker.ts';

/** Bytes of events of one thread, in the order in which the thread wrote them. */
export interface EventBatch {
  /** Ticks at which the first event's difference begins. */
  readonly ticks: number;
  readonly bytes: Uint8Array;
}

/** A number takes ten bytes at most. */
const longestNumber = 10;

/** The events of one thread in a generation of Go 1.22+: a byte for the kind, then unsigned LEB128 numbers, the first a time difference. */
export class ThreadWalker extends EventWalker {
  readonly #batches: readonly EventBatch[];
  readonly #nsPerTick: number;
  readonly #diagnostics: Diagnostics;
  #batchIndex = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #ticks: number = Number.NaN;

  constructor(
    stream: number,
    batches: readonly EventBatch[],
    ticksPerSecond: number,
    diagnostics: Diagnostics,
  ) {
    super(stream);
    this.#batches = batches;
    this.#nsPerTick = 1e9 / ticksPerSecond;
    this.#diagnostics = diagnostics;
  }

  override advance(): boolean {
    for (;;) {
      while (this.#at >= this.#bytes.length) {
        if (this.#batchIndex >= this.#batches.length) return false;
        const batch = this.#batches[this.#batchIndex++];
        this.#bytes = batch.bytes;
        this.#at = 0;
        this.#ticks = batch.ticks;
      }
      const kind = this.#bytes[this.#at++];
      const count = argumentCounts[kind];
      if (count === 0) this.#leaveBatch('an event of a kind that is not known');
      else {
        this.kind = kind;
        this.#ticks += this.#number();
        this.timeNs = this.#ticks * this.#nsPerTick;
        this.a = count > 1 ? this.#number() : 0;
        this.b = count > 2 ? this.#number() : 0;
        this.c = count > 3 ? this.#number() : 0;
        this.d = count > 4 ? this.#number() : 0;
        if (this.#at <= this.#bytes.length) return true;
        this.#leaveBatch('an event that is cut');
      }
    }
  }

  /** Where a number runs over the end of the batch, `#at` ends up behind it. */
  #number(): number {
    const bytes = this.#bytes;
    const at = this.#at;
    const byte = bytes[at];
    if (byte < 0x80) {
      this.#at = at + 1;
      return byte;
    }
    const second = bytes[at + 1];
    if (second < 0x80) {
      this.#at = at + 2;
      return (byte & 0x7f) | (second << 7);
    }
    const third = bytes[at + 2];
    if (third < 0x80) {
      this.#at = at + 3;
      return (byte & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
    }
    return this.#longNumber();
  }

  #longNumber(): number {
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < longestNumber; count++) {
      const byte = bytes[this.#at++];
      if (byte === undefined) {
        this.#at = bytes.length + 1;
        return 0;
      }
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return value;
  }

  /** What follows in the batch cannot be told apart; the thread goes on with its next one. */
  #leaveBatch(what: string): void {
    this.#diagnostics.add(
      'trace-damaged-batch',
      `a batch of the trace has ${what}; the rest of the batch is left out, and what it would have said is missing`,
    );
    this.#at = this.#bytes.length;
  }
}
