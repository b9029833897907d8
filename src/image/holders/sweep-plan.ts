import type { Address } from '../../base/index.ts';
import { longestRun, type Run } from '../read-ahead.ts';
import type { SpanTable } from '../span-table.ts';
import type { SpanQueue } from './span-queue.ts';

const pageBytes = 8192;
/** Bytes nobody asked for that a read may run over to join two spans: what another call would cost. */
const gapBytes = 2 ** 13;
/** While others are to be visited, a run this far behind the last one is not asked for. */
const nearBytes = 2 ** 18;
/** Spans looked at for the next one of a class. */
const classReach = 64;
/** So many spans of a class were each the next one of it: then those that follow are read before they wait. */
const sureStreak = 16;
const longestStreak = 64;

/** Spans [first, last] in one read; of no bytes where the visitor is to read object by object, or piece by piece. */
export interface SpanRun extends Run {
  readonly first: number;
  readonly last: number;
  /** Nothing waited in it yet when it was asked for. */
  readonly isGuess: boolean;
}

/**
 * What a sweep upwards through the heap reads next: spans that wait, neighbours at once. While spans follow each other it
 * reads ahead, more each time; and where another thread reads, also spans that will wait, as the ones before suggest.
 */
export class SweepPlan {
  readonly #spans: SpanTable;
  /** Objects that wait, by span. */
  readonly #waiting: Uint16Array;
  readonly #queue: SpanQueue;
  readonly #mayGuess: boolean;
  /** The spans before were asked for. */
  #at = 0;
  /** End of the last run that was asked for, 0 after an object alone. */
  #end = 0;
  /** End of the last run, alone or not. */
  #lastEnd = 0;
  #aheadBytes = 0;
  /** Class of the last span that was asked for. */
  #spanClass = -1;
  /** The last span that was visited, and how many before it each were the next of their class. */
  #lastSeen = -1;
  #streak = 0;
  #unvisited = 0;

  constructor(spans: SpanTable, waiting: Uint16Array, queue: SpanQueue, mayGuess: boolean) {
    this.#spans = spans;
    this.#waiting = waiting;
    this.#queue = queue;
    this.#mayGuess = mayGuess;
  }

  /** Begins a sweep at the lowest span. */
  begin(): void {
    this.#at = 0;
    this.#unvisited = 0;
    this.#lastSeen = -1;
  }

  readonly next = (): SpanRun | undefined => {
    const waiting = this.#queue.next(this.#at);
    const guess = this.#guess(waiting);
    const first = guess >= 0 ? guess : waiting;
    if (first < 0) return undefined;
    // What has yet to be visited would make spans wait before this one, and those are read one by one.
    if (this.#unvisited > 0 && this.#spans.base[first] - this.#lastEnd > nearBytes) return undefined;
    this.#unvisited++;
    return this.#runFrom(first, guess >= 0);
  };

  /** Tells that a run's turn has come, and whether anything waited in it. */
  visited(run: SpanRun, wasNeeded: boolean): void {
    this.#unvisited--;
    if (wasNeeded) this.sawSpan(run.first);
    else if (run.isGuess) this.#streak >>= 1;
    if (wasNeeded) this.#lastSeen = run.last;
  }

  /** Tells that a span waited when the sweep came to it. */
  sawSpan(span: number): void {
    if (!this.#mayGuess) return;
    const isNext = span === this.#nextOfClass(this.#lastSeen + 1, this.#spans.spanClass[span]);
    this.#streak = isNext ? Math.min(longestStreak, this.#streak + 1) : this.#streak >> 1;
    this.#lastSeen = span;
  }

  /** The next span of the class where it comes before the next one that waits, and is likely to wait by its turn; else -1. */
  #guess(waiting: number): number {
    if (this.#streak < sureStreak) return -1;
    const next = this.#nextOfClass(this.#at, this.#spanClass);
    // What comes after everything that waits can only be reached by what has yet to be visited.
    return next >= 0 && (waiting < 0 ? this.#unvisited > 0 : next < waiting) ? next : -1;
  }

  #nextOfClass(from: number, wanted: number): number {
    const { spanClass, count } = this.#spans;
    const end = Math.min(count, from + classReach);
    for (let span = from; span < end; span++) if (spanClass[span] === wanted) return span;
    return -1;
  }

  #runFrom(first: number, isGuess: boolean): SpanRun {
    const { base, pageCount, spanClass } = this.#spans;
    const start = base[first];
    this.#at = first + 1;
    const firstEnd = start + pageCount[first] * pageBytes;
    this.#lastEnd = firstEnd;
    if (firstEnd - start > longestRun) return { start, end: start, first, last: first, isGuess };
    this.#learnFrom(start);
    this.#spanClass = spanClass[first];
    // A list in random order has one object waiting at a time, each in another span: only that one is read then.
    if (!isGuess && this.#waiting[first] === 1 && this.#aheadBytes === 0)
      return { start, end: start, first, last: first, isGuess };
    const { last, end } = this.#extend(first, firstEnd);
    this.#at = last + 1;
    this.#end = end;
    this.#lastEnd = end;
    return { start, end, first, last, isGuess };
  }

  /** Reads further ahead where this read goes on where the last one ended. */
  #learnFrom(start: Address): void {
    if (this.#end === 0) return;
    const goesOn = start >= this.#end && start - this.#end <= gapBytes;
    this.#aheadBytes = goesOn
      ? Math.min(longestRun, this.#aheadBytes * 2 + pageBytes)
      : this.#aheadBytes >> 1;
    this.#end = 0;
  }

  /** How far one read goes: over waiting spans that lie near, and within the read-ahead over all of the first one's class. */
  #extend(first: number, firstEnd: Address): { last: number; end: Address } {
    const spans = this.#spans;
    const start = spans.base[first];
    let last = first;
    let end = firstEnd;
    for (let span = first + 1; span < spans.count; span++) {
      const spanEnd = spans.base[span] + spans.pageCount[span] * pageBytes;
      if (spans.base[span] - end > gapBytes || spanEnd - start > longestRun) break;
      if (this.#waiting[span] === 0) {
        const isAhead =
          spans.spanClass[span] === spans.spanClass[first] && spanEnd - start <= this.#aheadBytes;
        if (!isAhead) continue;
      }
      last = span;
      end = spanEnd;
    }
    return { last, end };
  }
}
