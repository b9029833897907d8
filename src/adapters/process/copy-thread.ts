import { Worker } from 'node:worker_threads';
import type { Stretch } from '../../image/index.ts';
import { copyWorkerSource, type SharedCopies } from './copy-worker.ts';

/** Beyond so many pieces this thread goes on alone. */
const mostPieces = 2 ** 16;
const control = { begun: 0, ended: 1, count: 2, next: 3, end: 4, wantsText: 5, textBytes: 6 };
const outcome = { copied: 1, left: 2 };
const startTimeoutMs = 2000;
/** A piece takes a millisecond: a thread that needs so long for one is no help. */
const mostSilenceMs = 2000;
/** Read here it takes as long, which for terabytes is a minute. */
const mostTextMs = 60_000;
/** A mapping takes some 800 bytes of smaps. */
const textBytes = 2 ** 23;

type CopyPlace = Pick<SharedCopies, 'descriptor' | 'pagemapDescriptor' | 'pageBytes' | 'textPath'>;

/** How this thread copies a piece: `Memory.read` into its buffer; and whether pages of it that are not there are zeros. */
export interface PieceReading {
  read(piece: Stretch): boolean;
  isZeroBacked(piece: Stretch): boolean;
}

/**
 * A second thread that copies memory of a stopped process, into buffers that it was given when it started. Both threads take
 * piece after piece, so that the process stands half as long.
 */
export class CopyThread {
  readonly #shared: SharedCopies;
  readonly #worker: Worker;
  readonly #words: Int32Array;
  readonly #states: Int32Array;
  readonly #pieces: Float64Array;
  readonly #indexes: ReadonlyMap<ArrayBufferLike, number>;
  #isReady = false;
  /** The round in which the text is read; 0 where none is. */
  #textRound = 0;

  /** Ready to copy, or undefined where no thread can be had. To be started before the process is stopped. */
  static async start(
    place: CopyPlace,
    buffers: readonly SharedArrayBuffer[],
  ): Promise<CopyThread | undefined> {
    let thread: CopyThread;
    try {
      thread = new CopyThread(place, buffers);
    } catch {
      return undefined;
    }
    await thread.#started();
    if (thread.#isReady) return thread;
    thread.close();
    return undefined;
  }

  private constructor(place: CopyPlace, buffers: readonly SharedArrayBuffer[]) {
    this.#shared = {
      ...place,
      buffers,
      control: new SharedArrayBuffer(4 * Object.keys(control).length),
      states: new SharedArrayBuffer(4 * mostPieces),
      pieces: new SharedArrayBuffer(32 * mostPieces),
      readBytes: new SharedArrayBuffer(8),
      text: new SharedArrayBuffer(textBytes),
    };
    this.#words = new Int32Array(this.#shared.control);
    this.#states = new Int32Array(this.#shared.states);
    this.#pieces = new Float64Array(this.#shared.pieces);
    this.#indexes = new Map(buffers.map((buffer, index) => [buffer, index]));
    const options = { eval: true, workerData: this.#shared, env: {}, execArgv: [] };
    this.#worker = new Worker(copyWorkerSource, options);
  }

  /** Bytes that the other thread has read. */
  get bytesRead(): number {
    return new Float64Array(this.#shared.readBytes)[0];
  }

  /** Begins to read the text, which then is as old as this call or newer; what is copied meanwhile this thread copies alone. */
  beginText(): void {
    Atomics.store(this.#words, control.wantsText, 1);
    this.#textRound = this.#begin();
  }

  /** The text that was begun, once; undefined where none was, or it could not be read. */
  takeText(): string | undefined {
    const round = this.#textRound;
    this.#textRound = 0;
    if (round === 0 || !this.#waitForEnd(round, mostTextMs)) return undefined;
    const length = Atomics.load(this.#words, control.textBytes);
    return length < 0 ? undefined : Buffer.from(this.#shared.text, 0, length).toString('latin1');
  }

  /** Copies what can be copied; says of each piece whether it was. */
  copy(pieces: readonly Stretch[], reading: PieceReading): boolean[] {
    const count = Math.min(pieces.length, mostPieces);
    for (let index = 0; index < count; index++) this.#put(index, pieces[index], reading);
    const isCopied = new Array<boolean>(pieces.length).fill(false);
    Atomics.store(this.#words, control.count, count);
    Atomics.store(this.#words, control.next, 0);
    const round = this.#begin();
    for (let index = this.#claim(); index < count; index = this.#claim())
      isCopied[index] = reading.read(pieces[index]);
    if (isCopied.includes(false)) this.#waitForEnd(round, mostSilenceMs);
    for (let index = 0; index < pieces.length; index++) {
      const state = index < count ? Atomics.load(this.#states, index) : outcome.left;
      if (state === outcome.copied) isCopied[index] = true;
      // A piece that the other thread is still at may be written to at any time: it counts as not copied.
      else if (state === outcome.left) isCopied[index] = reading.read(pieces[index]);
    }
    return isCopied;
  }

  /** Ends the thread. */
  close(): void {
    Atomics.store(this.#words, control.end, 1);
    Atomics.notify(this.#words, control.begun);
    void this.#worker.terminate();
  }

  async #started(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, startTimeoutMs);
      const end = (isReady: boolean): void => {
        this.#isReady = isReady;
        clearTimeout(timer);
        resolve();
      };
      this.#worker.once('message', () => end(true));
      this.#worker.on('error', () => end(false));
    });
    this.#worker.unref();
  }

  #put(index: number, piece: Stretch, reading: PieceReading): void {
    const { start, into } = piece;
    const known = reading.isZeroBacked(piece) ? this.#indexes.get(into.buffer) : undefined;
    this.#pieces.set([start, into.length, known ?? -1, into.byteOffset], 4 * index);
    this.#states[index] = 0;
  }

  #begin(): number {
    const round = Atomics.add(this.#words, control.begun, 1) + 1;
    Atomics.notify(this.#words, control.begun);
    return round;
  }

  #claim(): number {
    return Atomics.add(this.#words, control.next, 1);
  }

  /** False where the other thread does not come to the end of the round. */
  #waitForEnd(round: number, silenceMs: number): boolean {
    for (;;) {
      const ended = Atomics.load(this.#words, control.ended);
      if (ended >= round) return true;
      if (Atomics.wait(this.#words, control.ended, ended, silenceMs) === 'timed-out') return false;
    }
  }
}
