import type { CodePlace } from '../../../findings/index.ts';
import { ThinnedValues } from '../log/thinned-values.ts';
import type { StackFacts } from './stack-places.ts';

/** A collection that the trace saw to its end. */
export interface TracedCollection {
  /** Nanoseconds in the clock of the trace. */
  readonly beginNs: number;
  readonly endNs: number;
  /** '' where the heap had grown, or where the runtime itself wanted it. */
  readonly request: StackFacts['request'];
  /** NaN where the trace does not say. */
  readonly heapBytes: number;
  readonly liveBytes: number;
  readonly goalBytes: number;
}

/** Who asks for collections. */
export interface CollectionRequests {
  readonly request: 'runtime.GC' | 'debug.FreeOSMemory';
  readonly place: CodePlace;
  readonly handler: string;
  count: number;
  /** The caller stood meanwhile. */
  totalNs: number;
  firstNs: number;
  lastNs: number;
}

const mostCallers = 1000;
const regularity = 0.1;

/** Collections as they begin and end, and who asked for them. */
export class Collections {
  cycleCount = 0;
  forcedCount = 0;
  freeOsMemoryCount = 0;
  totalNs = 0;
  longestNs = 0;
  readonly #callers = new Map<string, CollectionRequests>();
  readonly #forcedIntervals = new ThinnedValues();
  #lastForcedNs: number | undefined;
  #open: { beginNs: number; facts: StackFacts | undefined; heapBytes: number; goalBytes: number } | undefined;
  /** As the last events have them. */
  #heapBytes: number = Number.NaN;
  #goalBytes: number = Number.NaN;

  heap(bytes: number): void {
    this.#heapBytes = bytes;
  }

  goal(bytes: number): void {
    this.#goalBytes = bytes;
  }

  begin(facts: StackFacts | undefined, atNs: number): void {
    this.#open = { beginNs: atNs, facts, heapBytes: this.#heapBytes, goalBytes: this.#goalBytes };
  }

  /** A generation tells of the collection that is under way as it begins. */
  goOn(beginNs: number): void {
    if (!this.#open) this.begin(undefined, beginNs);
  }

  /**
   * What is alive is the last heap size before the end: mark termination sets it to what was marked
   * (runtime/mgcpacer.go, resetLive).
   */
  end(atNs: number): TracedCollection | undefined {
    const open = this.#open;
    if (!open) return undefined;
    this.#open = undefined;
    const { beginNs, facts, heapBytes, goalBytes } = open;
    const request = facts?.request ?? '';
    const elapsedNs = Math.max(0, atNs - beginNs);
    this.cycleCount++;
    this.totalNs += elapsedNs;
    this.longestNs = Math.max(this.longestNs, elapsedNs);
    if (request !== '' && facts) this.#ask(request, facts, beginNs, elapsedNs);
    return { beginNs, endNs: atNs, request, heapBytes, liveBytes: this.#heapBytes, goalBytes };
  }

  callers(): CollectionRequests[] {
    return [...this.#callers.values()].sort((one, other) => other.count - one.count);
  }

  get isForcedOpen(): boolean {
    return this.#open?.facts !== undefined && this.#open.facts.request !== '';
  }

  /** Median time between two that were asked for, and the share of such times that lie within a tenth of it; null below three. */
  forcedPace(): { intervalMs: number; regularShare: number } | null {
    const intervalMs = this.#forcedIntervals.median();
    if (intervalMs === null || this.forcedCount < 3) return null;
    return { intervalMs, regularShare: this.#forcedIntervals.shareNear(intervalMs, regularity) };
  }

  #ask(
    request: 'runtime.GC' | 'debug.FreeOSMemory',
    facts: StackFacts,
    beginNs: number,
    elapsedNs: number,
  ): void {
    this.forcedCount++;
    if (request === 'debug.FreeOSMemory') this.freeOsMemoryCount++;
    if (this.#lastForcedNs !== undefined) this.#forcedIntervals.add((beginNs - this.#lastForcedNs) / 1e6);
    this.#lastForcedNs = beginNs;
    const key = `${request}\n${facts.place.function}\n${facts.place.at}`;
    const known = this.#callers.get(key);
    if (known) {
      known.count++;
      known.totalNs += elapsedNs;
      known.lastNs = beginNs;
    } else if (this.#callers.size < mostCallers) {
      const { place, handler } = facts;
      this.#callers.set(key, {
        request,
        place,
        handler,
        count: 1,
        totalNs: elapsedNs,
        firstNs: beginNs,
        lastNs: beginNs,
      });
    }
  }
}
