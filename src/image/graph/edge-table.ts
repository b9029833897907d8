import { assert, type Diagnostics } from '../../base/index.ts';
import type { ObjectIndex } from '../holders/object-index.ts';
import type { Memory } from '../memory.ts';
import { longestRun, readAheadOf, readRuns, type Run, type Window, windowOf } from '../read-ahead.ts';
import type { SpanTable } from '../span-table.ts';
import { scannedBytes } from '../spans/scanned-bytes.ts';
import { EdgeReader } from './edge-reader.ts';
import { release } from './memory-need.ts';
import { PointerPatterns } from './pointer-patterns.ts';

const pageBytes = 8192;
/** Bytes nobody asked for that a read may run over to join two spans. */
const gapBytes = 2 ** 16;
/** More stray pointers than that are as bad. */
const mostStrays = 2 ** 22;

/** Bytes [from, to) of span `first`, or all of the spans with pointers in [first, last]. */
interface SpanPiece extends Run {
  readonly first: number;
  readonly last: number;
  readonly from: number;
}

/**
 * All pointers of all objects with pointers, as rows by object id: those of `id` are `edges[node[2 * id]]` up to
 * `edges[node[2 * id + 2]]`. The words between are the traversal's: a visit then costs one cache miss.
 */
export interface EdgeTable {
  readonly node: Uint32Array;
  readonly edges: Uint32Array;
  readonly edgeCount: number;
  readonly guessedObjects: number;
  /** Objects with pointers to spans that are newer than the table, once for each such pointer. */
  readonly strayFrom: readonly number[];
}

/** What to read the edges of. */
export interface EdgeSource {
  readonly spans: SpanTable;
  readonly index: ObjectIndex;
  /** One bit an id, set where the slot holds an object. */
  readonly allocated: Int32Array;
  readonly memory: Memory;
  readonly diagnostics: Diagnostics;
}

/**
 * Reads every span with pointers once, in address order. Undefined where there are more than `edgeLimit` edges, as soon
 * as that is seen.
 */
export function readEdges(source: EdgeSource, edgeLimit: number): EdgeTable | undefined {
  const { spans, index, memory } = source;
  const byteCount = scannedBytes(spans);
  // Room for every word, of which only what is written costs memory.
  const mostEdges = Math.min(byteCount / 8, edgeLimit + longestRun / 8);
  const table = reserve(2 * index.count + 4, mostEdges + 1);
  if (!table) return undefined;
  const { node, edges } = table;
  const reader = new EdgeReader(index, spans, new PointerPatterns(memory), edges);
  const ahead = readAheadOf(memory, byteCount);
  const scan = new EdgeScan(source, reader, node, ahead.window);
  readRuns(
    ahead,
    piecesOf(spans, () => scan.end > edgeLimit),
    scan.visit,
  );
  if (scan.end > edgeLimit) {
    release(node);
    release(edges);
    return undefined;
  }
  scan.finish();
  const { guessedObjects } = reader;
  return { node, edges, edgeCount: scan.end, guessedObjects, strayFrom: scan.strayFrom };
}

function reserve(
  nodeWords: number,
  edgeWords: number,
): { node: Uint32Array; edges: Uint32Array } | undefined {
  try {
    return { node: new Uint32Array(nodeWords), edges: new Uint32Array(edgeWords) };
  } catch {
    // More than the engine gives: the heap is too large for a graph.
    return undefined;
  }
}

/** Spans with pointers in address order, neighbours in one read; a larger one than a run in pieces. */
function piecesOf(spans: SpanTable, mayStop: () => boolean): () => SpanPiece | undefined {
  let span = 0;
  let from = 0;
  return () => {
    while (span < spans.count && spans.spanClass[span] & 1) span++;
    if (span >= spans.count || mayStop()) return undefined;
    const first = span;
    const start = spans.base[span];
    const spanBytes = spans.pageCount[span] * pageBytes;
    if (spanBytes > longestRun) {
      const piece = {
        start: start + from,
        end: start + Math.min(spanBytes, from + longestRun),
        first,
        last: first,
        from,
      };
      from += longestRun;
      if (from >= spanBytes) {
        span++;
        from = 0;
      }
      return piece;
    }
    let end = start + spanBytes;
    let last = first;
    for (span++; span < spans.count; span++) {
      if (spans.spanClass[span] & 1) continue;
      const spanEnd = spans.base[span] + spans.pageCount[span] * pageBytes;
      if (spans.base[span] - end > gapBytes || spanEnd - start > longestRun) break;
      last = span;
      end = spanEnd;
    }
    return { start, end, first, last, from: 0 };
  };
}

/** Writes the rows of the table, span after span. */
class EdgeScan {
  /** Edges so far. */
  end = 0;
  readonly strayFrom: number[] = [];
  readonly #source: EdgeSource;
  readonly #reader: EdgeReader;
  readonly #node: Uint32Array;
  readonly #own: Window = windowOf(new ArrayBuffer(longestRun));
  readonly #ahead: Window;
  /** Stray pointers so far. */
  #strays = 0;
  /** The row to be written next. */
  #id = 1;

  constructor(source: EdgeSource, reader: EdgeReader, node: Uint32Array, ahead: Window) {
    this.#source = source;
    this.#reader = reader;
    this.#node = node;
    this.#ahead = ahead;
  }

  readonly visit = (piece: SpanPiece, at: number): void => {
    const { spans, memory } = this.#source;
    const { first, last, start } = piece;
    if (spans.pageCount[first] * pageBytes > longestRun) {
      this.#addPiece(piece, at);
      return;
    }
    for (let span = first; span <= last; span++) {
      if (spans.spanClass[span] & 1) continue;
      if (at >= 0) this.#addSpan(span, this.#ahead, at + spans.base[span] - start);
      else {
        // A page between two spans may be what cannot be read.
        const byteCount = spans.pageCount[span] * pageBytes;
        const isRead = memory.read(spans.base[span], byteCount, this.#own.bytes) !== undefined;
        this.#addSpan(span, this.#own, isRead ? 0 : -1);
      }
    }
  };

  /** Closes the last row. */
  finish(): void {
    assert(this.#id === this.#source.index.count + 1, 'a row for every object');
    this.#node[2 * this.#id] = this.end;
  }

  #addSpan(span: number, window: Window, at: number): void {
    const { spans, index, allocated, diagnostics } = this.#source;
    const node = this.#node;
    const count = spans.elemCount[span];
    const isOpen = at >= 0 && this.#reader.open(span, window, at, 0, spans.pageCount[span] * pageBytes);
    if (!isOpen) diagnostics.add(...unreadable);
    let end = this.end;
    let id = index.firstId[span];
    for (let slot = 0; slot < count; slot++, id++) {
      node[2 * id] = end;
      if (isOpen && (allocated[id >>> 5] >>> (id & 31)) & 1) end = this.#reader.addSlot(slot, end);
      if (this.#reader.strayCount !== this.#strays) this.#noteStrays(id);
    }
    this.end = end;
    this.#id = id;
  }

  #addPiece({ first: span, from, start, end }: SpanPiece, at: number): void {
    const { index, allocated, diagnostics } = this.#source;
    const id = index.firstId[span];
    if (from === 0) this.#node[2 * id] = this.end;
    this.#id = id + 1;
    if (((allocated[id >>> 5] >>> (id & 31)) & 1) === 0) return;
    const to = from + (end - start);
    if (at >= 0 && this.#reader.open(span, this.#ahead, at, from, to))
      this.end = this.#reader.addBytes(from, to, this.end);
    else diagnostics.add(...unreadable);
    this.#noteStrays(id);
  }

  #noteStrays(id: number): void {
    const { strayCount } = this.#reader;
    for (; this.#strays < strayCount; this.#strays++)
      if (this.strayFrom.length < mostStrays) this.strayFrom.push(id);
  }
}

const unreadable: readonly [string, string] = [
  'graph-span-unreadable',
  'A span of the heap cannot be read; what only its objects hold counts as garbage.',
];
