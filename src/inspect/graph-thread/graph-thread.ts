import fs from 'node:fs';
import os from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type GraphJob, graphState, type MadeGraph } from './graph-job.ts';

/** A core of fewer bytes is looked at before a thread with all its code would have begun. */
const worthwhileBytes = 2 ** 28;
/** A thread that has read nothing for so long is not waited for: it ran out of memory, which it cannot say. */
const mostSilenceMs = 20_000;
const program: string = import.meta.url.endsWith('.ts') ? './graph-worker.ts' : './graph-worker.js';

/**
 * Makes the graph of a core in a second thread, while this one counts maps and finds types and holders. Only of a core: of a
 * process that runs, graph and holders would be of different moments.
 */
export class GraphThread implements Disposable {
  readonly #words: Int32Array;
  readonly #port: MessagePort;
  readonly #worker: Worker;

  /** Whether a thread pays: there is a processor for it, and the core is large. */
  static pays(corePath: string): boolean {
    const bytes = fs.statSync(corePath, { throwIfNoEntry: false })?.size ?? 0;
    return os.availableParallelism() > 1 && bytes >= worthwhileBytes;
  }

  /** Undefined where no thread can be had. */
  static start(corePath: string, exe: string | undefined): GraphThread | undefined {
    try {
      return new GraphThread(corePath, exe);
    } catch {
      return undefined;
    }
  }

  private constructor(corePath: string, exe: string | undefined) {
    const state = new SharedArrayBuffer(8);
    this.#words = new Int32Array(state);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const job: GraphJob = { corePath, exe, state, port: port2 };
    this.#worker = new Worker(new URL(program, import.meta.url), {
      workerData: job,
      transferList: [port2],
    });
    // Whatever happens to it, this thread makes what it did not.
    this.#worker.on('error', () => Atomics.store(this.#words, 0, graphState.done));
    this.#worker.unref();
    this.#port.unref();
  }

  /** Whether `take` would wait for it, or take what it has made. */
  get hasBegun(): boolean {
    return Atomics.load(this.#words, 0) !== graphState.waiting;
  }

  /** Whether there is a processor for a third thread: that of this one, once it is done, or another. */
  get leavesProcessor(): boolean {
    return os.availableParallelism() > 2 || Atomics.load(this.#words, 0) >= graphState.done;
  }

  /** Waits for the graph that the thread has begun; undefined where it has not begun, or failed. To be called once. */
  take(): MadeGraph | undefined {
    const before = Atomics.compareExchange(this.#words, 0, graphState.waiting, graphState.cancelled);
    if (before === graphState.waiting) return undefined;
    this.#waitWhileItGetsOn();
    const received = receiveMessageOnPort(this.#port);
    this.#port.close();
    return received?.message as MadeGraph | undefined;
  }

  #waitWhileItGetsOn(): void {
    for (
      let seen = -1, last = Atomics.load(this.#words, 1);
      seen !== last;
      last = Atomics.load(this.#words, 1)
    ) {
      seen = last;
      if (Atomics.wait(this.#words, 0, graphState.begun, mostSilenceMs) !== 'timed-out') return;
    }
  }

  /** Ends the thread, also where its graph was not needed. */
  [Symbol.dispose](): void {
    Atomics.compareExchange(this.#words, 0, graphState.waiting, graphState.cancelled);
    this.#port.close();
    void this.#worker.terminate();
  }
}
