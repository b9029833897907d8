import type { Address } from '../../base/index.ts';
import type { Window } from '../read-ahead.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { ClosureTypes } from './closure-types.ts';
import type { Conservative } from './conservative.ts';
import type { Follower, Graph } from './follower.ts';
import { nodeKind, unknownSteps } from './path-trie.ts';
import type { Plan, SlotPlan } from './plan.ts';
import { trieNodeType } from './special-types.ts';

/** runtime/chan.go hchan (Go 1.18 to 1.26): qcount, dataqsiz, buf. */
const channelLengthWord = 2;
const channelBufferWord = 4;
const swissEmptyBit = 0x80;
const lowestTopHash = 5;

/** Looks at one reached object as its path says it is to be read. */
export class Visitor {
  readonly #graph: Graph;
  readonly #follower: Follower;
  readonly #conservative: Conservative;
  readonly #closures: ClosureTypes;
  readonly #types: TypeTable;
  readonly #isSwiss: boolean;

  constructor(parts: {
    graph: Graph;
    follower: Follower;
    conservative: Conservative;
    closures: ClosureTypes;
    types: TypeTable;
    isSwiss: boolean;
  }) {
    this.#graph = parts.graph;
    this.#follower = parts.follower;
    this.#conservative = parts.conservative;
    this.#closures = parts.closures;
    this.#types = parts.types;
    this.#isSwiss = parts.isSwiss;
  }

  /** Bytes that a read of the object must not be cut at: the size of one value or unit; 8 where any word may be the last. */
  tileBytes(node: number): number {
    const type = this.#graph.trie.types[node];
    switch (this.#graph.trie.kind[node]) {
      case nodeKind.value:
      case nodeKind.box:
        return Math.max(8, (type?.kind === 'array' ? type.elem?.size : type?.size) ?? 8);
      case nodeKind.elements:
      case nodeKind.own:
        return Math.max(8, type?.size ?? 8);
      case nodeKind.entries:
        return Math.max(8, type?.map?.unitSize ?? 8);
      default:
        return 8;
    }
  }

  /**
   * Looks at `byteCount` bytes at byte `at` of the window: the object `id`, or a run of its tiles, at `address`. `span`: of which
   * the object is a slot from its first byte on; -1 where that is not known.
   */
  visit(
    node: number,
    id: number,
    address: number,
    window: Window,
    at: number,
    byteCount: number,
    span = -1,
  ): void {
    const { trie } = this.#graph;
    const plan = trie.plans[node];
    const base = at / 4;
    switch (trie.kind[node]) {
      case nodeKind.value:
      case nodeKind.box:
        // Nearly all objects are one whole value.
        if (plan && byteCount === trie.covered[node]) {
          this.#follower.follow(plan, 0, plan.action.length, node, window.words, base, id);
        } else if (plan) this.#values(plan, node, id, window, base, byteCount);
        break;
      case nodeKind.elements:
      case nodeKind.own:
        if (plan) this.#values(plan, node, id, window, base, byteCount);
        break;
      case nodeKind.entries:
        if (plan) this.#entries(plan as SlotPlan, node, id, window, at, byteCount);
        else this.#conservative.scan(node, id, window.words, base, byteCount >>> 2, address);
        break;
      case nodeKind.map:
        this.#map(node, id, this.#mapAt(id, address, span), window, at, byteCount, address);
        break;
      case nodeKind.channel:
        this.#channel(node, id, window, base, byteCount);
        break;
      case nodeKind.closure:
        this.#closure(node, id, window, base, byteCount, address);
        break;
      case nodeKind.trieNode:
        this.#trieNode(node, id, window, at, byteCount);
        break;
      default:
        this.#conservative.scan(node, id, window.words, base, byteCount >>> 2, address);
    }
  }

  #values(plan: Plan, node: number, id: number, window: Window, base: number, byteCount: number): void {
    const type = this.#graph.trie.types[node];
    if (!type || type.size === 0) return;
    // A part of an array type's value: its plan is one loop over the elements.
    const isPart = byteCount < type.size;
    if (isPart && type.kind !== 'array') return;
    const size = isPart ? (type.elem?.size ?? 0) : type.size;
    if (size === 0) return;
    const from = isPart ? 1 : 0;
    const count = Math.floor(byteCount / size);
    for (let tile = 0; tile < count; tile++) {
      this.#follower.follow(plan, from, plan.action.length, node, window.words, base + (tile * size) / 4, id);
    }
  }

  /**
   * Occupied slots only: by tophash (evacuated ones have values 2 to 4) or by control byte. What the allocator added at
   * the end of a slot of groups is zeros, which would read as eight full slots of nil pointers: harmless, and skipped.
   */
  #entries(plan: SlotPlan, node: number, id: number, window: Window, at: number, byteCount: number): void {
    const layout = this.#graph.trie.types[node]?.map;
    if (!layout || layout.unitSize === 0) return;
    const count = Math.floor(byteCount / layout.unitSize);
    const entryCount = plan.action.length;
    for (let unit = 0; unit < count; unit++) {
      const start = at + unit * layout.unitSize;
      const word = start / 4;
      if ((window.words[word] | window.words[word + 1]) === 0) continue;
      for (let slot = 0; slot < 8; slot++) {
        const control = window.bytes[start + slot];
        if (this.#isSwiss ? control >= swissEmptyBit : control < lowestTopHash) continue;
        if (plan.firstElem > 0) {
          const key = word + (slot * layout.keyStride) / 4;
          this.#follower.follow(plan, 0, plan.firstElem, node, window.words, key, id);
        }
        if (entryCount > plan.firstElem) {
          const elem = word + (slot * layout.elemStride) / 4;
          this.#follower.follow(plan, plan.firstElem, entryCount, node, window.words, elem, id);
        }
      }
    }
  }

  #mapAt(id: number, address: number, span: number): number {
    const { maps, index } = this.#graph;
    const map = span < 0 ? -1 : maps.indexOfSlot(span, id - index.firstId[span]);
    return map < 0 ? maps.indexAt(address) : map;
  }

  #map(
    node: number,
    id: number,
    map: number,
    window: Window,
    at: number,
    byteCount: number,
    address: Address,
  ): void {
    if (map < 0) return;
    const { maps, scope } = this.#graph;
    const unit = maps.unitOf(map);
    if (unit !== 0) {
      this.#mapArray(node, id, unit, 1);
      // A small Swiss map has a header and a group.
      if (this.#isSwiss) return;
    } else {
      const arrays = maps.arraysOf(map, window.bytes.subarray(at, at + byteCount));
      for (const { address: array, unitCount } of arrays) this.#mapArray(node, id, array, unitCount);
      if (this.#isSwiss && arrays.length === 1 && arrays[0].unitCount === 1) return;
    }
    if (scope.isWhole) this.#mapParts(node, id, window, at / 4, byteCount, address);
  }

  #mapArray(node: number, id: number, address: number, unitCount: number): void {
    const { trie } = this.#graph;
    const type = trie.types[node];
    if (!type?.map) {
      this.#untypedArray(node, id, address | 0, Math.floor(address / 2 ** 32));
      return;
    }
    const child = trie.child(node, 0, '[*]', nodeKind.entries, type);
    if (child !== 0) this.#follower.reachArray(child, unitCount * type.map.unitSize, address, id);
  }

  /** The entries are known by now: what is left behind the header are directory, tables and lists of overflow buckets. */
  #mapParts(
    node: number,
    id: number,
    window: Window,
    base: number,
    byteCount: number,
    address: Address,
  ): void {
    const child = this.#mapPart(node);
    if (child !== 0) this.#conservative.scan(child, id, window.words, base, byteCount >>> 2, address);
  }

  #mapPart(node: number): number {
    return this.#graph.trie.dynamicChild(node, 0, '', nodeKind.mapPart, undefined);
  }

  /** Entries of a map of unknown type: they are the map's, and what they lead to is anything. */
  #untypedArray(node: number, id: number, low: number, high: number): void {
    const { scope, trie } = this.#graph;
    if (!scope.isWhole) {
      this.#conservative.reach(node, id, low, high);
      return;
    }
    const child = trie.dynamicChild(node, 0, unknownSteps, nodeKind.entries, undefined);
    if (child !== 0) this.#follower.reachWhole(child, low, high, id);
  }

  #channel(node: number, id: number, window: Window, base: number, byteCount: number): void {
    const { trie } = this.#graph;
    const elem = trie.types[node]?.elem;
    if (!elem || byteCount < 32 || window.words[base + channelLengthWord + 1] !== 0) return;
    const length = window.words[base + channelLengthWord] >>> 0;
    const child = trie.child(node, 0, '<-[*]', nodeKind.elements, elem);
    if (child === 0 || length === 0) return;
    const buffer = base + channelBufferWord;
    this.#follower.reach(child, length * elem.size, window.words[buffer], window.words[buffer + 1], id);
  }

  #closure(
    node: number,
    id: number,
    window: Window,
    base: number,
    byteCount: number,
    address: Address,
  ): void {
    const { trie } = this.#graph;
    const pc = window.words[base + 1] * 2 ** 32 + (window.words[base] >>> 0);
    const type = this.#closures.at(pc);
    if (!type || type.size > byteCount) {
      const wordCount = (byteCount >>> 2) - 2;
      this.#conservative.defer(node, id, window.words, base + 2, wordCount, address + 8);
      return;
    }
    const child = trie.dynamicChild(node, 0, ' (closure)', nodeKind.value, type);
    const plan = trie.plans[child];
    if (plan) this.#follower.follow(plan, 0, plan.action.length, child, window.words, base, id);
  }

  #trieNode(node: number, id: number, window: Window, at: number, byteCount: number): void {
    const { trie } = this.#graph;
    const declared = trie.types[node];
    const type = declared && trieNodeType(declared, window.bytes[at] === 1, this.#types);
    if (!type || type.size > byteCount) return;
    const child = trie.dynamicChild(node, 0, '', nodeKind.value, type);
    const plan = trie.plans[child];
    if (plan) this.#follower.follow(plan, 0, plan.action.length, child, window.words, at / 4, id);
  }
}
