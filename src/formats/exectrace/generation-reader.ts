import type { Diagnostics } from '../../base/index.ts';
import { traceEvent } from './event-kinds.ts';
import type { TraceGeneration, TraceReader } from './generation.ts';
import { GenerationBuilder, type TraceBatch } from './generation-builder.ts';
import { traceHeaderBytes } from './trace-header.ts';

/** Largest payload of a batch (tracev2.MaxBatchSize). */
const largestBatch = 2 ** 16;
/** Kind, experiment and four numbers. */
const longestBatchHeader = 2 + 4 * 10;
/** The runtime begins a generation each second: one of this size is no trace any more. */
const largestGeneration = 2 ** 31;

/** Traces of Go 1.22 and later: batches, of which each generation has its own tables. Holds the bytes of one generation. */
export class GenerationReader implements TraceReader {
  readonly #minor: number;
  readonly #diagnostics: Diagnostics;
  /** Threads by stream, and streams by thread. */
  readonly #threads: number[] = [];
  readonly #streams = new Map<number, number>();
  /** What is not yet a whole batch. */
  #rest: Uint8Array;
  /** File offset of `#rest`. */
  #offset = 0;
  /** Bytes of the file's header that are still to come. */
  #headerBytes: number = traceHeaderBytes;
  #builder: GenerationBuilder | undefined;
  #generationBytes = 0;
  #lastNumber = 0;
  #stopped = false;

  constructor(minor: number, diagnostics: Diagnostics) {
    this.#minor = minor;
    this.#diagnostics = diagnostics;
    this.#rest = new Uint8Array(0);
  }

  push(piece: Uint8Array): TraceGeneration[] {
    if (this.#stopped) return [];
    const bytes = this.#rest.length === 0 ? piece : joined(this.#rest, piece);
    const whole: TraceGeneration[] = [];
    let at = Math.min(this.#headerBytes, bytes.length);
    this.#headerBytes -= at;
    for (;;) {
      const end = this.#readBatch(bytes, at, whole);
      if (end === undefined) break;
      at = end;
    }
    this.#rest = bytes.subarray(at);
    this.#offset += at;
    return whole;
  }

  end(): TraceGeneration[] {
    const whole: TraceGeneration[] = [];
    // Since Go 1.26 a generation says that it has ended; before, the end of the file does.
    if (this.#stopped || this.#rest.length > 0 || (this.#builder && this.#minor >= 26)) this.#dropTorn();
    else this.#finish(whole);
    return whole;
  }

  /** Reads a batch at `at` and gives the offset behind it; undefined where it is not whole yet, or never will be. */
  #readBatch(bytes: Uint8Array, at: number, whole: TraceGeneration[]): number | undefined {
    const kind = bytes[at];
    if (at >= bytes.length) return undefined;
    if (kind === traceEvent.endOfGeneration) {
      this.#finish(whole);
      return at + 1;
    }
    const isExperimental = kind === traceEvent.experimentalBatch;
    if (kind !== traceEvent.eventBatch && !isExperimental) return this.#stop(at);
    const header = new BatchHeader(bytes, at + (isExperimental ? 2 : 1));
    const { generation, thread, ticks, size } = header;
    if (header.end > bytes.length) {
      return bytes.length - at > longestBatchHeader ? this.#stop(at) : undefined;
    }
    if (size > largestBatch || generation === 0) return this.#stop(at);
    const end = header.end + size;
    if (end > bytes.length) return undefined;
    const experiment = isExperimental ? bytes[at + 1] : 0;
    const payload = bytes.subarray(header.end, end);
    const isTaken = this.#take(
      { generation, stream: this.#streamOf(thread), ticks, experiment, bytes: payload },
      whole,
    );
    return isTaken ? end : this.#stop(at);
  }

  /** False where the batch cannot follow the one before it. */
  #take(batch: TraceBatch, whole: TraceGeneration[]): boolean {
    if (this.#builder && this.#builder.number !== batch.generation) {
      if (this.#minor >= 26) return false;
      this.#finish(whole);
    }
    if (!this.#builder) {
      if (batch.generation <= this.#lastNumber) return false;
      this.#lastNumber = batch.generation;
      this.#builder = new GenerationBuilder(batch.generation, this.#threads, this.#diagnostics);
      this.#generationBytes = 0;
    }
    this.#generationBytes += batch.bytes.length;
    if (this.#generationBytes > largestGeneration) return false;
    this.#builder.add(batch);
    return true;
  }

  #finish(whole: TraceGeneration[]): void {
    if (!this.#builder) return;
    const generation = this.#builder.finish();
    this.#builder = undefined;
    if (generation) whole.push(generation);
    else {
      this.#diagnostics.add(
        'trace-no-clock',
        'a generation of the trace does not say how fast its clock ticks; what happened in it is left out',
      );
    }
  }

  #streamOf(thread: number): number {
    let stream = this.#streams.get(thread);
    if (stream === undefined) {
      stream = this.#threads.length;
      this.#threads.push(thread);
      this.#streams.set(thread, stream);
    }
    return stream;
  }

  #stop(at: number): undefined {
    this.#stopped = true;
    const offset = this.#offset + at;
    this.#diagnostics.add(
      'trace-damaged',
      `the trace is damaged at byte ${offset}; what follows cannot be read`,
    );
    return undefined;
  }

  #dropTorn(): void {
    this.#builder = undefined;
    this.#diagnostics.add(
      'trace-torn',
      'the trace ends within a generation (a second of the run, or the time since the start); only whole ones are told, the last is left out',
    );
  }
}

/** Generation, thread, time and size of a batch; `end` lies behind the bytes where they are cut. */
class BatchHeader {
  readonly generation: number;
  readonly thread: number;
  readonly ticks: number;
  readonly size: number;
  end: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.end = offset;
    this.generation = this.#number();
    this.thread = this.#number();
    this.ticks = this.#number();
    this.size = this.#number();
  }

  #number(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.end >= this.#bytes.length) break;
      const byte = this.#bytes[this.end++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    // No number ends here, so no header does.
    this.end = Number.POSITIVE_INFINITY;
    return 0;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
