import type { Address } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';
import type { TypeTable } from '../types/type-table.ts';
import { CollectorWords } from './collector-words.ts';
import type { Follower, Graph } from './follower.ts';
import { nodeKind, unknownSteps } from './path-trie.ts';

/** Sizes of slots that can hold a map header: 48 bytes, or 64 for hmap with clearSeq (Go 1.24 and 1.25 noswissmap). */
const headerSlots: ReadonlySet<number> = new Set([48, 64]);

/**
 * Words of unknown types. Each that could be a pointer, and that the collector follows as far as is known, is taken for
 * one, and holds only what nothing exact has reached.
 * Types are picked up again where memory itself says them: malloc headers, mspan.largeType, interface pairs.
 */
export class Conservative {
  readonly #graph: Graph;
  readonly #follower: Follower;
  readonly #types: TypeTable;
  readonly #spans: SpanTable;
  readonly #collector: CollectorWords;

  constructor(graph: Graph, follower: Follower, types: TypeTable, spans: SpanTable) {
    this.#graph = graph;
    this.#follower = follower;
    this.#types = types;
    this.#spans = spans;
    this.#collector = new CollectorWords(spans);
  }

  /** Takes `wordCount` 32-bit words from `base` on, which lie at `address`, for pointers. */
  scan(
    node: number,
    owner: number,
    words: Int32Array,
    base: number,
    wordCount: number,
    address: Address,
  ): void {
    const { index } = this.#graph;
    const first = this.#collector.placeOf(address);
    for (let at = base; at + 1 < base + wordCount; at += 2) {
      const low = words[at];
      const high = words[at + 1];
      if ((low | high) === 0 || high >>> 16 !== 0) continue;
      const place = first < 0 ? first : first + ((at - base) >>> 1);
      if (index.idAt(low, high) !== 0) {
        if (this.#collector.follows(place)) this.reach(node, owner, low, high);
      } else if (at + 3 < base + wordCount && (place < 0 || this.#collector.follows(place + 1)))
        this.#interface(node, owner, words, at);
    }
  }

  /** Two words that may be an interface: the type, or the table of its methods, and the data. */
  #interface(node: number, owner: number, words: Int32Array, at: number): void {
    const { index, outside, dynamic } = this.#graph;
    if (index.idAt(words[at + 2], words[at + 3]) === 0) return;
    const address = words[at + 1] * 2 ** 32 + (words[at] >>> 0);
    const pair = dynamic.isModuleType(address)
      ? (dynamic.ofType(address) ?? dynamic.ofItab(address))
      : outside.isSegment(address)
        ? dynamic.ofItab(address)
        : undefined;
    if (!pair) return;
    const id = index.idAt(words[at + 2], words[at + 3]);
    if (this.#spans.isAllocated(index.span, id - index.firstId[index.span]))
      this.#follower.followInterface(pair, node, 0, unknownSteps, words, at + 2, owner);
  }

  /** Like `scan`, but for later: when everything exact was followed. */
  defer(
    node: number,
    owner: number,
    words: Int32Array,
    base: number,
    wordCount: number,
    address: Address,
  ): void {
    const first = this.#collector.placeOf(address);
    for (let at = base; at + 1 < base + wordCount; at += 2) {
      if (this.#graph.index.idAt(words[at], words[at + 1]) === 0) continue;
      if (first >= 0 && !this.#collector.follows(first + ((at - base) >>> 1))) continue;
      this.#graph.deferred.add(words[at + 1] * 2 ** 32 + (words[at] >>> 0), node, 0, owner);
    }
  }

  /** Follows the pointers that were put off. */
  followDeferred(): void {
    const { deferred } = this.#graph;
    for (let at = 0; at < deferred.count; at++) {
      const address = deferred.address[at];
      this.reach(deferred.node[at], deferred.owner[at], address | 0, Math.floor(address / 2 ** 32));
    }
    deferred.count = 0;
  }

  /**
   * The parts of objects that no path covers: a pointer into an object keeps all of it, so maps in the fields around it,
   * or in the array before and after a slice, are held as well, though no program can reach them by this path.
   */
  followRests(): void {
    const { index, marks, trie } = this.#graph;
    for (const id of marks.partedIds()) {
      const [first] = marks.stretchesOf(id);
      const child = trie.dynamicChild(first.node, 0, unknownSteps, nodeKind.untyped, undefined);
      if (child !== 0) marks.cover(id, index.spanOf(id), 0, index.roomOf(id), 8, child, first.owner);
    }
  }

  /**
   * One word that may be a pointer. What it leads to must be an object, as for the collector (runtime/mgcmark.go
   * scanConservative, from Go 1.14 on): a free slot keeps the words and the malloc header of its last life, and would give
   * their types to whatever lies behind them now.
   */
  reach(node: number, owner: number, low: number, high: number): void {
    const { index, marks, trie } = this.#graph;
    const id = index.idAt(low, high);
    if (id === 0) return;
    // Nobody knows how much of it is used.
    if (trie.kind[node] !== nodeKind.mapPart) this.#graph.uses?.addWhole(id);
    if (marks.node[id] !== 0) return;
    const { interior, room, span } = index;
    const slot = id - index.firstId[span];
    if (interior === 0 && headerSlots.has(room) && this.#holdMap(node, owner, low, high, id, span)) return;
    if (!this.#spans.isAllocated(span, slot)) return;
    if (trie.kind[node] === nodeKind.mapPart) {
      marks.mark(id, span, node, owner);
      return;
    }
    const typed = this.#spans.headerType(span, slot);
    const unit = typed === 0 ? undefined : this.#types.isMapUnitType(typed);
    const type = typed === 0 || unit ? undefined : this.#types.fromRuntime(typed);
    if (type && !this.#graph.scope.isWhole && !this.#graph.scope.wants(type)) return;
    let child: number;
    if (unit) child = trie.dynamicChild(node, 0, unknownSteps, nodeKind.entries, unit);
    else if (type) child = trie.dynamicChild(node, 0, `${unknownSteps}(${type.name})`, nodeKind.own, type);
    else child = trie.dynamicChild(node, 0, unknownSteps, nodeKind.untyped, undefined);
    if (child !== 0) marks.mark(id, span, child, owner);
  }

  #holdMap(node: number, owner: number, low: number, high: number, id: number, span: number): boolean {
    const { maps, held, marks, trie, scope } = this.#graph;
    const map = maps.indexAt(high * 2 ** 32 + (low >>> 0));
    if (map < 0) return false;
    if (maps.holderCountOf(map) > 0) return true;
    const type = maps.typeOf(map);
    const child = trie.dynamicChild(
      node,
      0,
      trie.kind[node] === nodeKind.untyped || trie.kind[node] === nodeKind.mapPart ? unknownSteps : '',
      nodeKind.map,
      type,
    );
    if (child === 0) return true;
    if (trie.silent[node] === 0) held.add(map, child, owner, trie.doubtful[child] === 0);
    if (trie.leads[child] === 1 && (scope.isWhole || maps.lenOf(map) > 0)) marks.mark(id, span, child, owner);
    else marks.note(id, child, owner);
    return true;
  }
}
