import type { Address, Diagnostics } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { longestRun, type ReadAhead, readAheadOf, readRuns, type Window, windowOf } from '../read-ahead.ts';
import type { SpanTable } from '../span-table.ts';
import { scannedBytes } from '../spans/scanned-bytes.ts';
import type { Graph } from './follower.ts';
import { severalPaths } from './object-marks.ts';
import { lowestBit } from './span-queue.ts';
import { SweepPlan, type SpanRun } from './sweep-plan.ts';
import type { Visitor } from './visitor.ts';

const pageBytes = 8192;
/** A single value larger than the window is read as a whole up to this size. */
const wholeValueLimit = 2 ** 26;

/**
 * Visits everything that waits, until nothing does: upwards through the heap by address, again and again.
 */
export class Sweeper {
  readonly #graph: Graph;
  readonly #spans: SpanTable;
  readonly #memory: Memory;
  readonly #visitor: Visitor;
  readonly #diagnostics: Diagnostics;
  readonly #ahead: ReadAhead;
  /** For reads outside the runs of a sweep. */
  readonly #window: Window = windowOf(new ArrayBuffer(longestRun));
  readonly #plan: SweepPlan;
  /** The spans before were visited in this sweep. */
  #visited = 0;

  constructor(graph: Graph, spans: SpanTable, memory: Memory, visitor: Visitor, diagnostics: Diagnostics) {
    this.#graph = graph;
    this.#spans = spans;
    this.#memory = memory;
    this.#visitor = visitor;
    this.#diagnostics = diagnostics;
    this.#ahead = readAheadOf(memory, scannedBytes(spans));
    const { waiting, queue } = graph.marks;
    this.#plan = new SweepPlan(spans, waiting, queue, this.#ahead.isParallel);
  }

  /** Visits what waits outside the heap, and leaves what waits in it. */
  runOutside(): void {
    this.#visitOutside();
  }

  run(): void {
    const { queue } = this.#graph.marks;
    for (;;) {
      this.#visitOutside();
      if (queue.next(0) < 0) return;
      this.#plan.begin();
      this.#visited = 0;
      readRuns(this.#ahead, this.#plan.next, this.#visitRun);
    }
  }

  readonly #visitRun = (run: SpanRun, at: number): void => {
    const { start, end, first, last } = run;
    const { queue } = this.#graph.marks;
    // Spans that were passed over when the run was asked for, and wait by now: a sweep goes upwards.
    this.#visitBetween(this.#visited, first);
    this.#visited = last + 1;
    const waits = queue.next(first);
    this.#plan.visited(run, waits >= 0 && waits <= last);
    if (at < 0) {
      if (end > start) this.#visitUnread(first, last);
      else this.#visitNow(first);
      return;
    }
    for (let span = waits; span >= 0 && span <= last; span = queue.next(first)) {
      while (span >= 0 && span <= last) {
        this.#visitSpan(span, this.#ahead.window, at + this.#spans.base[span] - start);
        span = queue.next(span + 1);
      }
    }
  };

  #visitBetween(from: number, before: number): void {
    const { queue } = this.#graph.marks;
    for (let span = queue.next(from); span >= 0 && span < before; span = queue.next(span + 1)) {
      this.#plan.sawSpan(span);
      this.#visitNow(span);
    }
  }

  /** One span, with reads of its own. */
  #visitNow(span: number): void {
    const { waiting } = this.#graph.marks;
    const byteCount = this.#spans.pageCount[span] * pageBytes;
    if (byteCount > longestRun) {
      this.#visitLarge(span);
      return;
    }
    if (waiting[span] === 1) this.#visitAlone(span, 1);
    if (waiting[span] === 0) return;
    if (this.#memory.read(this.#spans.base[span], byteCount, this.#window.bytes))
      this.#visitSpan(span, this.#window, 0);
    else this.#visitAlone(span);
  }

  #visitUnread(first: number, last: number): void {
    const { waiting } = this.#graph.marks;
    for (let span = first; span <= last; span++) if (waiting[span] > 0) this.#visitAlone(span);
  }

  /** Visits what waits in a span whose bytes begin at byte `at` of a window, until nothing does. */
  #visitSpan(span: number, window: Window, at: number): void {
    const spans = this.#spans;
    const { waiting } = this.#graph.marks;
    const header = this.#graph.index.headerBytes(span);
    const size = spans.elemSize[span];
    while (waiting[span] > 0) {
      this.#takeWaiting(span, (id, slot) => {
        const offset = slot * size + header;
        const slotOf = header === 0 ? span : -1;
        this.#visitObject(id, spans.base[span] + offset, window, at + offset, size - header, slotOf);
      });
    }
  }

  /** Object by object, each with a read of its own. */
  #visitAlone(span: number, limit = Infinity): void {
    const spans = this.#spans;
    const header = this.#graph.index.headerBytes(span);
    const size = spans.elemSize[span];
    this.#takeWaiting(
      span,
      (id, slot) => {
        const address = spans.base[span] + slot * size + header;
        if (this.#memory.read(address, size - header, this.#window.bytes)) {
          this.#visitObject(id, address, this.#window, 0, size - header);
        } else this.#unreadable();
      },
      limit,
    );
  }

  #takeWaiting(span: number, visit: (id: number, slot: number) => void, limit = Infinity): void {
    let taken = 0;
    const { marks, index } = this.#graph;
    const first = index.firstId[span];
    const end = first + this.#spans.elemCount[span];
    for (let word = first >>> 5; word <= (end - 1) >>> 5; word++) {
      let mask = -1;
      if (word === first >>> 5) mask &= -1 << (first & 31);
      if (word === end >>> 5) mask &= ~(-1 << (end & 31));
      for (let bits = marks.bits[word] & mask; bits !== 0; bits = marks.bits[word] & mask) {
        const id = word * 32 + lowestBit(bits);
        marks.bits[word] &= ~(1 << (id & 31));
        if (--marks.waiting[span] === 0) marks.queue.remove(span);
        visit(id, id - first);
        if (++taken >= limit) return;
      }
    }
  }

  /** `span`: of which the object is a slot from its first byte on; -1 where that is not known. */
  #visitObject(id: number, address: Address, window: Window, at: number, room: number, span = -1): void {
    const { marks } = this.#graph;
    const node = marks.node[id];
    if (node !== severalPaths) {
      const byteCount = Math.min(room, this.#graph.trie.covered[node]);
      this.#visitor.visit(node, id, address, window, at, byteCount, span);
      return;
    }
    for (const stretch of marks.stretchesOf(id).slice()) {
      if (stretch.done) continue;
      stretch.done = true;
      const to = Math.min(room, stretch.to);
      if (to > stretch.from) {
        this.#visitor.visit(
          stretch.node,
          id,
          address + stretch.from,
          window,
          at + stretch.from,
          to - stretch.from,
        );
      }
    }
  }

  /** The one object of a span larger than the window: read piece by piece, cut between values. */
  #visitLarge(span: number): void {
    const { marks } = this.#graph;
    const address = this.#spans.base[span];
    const room = this.#spans.elemSize[span];
    this.#takeWaiting(span, (id) => {
      const node = marks.node[id];
      if (node !== severalPaths) {
        this.#visitPieces(node, id, address, Math.min(room, this.#graph.trie.covered[node]));
        return;
      }
      for (const stretch of marks.stretchesOf(id).slice()) {
        if (stretch.done) continue;
        stretch.done = true;
        this.#visitPieces(
          stretch.node,
          id,
          address + stretch.from,
          Math.min(room, stretch.to) - stretch.from,
        );
      }
    });
  }

  #visitPieces(node: number, id: number, address: Address, byteCount: number): void {
    const tile = this.#visitor.tileBytes(node);
    if (tile > longestRun && tile > wholeValueLimit) {
      this.#diagnostics.add(
        'holders-value-too-large',
        'A value of over 64 MB was not followed; maps behind it have no holder.',
      );
      return;
    }
    const whole = this.#graph.trie.types[node]?.size ?? 0;
    const pieceBytes = Math.max(tile, Math.floor(longestRun / tile) * tile);
    const window = pieceBytes > longestRun ? windowOf(new ArrayBuffer(pieceBytes)) : this.#window;
    for (let done = 0; done < byteCount; done += pieceBytes) {
      const length = Math.min(pieceBytes, byteCount - done);
      if (this.#memory.read(address + done, length, window.bytes)) {
        this.#visitor.visit(node, id, address + done, window, 0, length);
      } else if (whole !== length) this.#visitPages(node, id, address + done, length, tile);
      else this.#unreadable();
    }
  }

  /** A piece with a page that cannot be read: about a page of values at a time. */
  #visitPages(node: number, id: number, address: Address, byteCount: number, tile: number): void {
    const step = Math.max(1, Math.floor(4096 / tile)) * tile;
    for (let done = 0; done < byteCount; done += step) {
      const length = Math.min(step, byteCount - done);
      if (this.#memory.read(address + done, length, this.#window.bytes)) {
        this.#visitor.visit(node, id, address + done, this.#window, 0, length);
      } else this.#unreadable();
    }
  }

  #visitOutside(): void {
    const { outside } = this.#graph;
    for (; outside.next < outside.count; outside.next++) {
      const place = outside.next;
      this.#visitPieces(
        outside.node[place],
        outside.idOf(place),
        outside.address[place],
        outside.byteCount[place],
      );
    }
  }

  #unreadable(): void {
    this.#diagnostics.add(
      'holders-unreadable',
      'A part of the heap could not be read; holders behind it are missing.',
    );
  }
}
