/**
 * Walks the events of one stream: a thread's in traces of Go 1.22 and later, a processor's before. It is the event at which
 * it stands, so that no object is made for each.
 */
export abstract class EventWalker {
  /** Number of the stream within the trace: `TraceGeneration.threads` names it. */
  readonly stream: number;
  /** Of `traceEvent`. */
  kind = 0;
  /** In the clock of the trace. The first values are no small integers, so that the engine stores these fields as doubles. */
  timeNs: number = Number.NaN;
  /** Arguments behind the time, 0 where there are fewer. */
  a: number = Number.NaN;
  b: number = Number.NaN;
  c: number = Number.NaN;
  d: number = Number.NaN;

  constructor(stream: number) {
    this.stream = stream;
  }

  /** Goes to the next event; false behind the last. */
  abstract advance(): boolean;
}

/**
 * The events of several streams by their time. Where two have the same time, or clocks of processors differ (before Go 1.22),
 * an effect may come before its cause: who reads must not rely on more than the order within a stream.
 */
export class MergedEvents {
  /** A binary heap by time; the first is the one that was given out last. */
  readonly #heap: EventWalker[];
  #begun = false;

  constructor(walkers: readonly EventWalker[]) {
    this.#heap = walkers.filter((walker) => walker.advance()).sort((a, b) => a.timeNs - b.timeNs);
  }

  /** The next event, as its walker: it is valid until the next call. */
  next(): EventWalker | undefined {
    const heap = this.#heap;
    if (this.#begun) {
      const top = heap[0];
      if (heap.length === 1) {
        if (top.advance()) return top;
        heap.length = 0;
      } else if (heap.length > 0) {
        if (top.advance()) {
          if (top.timeNs <= heap[1].timeNs && (heap.length < 3 || top.timeNs <= heap[2].timeNs)) return top;
        } else {
          const last = heap.pop();
          if (last) heap[0] = last;
        }
        this.#sink();
      }
    }
    this.#begun = true;
    return heap[0];
  }

  #sink(): void {
    const heap = this.#heap;
    const { length } = heap;
    const sinking = heap[0];
    const { timeNs } = sinking;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= length) break;
      if (child + 1 < length && heap[child + 1].timeNs < heap[child].timeNs) child++;
      if (heap[child].timeNs >= timeNs) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = sinking;
  }
}
