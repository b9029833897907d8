import type { Address, Diagnostics } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';
import type { Graph } from './follower.ts';
import { severalPaths } from './object-marks.ts';
import { lowestBit } from './span-queue.ts';
import type { Visitor, Window } from './visitor.ts';

const pageBytes = 8192;
const windowBytes = 2 ** 20;
/** Bytes nobody asked for that a read may run over to join two spans: what another call would cost. */
const gapBytes = 2 ** 13;
/** A single value larger than the window is read as a whole up to this size. */
const wholeValueLimit = 2 ** 26;

/**
 * Visits everything that waits, until nothing does. It goes through the heap upwards by address, again and again, and
 * reads neighbouring spans at once; while spans follow each other it reads ahead, more each time.
 */
export class Sweeper {
  readonly #graph: Graph;
  readonly #spans: SpanTable;
  readonly #memory: Memory;
  readonly #visitor: Visitor;
  readonly #diagnostics: Diagnostics;
  #window: Window = windowOf(windowBytes);
  #aheadBytes = 0;

  constructor(graph: Graph, spans: SpanTable, memory: Memory, visitor: Visitor, diagnostics: Diagnostics) {
    this.#graph = graph;
    this.#spans = spans;
    this.#memory = memory;
    this.#visitor = visitor;
    this.#diagnostics = diagnostics;
  }

  run(): void {
    const { queue } = this.#graph.marks;
    for (;;) {
      this.#visitOutside();
      let span = queue.next(0);
      if (span < 0) return;
      while (span >= 0) span = queue.next(this.#sweep(span));
    }
  }

  /** Visits the spans of one read from `first` on; returns the ordinal after the last one. */
  #sweep(first: number): number {
    const spans = this.#spans;
    const start = spans.base[first];
    const firstBytes = spans.pageCount[first] * pageBytes;
    if (firstBytes > windowBytes) {
      this.#visitLarge(first);
      return first + 1;
    }
    const { waiting, queue } = this.#graph.marks;
    // A list in random order has one object waiting at a time, each in another span: only that one is read then.
    if (waiting[first] === 1 && this.#aheadBytes === 0) {
      this.#visitAlone(first, 1);
      if (!this.#isWaiting(first)) return first + 1;
    }
    const { last, end } = this.#extend(first, start + firstBytes);
    const read = this.#memory.read(start, end - start, this.#window.bytes);
    if (!read) {
      for (let span = first; span <= last; span++)
        if (this.#graph.marks.waiting[span] > 0) this.#visitAlone(span);
      return last + 1;
    }
    for (let span = first; span >= 0 && span <= last; span = queue.next(first)) {
      while (span >= 0 && span <= last) {
        while (waiting[span] > 0) this.#visitSpan(span, start);
        span = queue.next(span + 1);
      }
    }
    const next = queue.next(last + 1);
    const goesOn = next >= 0 && spans.base[next] - end <= gapBytes;
    this.#aheadBytes = goesOn
      ? Math.min(windowBytes, this.#aheadBytes * 2 + pageBytes)
      : this.#aheadBytes >> 1;
    return last + 1;
  }

  #isWaiting(span: number): boolean {
    return this.#graph.marks.waiting[span] > 0;
  }

  /** How far one read goes: over waiting spans that lie near, and within the read-ahead over all of the first one's class. */
  #extend(first: number, firstEnd: Address): { last: number; end: Address } {
    const spans = this.#spans;
    const start = spans.base[first];
    const { waiting } = this.#graph.marks;
    let last = first;
    let end = firstEnd;
    for (let span = first + 1; span < spans.count; span++) {
      const spanEnd = spans.base[span] + spans.pageCount[span] * pageBytes;
      if (spans.base[span] - end > gapBytes || spanEnd - start > windowBytes) break;
      if (waiting[span] === 0) {
        const isAhead =
          spans.spanClass[span] === spans.spanClass[first] && spanEnd - start <= this.#aheadBytes;
        if (!isAhead) continue;
      }
      last = span;
      end = spanEnd;
    }
    return { last, end };
  }

  #visitSpan(span: number, windowStart: Address): void {
    const spans = this.#spans;
    const header = this.#graph.index.headerBytes(span);
    const size = spans.elemSize[span];
    const at = spans.base[span] - windowStart + header;
    this.#takeWaiting(span, (id, slot) => {
      this.#visitObject(
        id,
        spans.base[span] + slot * size + header,
        this.#window,
        at + slot * size,
        size - header,
      );
    });
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

  #visitObject(id: number, address: Address, window: Window, at: number, room: number): void {
    const { marks } = this.#graph;
    const node = marks.node[id];
    if (node !== severalPaths) {
      this.#visitor.visit(node, id, address, window, at, Math.min(room, this.#graph.trie.covered[node]));
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
    if (tile > windowBytes && tile > wholeValueLimit) {
      this.#diagnostics.add(
        'holders-value-too-large',
        'A value of over 64 MB was not followed; maps behind it have no holder.',
      );
      return;
    }
    const whole = this.#graph.trie.types[node]?.size ?? 0;
    const pieceBytes = Math.max(tile, Math.floor(windowBytes / tile) * tile);
    const window = pieceBytes > windowBytes ? windowOf(pieceBytes) : this.#window;
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

function windowOf(byteCount: number): Window {
  const buffer = new ArrayBuffer(byteCount);
  return { bytes: new Uint8Array(buffer), words: new Int32Array(buffer) };
}
