import type { CodePlace } from '../../../findings/index.ts';
import type { TracedGoroutine } from './goroutine.ts';
import { noPlace } from './stack-places.ts';

/** Goroutines that one go statement started, by the function that they run. */
export class GoroutineSite {
  readonly functionName: string;
  /** The go statement; '' for those that were there before the trace began. */
  readonly created: CodePlace;
  /** The function of the program that answered a request when it was started; '' where none did. */
  readonly handler: string;
  createdCount = 0;
  /** There when the trace began. */
  earlierCount = 0;
  endedCount = 0;
  /** Of those that ended or still live: outlived their handler. */
  outlivingCount = 0;
  /** When the first and the last one were started. */
  firstNs: number = Number.NaN;
  lastNs: number = Number.NaN;
  runNs = 0;
  assistNs = 0;

  constructor(functionName: string, created: CodePlace, handler: string) {
    this.functionName = functionName;
    this.created = created;
    this.handler = handler;
  }

  /** One of them has ended. */
  end(goroutine: TracedGoroutine): void {
    this.endedCount++;
    this.sum(goroutine);
  }

  /** Goroutines that were there before the trace turn out to be of this site. */
  join({ earlierCount, endedCount, runNs, assistNs }: GoroutineSite): void {
    this.earlierCount += earlierCount;
    this.endedCount += endedCount;
    this.runNs += runNs;
    this.assistNs += assistNs;
  }

  sum({ runNs, assistNs }: TracedGoroutine): void {
    this.runNs += runNs;
    this.assistNs += assistNs;
  }
}

/** A program has as many go statements as its source; a damaged trace may seem to have more. */
const mostSites = 20_000;

/** All sites by function, go statement and handler. */
export class GoroutineSites {
  readonly #sites = new Map<string, GoroutineSite>();
  readonly #others = new GoroutineSite('', noPlace, '');

  find(functionName: string, created: CodePlace, handler: string): GoroutineSite {
    const key = `${functionName}\n${created.function}\n${created.at}\n${handler}`;
    let site = this.#sites.get(key);
    if (site) return site;
    if (this.#sites.size >= mostSites) return this.#others;
    site = new GoroutineSite(functionName, created, handler);
    this.#sites.set(key, site);
    return site;
  }

  list(): GoroutineSite[] {
    return [...this.#sites.values(), this.#others].filter(
      ({ createdCount, earlierCount }) => createdCount + earlierCount > 0,
    );
  }
}
