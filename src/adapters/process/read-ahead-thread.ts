import { Worker } from 'node:worker_threads';
import type { Address } from '../../base/index.ts';
import { longestRun, type ReadAhead, type Window, windowOf } from '../../image/index.ts';
import { readWorkerSource, type SharedReads } from './read-worker.ts';
import { RingSpace } from './ring-space.ts';

const places = 128;
const ringBytes = 4 * longestRun;
/** Looks at a state before going to sleep over it: about as long as it takes to read 100 KB. */
const spinTurns = 2000;

const control = { asked: 0, readerSleeps: 1, end: 2, waiting: 3, runs: 4, age: 5 };
const state = { asked: 0, claimed: 1, read: 2, failed: 3 };

/** What the thread reads for. */
export interface Reading {
  /**
   * Open descriptors of /proc/PID/mem and /proc/PID/pagemap, which stay open until `close` has returned; of a core, and -1 where
   * all that is mapped is there.
   */
  readonly descriptor: number;
  readonly pagemapDescriptor: number;
  readonly pageBytes: number;
  /** Where in the file the range lies as a whole; -1 where no readable mapping covers it. */
  positionOf(start: Address, byteCount: number): number;
  /** `Memory.read`: for what is not all there, and for what the thread has not come to. */
  read(start: Address, byteCount: number, into: Uint8Array): boolean;
  /** Called with the bytes that the thread has read. */
  count(byteCount: number): void;
}

/**
 * A second thread that copies memory of a process or a core into a ring while this one works on what is there. A run that it has
 * not begun when its turn comes is read here: neither thread waits while it could read, and a thread that never starts
 * costs time only.
 */
export class ReadAheadThread implements ReadAhead {
  readonly isParallel = true;
  readonly window: Window;
  readonly #reading: Reading;
  readonly #shared: SharedReads;
  readonly #space = new RingSpace(ringBytes);
  readonly #control: Int32Array;
  readonly #states: Int32Array;
  readonly #runs: Float64Array;
  /** Addresses of the runs by place. */
  readonly #starts = new Float64Array(places);
  /** Numbers of runs; a place is used again after `places` of them. */
  #asked = 0;
  #taken = 0;
  /** True while what was taken last is still in use. */
  #inUse = false;
  #worker: Worker | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#shared = {
      descriptor: reading.descriptor,
      pagemapDescriptor: reading.pagemapDescriptor,
      pageBytes: reading.pageBytes,
      control: new SharedArrayBuffer(4 * Object.keys(control).length),
      states: new SharedArrayBuffer(4 * places),
      runs: new SharedArrayBuffer(24 * places),
      ring: new SharedArrayBuffer(ringBytes),
    };
    this.#control = new Int32Array(this.#shared.control);
    this.#states = new Int32Array(this.#shared.states);
    this.#runs = new Float64Array(this.#shared.runs);
    this.window = windowOf(this.#shared.ring);
    this.#worker = startWorker(this.#shared);
  }

  hasRoom(byteCount: number): boolean {
    return this.#asked - this.#taken < places - 1 && this.#space.fit(byteCount) >= 0;
  }

  ask(start: Address, byteCount: number): void {
    const place = this.#asked % places;
    const offset = this.#space.fit(byteCount);
    this.#space.use(offset, byteCount);
    const position = this.#reading.positionOf(start, byteCount);
    this.#starts[place] = start;
    this.#runs[3 * place] = position;
    this.#runs[3 * place + 1] = offset;
    this.#runs[3 * place + 2] = byteCount;
    Atomics.store(this.#states, place, position >= 0 ? state.asked : state.failed);
    this.#asked++;
    Atomics.store(this.#control, control.asked, this.#asked | 0);
    // Woken once: until it runs, which may take a while, each further call would cost the kernel's time and do nothing.
    if (Atomics.exchange(this.#control, control.readerSleeps, 0) === 1)
      Atomics.notify(this.#control, control.asked);
  }

  take(): number {
    if (this.#inUse) this.#space.free(this.#runs[3 * (this.#taken % places) + 1]);
    this.#inUse = true;
    const place = this.#taken++ % places;
    const offset = this.#runs[3 * place + 1];
    const byteCount = this.#runs[3 * place + 2];
    if (this.#outcome(place) === state.read) {
      this.#reading.count(byteCount);
      return offset;
    }
    const into = this.window.bytes.subarray(offset, offset + byteCount);
    return this.#reading.read(this.#starts[place], byteCount, into) ? offset : -1;
  }

  /** Forgets which pages are present. */
  forget(): void {
    Atomics.add(this.#control, control.age, 1);
  }

  /** Ends the thread, which reads nothing after this. */
  close(): void {
    if (!this.#worker) return;
    Atomics.store(this.#control, control.end, 1);
    Atomics.notify(this.#control, control.asked);
    if (Atomics.load(this.#control, control.runs) === 1) Atomics.wait(this.#control, control.end, 1, 1000);
    this.#worker = undefined;
  }

  /** State of a run whose turn has come; claimed by this thread where the other one has not. */
  #outcome(place: number): number {
    if (Atomics.compareExchange(this.#states, place, state.asked, state.claimed) === state.asked)
      return state.failed;
    for (let turn = 0; turn < spinTurns; turn++) {
      const now = Atomics.load(this.#states, place);
      if (now !== state.claimed) return now;
    }
    Atomics.store(this.#control, control.waiting, 1);
    while (Atomics.load(this.#states, place) === state.claimed)
      Atomics.wait(this.#states, place, state.claimed, 1000);
    Atomics.store(this.#control, control.waiting, 0);
    return Atomics.load(this.#states, place);
  }
}

function startWorker(shared: SharedReads): Worker | undefined {
  try {
    const worker = new Worker(readWorkerSource, { eval: true, workerData: shared, env: {}, execArgv: [] });
    // Whatever happens to it, runs that it does not read are read here.
    worker.on('error', () => {});
    worker.unref();
    return worker;
  } catch {
    return undefined;
  }
}
