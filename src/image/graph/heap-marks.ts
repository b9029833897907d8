import type { ObjectIndex } from '../holders/object-index.ts';
import { SpanQueue } from '../holders/span-queue.ts';
import { type SpanRun, SweepPlan } from '../holders/sweep-plan.ts';
import { longestRun, type ReadAhead, readAheadOf, readRuns, type Window, windowOf } from '../read-ahead.ts';
import type { SpanTable } from '../span-table.ts';
import { scannedBytes } from '../spans/scanned-bytes.ts';
import { hasBit } from './allocated-bits.ts';
import { EdgeReader } from './edge-reader.ts';
import type { EdgeSource } from './edge-table.ts';
import { PointerPatterns } from './pointer-patterns.ts';

const pageBytes = 8192;
/** Ids that share a place in the table from ids to spans. */
const idsPerHint = 64;

/**
 * What is reached, in two bits a slot: for heaps whose graph would not fit. Spans that have objects to look at are read
 * upwards by address, again and again, and everything that waits in one is looked at in one visit.
 */
export class HeapMarks {
  guessedObjects = 0;
  strayPointers = 0;
  /** Pointers followed. */
  edgeCount = 0;
  readonly #source: EdgeSource;
  readonly #spans: SpanTable;
  readonly #index: ObjectIndex;
  readonly #reached: Int32Array;
  /** One bit an object that is reached and not yet looked at, and their number by span. */
  readonly #waits: Int32Array;
  readonly #waiting: Uint16Array;
  readonly #queue: SpanQueue;
  readonly #plan: SweepPlan;
  readonly #ahead: ReadAhead;
  readonly #own: Window = windowOf(new ArrayBuffer(longestRun));
  readonly #found: Uint32Array = new Uint32Array(longestRun / 8);
  readonly #reader: EdgeReader;
  /** Spans with pointers in order of their ids, and where in them every 64th id lies. */
  readonly #scanSpans: Uint32Array;
  readonly #hints: Uint32Array;
  /** The spans before were visited in this sweep. */
  #visited = 0;
  /** Ids of the span that is being visited, and slots of it that wait: a list that goes downwards is one visit, too. */
  #openFirst = 0;
  #openEnd = 0;
  readonly #openSlots: Uint32Array;
  #openCount = 0;

  constructor(source: EdgeSource) {
    const { spans, index, memory } = source;
    this.#source = source;
    this.#spans = spans;
    this.#index = index;
    this.#reached = new Int32Array((index.lastId >>> 5) + 1);
    this.#waits = new Int32Array((index.count >>> 5) + 1);
    this.#waiting = new Uint16Array(spans.count);
    this.#queue = new SpanQueue(spans.count);
    this.#ahead = readAheadOf(memory, scannedBytes(spans));
    this.#plan = new SweepPlan(spans, this.#waiting, this.#queue, this.#ahead.isParallel);
    this.#reader = new EdgeReader(index, spans, new PointerPatterns(memory), this.#found);
    this.#scanSpans = scanSpansOf(spans);
    this.#hints = this.#makeHints();
    this.#openSlots = new Uint32Array(spans.elemCount.reduce((most, count) => Math.max(most, count), 0));
  }

  isReached(id: number): boolean {
    return hasBit(this.#reached, id);
  }

  mark(id: number): void {
    const word = id >>> 5;
    const bit = 1 << (id & 31);
    if ((this.#reached[word] & bit) !== 0) return;
    this.#reached[word] |= bit;
    if (id > this.#index.count) return;
    if (id >= this.#openFirst && id < this.#openEnd) {
      this.#openSlots[this.#openCount++] = id - this.#openFirst;
      return;
    }
    this.#waits[word] |= bit;
    const span = this.#spanOf(id);
    if (this.#waiting[span]++ === 0) this.#queue.add(span);
  }

  /** Marks all that what is marked leads to. */
  run(): void {
    while (this.#queue.next(0) >= 0) {
      this.#plan.begin();
      this.#visited = 0;
      readRuns(this.#ahead, this.#plan.next, this.#visitRun);
    }
    this.guessedObjects = this.#reader.guessedObjects;
    this.strayPointers = this.#reader.strayCount;
  }

  readonly #visitRun = (run: SpanRun, at: number): void => {
    const { start, first, last } = run;
    // Spans that were passed over when the run was asked for, and wait by now: a sweep goes upwards.
    for (let span = this.#queue.next(this.#visited); span >= 0 && span < first; ) {
      this.#plan.sawSpan(span);
      this.#visitNow(span);
      span = this.#queue.next(span + 1);
    }
    this.#visited = last + 1;
    const waits = this.#queue.next(first);
    this.#plan.visited(run, waits >= 0 && waits <= last);
    for (let span = waits; span >= 0 && span <= last; span = this.#queue.next(span + 1)) {
      if (at < 0) this.#visitNow(span);
      else this.#visitSpan(span, this.#ahead.window, at + this.#spans.base[span] - start);
    }
  };

  #visitNow(span: number): void {
    const byteCount = this.#spans.pageCount[span] * pageBytes;
    if (byteCount > longestRun) this.#visitLarge(span, byteCount);
    else {
      const isRead = this.#source.memory.read(this.#spans.base[span], byteCount, this.#own.bytes);
      this.#visitSpan(span, this.#own, isRead ? 0 : -1);
    }
  }

  /** Looks at what waits in a span whose bytes begin at byte `at`, until nothing does. */
  #visitSpan(span: number, window: Window, at: number): void {
    const isOpen = at >= 0 && this.#reader.open(span, window, at, 0, this.#spans.pageCount[span] * pageBytes);
    if (!isOpen) this.#noteUnread();
    const first = this.#index.firstId[span];
    this.#openFirst = first;
    this.#openEnd = first + this.#spans.elemCount[span];
    for (let slot = 0; this.#waiting[span] > 0 && first + slot < this.#openEnd; slot++) {
      if (this.#takeWaiting(span, first + slot)) this.#openSlots[this.#openCount++] = slot;
    }
    while (this.#openCount > 0) {
      const slot = this.#openSlots[--this.#openCount];
      if (isOpen && hasBit(this.#source.allocated, first + slot))
        this.#markFound(this.#reader.addSlot(slot, 0));
    }
    this.#openEnd = 0;
  }

  #visitLarge(span: number, byteCount: number): void {
    const id = this.#index.firstId[span];
    // Nothing of what was free when the spans were read is believed.
    if (!this.#takeWaiting(span, id) || !hasBit(this.#source.allocated, id)) return;
    for (let from = 0; from < byteCount; from += longestRun) {
      const to = Math.min(byteCount, from + longestRun);
      const isRead = this.#source.memory.read(this.#spans.base[span] + from, to - from, this.#own.bytes);
      if (isRead && this.#reader.open(span, this.#own, 0, from, to))
        this.#markFound(this.#reader.addBytes(from, to, 0));
      else this.#noteUnread();
    }
  }

  /** True where the object waited; it does no longer. */
  #takeWaiting(span: number, id: number): boolean {
    if (!hasBit(this.#waits, id)) return false;
    this.#waits[id >>> 5] &= ~(1 << (id & 31));
    if (--this.#waiting[span] === 0) this.#queue.remove(span);
    return true;
  }

  #markFound(count: number): void {
    this.edgeCount += count;
    for (let place = 0; place < count; place++) this.mark(this.#found[place]);
  }

  #noteUnread(): void {
    this.#source.diagnostics.add(
      'graph-span-unreadable',
      'A span of the heap cannot be read; what only its objects hold counts as garbage.',
    );
  }

  #spanOf(id: number): number {
    const { firstId } = this.#index;
    let place = this.#hints[Math.floor(id / idsPerHint)];
    while (place + 1 < this.#scanSpans.length && firstId[this.#scanSpans[place + 1]] <= id) place++;
    return this.#scanSpans[place];
  }

  #makeHints(): Uint32Array {
    const { firstId, count } = this.#index;
    const hints = new Uint32Array(Math.floor(count / idsPerHint) + 1);
    let place = 0;
    for (let hint = 0; hint < hints.length; hint++) {
      while (place + 1 < this.#scanSpans.length && firstId[this.#scanSpans[place + 1]] <= hint * idsPerHint)
        place++;
      hints[hint] = place;
    }
    return hints;
  }
}

function scanSpansOf(spans: SpanTable): Uint32Array {
  const found = new Uint32Array(spans.count);
  let count = 0;
  for (let span = 0; span < spans.count; span++) if ((spans.spanClass[span] & 1) === 0) found[count++] = span;
  return found.slice(0, count);
}
