import type { Address } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { MapTable } from '../map-table.ts';
import type { DeferredPointers } from './deferred-pointers.ts';
import type { DynamicTypes } from './dynamic-types.ts';
import type { HeldMaps } from './held-maps.ts';
import type { ObjectIndex } from './object-index.ts';
import type { ObjectMarks } from './object-marks.ts';
import type { OutsideObjects } from './outside-objects.ts';
import { nodeKind, type PathTrie, unknownSteps } from './path-trie.ts';
import { action, type Plan } from './plan.ts';
import type { ArrayUses } from './array-uses.ts';
import type { Scope } from './scope.ts';
import { dynamicStep } from './special-types.ts';

/** What a follower works on; all of it shared with the other steps of the trace. */
export interface Graph {
  readonly index: ObjectIndex;
  readonly marks: ObjectMarks;
  readonly trie: PathTrie;
  readonly outside: OutsideObjects;
  readonly maps: MapTable;
  readonly held: HeldMaps;
  readonly dynamic: DynamicTypes;
  /** Pointers of unknown type, for when everything exact was followed. */
  readonly deferred: DeferredPointers;
  readonly scope: Scope;
  /** How much of each array is used; undefined where only maps are wanted. */
  readonly uses: ArrayUses | undefined;
  /** The type that an object says itself, in a malloc header or its span (Go 1.22+). */
  readonly ownTypeOf: (id: number, span: number) => GoType | undefined;
}

/** Only a first bucket or group is ever made on a stack. */
const stackUnitsLimit = 4096;
/** A map header: 48 bytes, 56 at most. */
const stackHeaderBytes = 56;

/** Follows the pointers of typed values: the inner loop of the trace. It reads no memory of the target. */
export class Follower {
  readonly #graph: Graph;
  readonly #index: ObjectIndex;
  readonly #marks: ObjectMarks;
  readonly #trie: PathTrie;
  readonly #uses: ArrayUses | undefined;

  constructor(graph: Graph) {
    this.#uses = graph.uses;
    this.#graph = graph;
    this.#index = graph.index;
    this.#marks = graph.marks;
    this.#trie = graph.trie;
  }

  /**
   * Follows entries [from, to) of a plan over the value at `base` of `words` (32-bit words of the target). `node` is the
   * value's path, `owner` the object that holds it.
   */
  follow(
    plan: Plan,
    from: number,
    to: number,
    node: number,
    words: Int32Array,
    base: number,
    owner: number,
  ): void {
    for (let entry = from; entry < to; entry++) {
      const at = base + plan.word[entry];
      const what = plan.action[entry];
      if (what === action.loop) {
        const end = entry + 1 + plan.body[entry];
        const stride = plan.stride[entry];
        for (let turn = 0, start = at; turn < plan.repeat[entry]; turn++, start += stride) {
          this.follow(plan, entry + 1, end, node, words, start, owner);
        }
        entry = end - 1;
        continue;
      }
      const low = words[at];
      const high = words[at + 1];
      if ((low | high) === 0) continue;
      if (what === action.pointer) this.#pointer(plan, entry, node, low, high, owner);
      else if (what === action.map) this.#map(plan, entry, node, low, high, owner);
      else this.#other(what, plan, entry, node, words, at, owner);
    }
  }

  /** Follows an interface: `typeWord` decides what its data word, at `dataAt`, is. False where it decides nothing. */
  followInterface(
    dynamic: { readonly type: GoType; readonly direct: boolean } | undefined,
    node: number,
    entry: number,
    step: string,
    words: Int32Array,
    dataAt: number,
    owner: number,
  ): void {
    if (!dynamic) return;
    const { type, direct } = dynamic;
    const low = words[dataAt];
    const high = words[dataAt + 1];
    if ((low | high) === 0) return;
    const child = this.#trie.dynamicChild(node, entry, step + dynamicStep(type), nodeKind.value, type);
    if (child === 0) return;
    if (!direct) {
      this.reach(child, type.size, low, high, owner);
      return;
    }
    const plan = this.#trie.plans[child];
    if (plan) this.follow(plan, 0, plan.action.length, child, words, dataAt, owner);
  }

  /** A pointer to `byteCount` bytes that are to be read as `child` says. */
  reach(child: number, byteCount: number, low: number, high: number, owner: number): void {
    const id = this.#index.idAt(low, high);
    if (id === 0) {
      this.#reachOutside(child, byteCount, low, high, owner);
      return;
    }
    this.#reachFound(id, child, byteCount, owner);
  }

  /** Like `reach`, for what the index has just found. */
  #reachFound(id: number, child: number, byteCount: number, owner: number): void {
    const { interior, room } = this.#index;
    if (interior < 0 || interior >= room) return;
    if (interior === 0) {
      const current = this.#nodeOf(id);
      if (current === 0 && this.#coversSlot(byteCount, room)) {
        this.#marks.mark(id, this.#index.span, child, owner);
        return;
      }
      if (current !== 0 && current < this.#trie.covered.length && byteCount <= this.#trie.covered[current])
        return;
    }
    if (this.#uses && this.#isKnownWhole(id, child, owner)) return;
    const tile = this.#trie.types[child]?.size ?? 8;
    const end = Math.min(room, interior + byteCount);
    this.#marks.cover(id, this.#index.span, interior, end, tile, child, owner);
  }

  /** Buckets or groups: on the heap the whole slot is theirs; those of a map on a stack lie on the stack. */
  reachArray(child: number, byteCount: number, address: Address, owner: number): void {
    const low = address | 0;
    const high = Math.floor(address / 2 ** 32);
    const id = this.#index.idAt(low, high);
    if (id !== 0) this.#reachFound(id, child, byteCount, owner);
    else this.#graph.outside.add(address, child, owner, Math.min(byteCount, stackUnitsLimit));
  }

  /** A map of a known type is referenced by path `node`. */
  hold(type: GoType, node: number, low: number, high: number, owner: number): void {
    const { maps, held, scope } = this.#graph;
    if (!scope.holdsMaps) return;
    const id = this.#index.idAt(low, high);
    const { span, interior } = this.#index;
    let map = id !== 0 && interior === 0 ? maps.indexOfSlot(span, id - this.#index.firstId[span]) : -1;
    if (map < 0) {
      if (high >>> 16 !== 0 || (low & 7) !== 0) return;
      map = maps.adopt(high * 2 ** 32 + (low >>> 0), type);
      if (map < 0) return;
    }
    maps.setType(map, type);
    if (this.#trie.silent[node] === 0) held.add(map, node, owner, this.#trie.doubtful[node] === 0);
    const leads = this.#trie.leads[node] === 1 && (this.#uses !== undefined || maps.lenOf(map) > 0);
    if (id === 0) {
      if (held.noteOutside(map, owner) && leads)
        this.#graph.outside.add(high * 2 ** 32 + (low >>> 0), node, owner, this.#uses ? stackHeaderBytes : 8);
    } else if (this.#nodeOf(id) === 0) {
      if (leads) this.#marks.mark(id, span, node, owner);
      else this.#marks.note(id, node, owner);
    }
  }

  #pointer(plan: Plan, entry: number, node: number, low: number, high: number, owner: number): void {
    const place = this.#trie.childBase[node] + entry;
    let child = this.#trie.children[place];
    const id = this.#index.idAt(low, high);
    if (id === 0) {
      this.#reachOutside(child || this.#target(plan, entry, node), plan.targetBytes[entry], low, high, owner);
      return;
    }
    const current = this.#nodeOf(id);
    if (this.#uses) this.usePart(id, plan.targetBytes[entry]);
    if (this.#index.interior === 0) {
      if (
        current !== 0 &&
        current < this.#trie.covered.length &&
        plan.targetBytes[entry] <= this.#trie.covered[current]
      )
        return;
      if (child === 0) child = this.#target(plan, entry, node);
      if (child === 0) return;
      if (current === 0 && this.#coversSlot(plan.targetBytes[entry], this.#index.room)) {
        this.#marks.mark(id, this.#index.span, child, owner);
        return;
      }
    }
    if (child === 0) child = this.#target(plan, entry, node);
    if (child !== 0) this.#reachFound(id, child, plan.targetBytes[entry], owner);
  }

  #map(plan: Plan, entry: number, node: number, low: number, high: number, owner: number): void {
    const type = plan.type[entry] as GoType;
    const child =
      this.#trie.children[this.#trie.childBase[node] + entry] ||
      this.#trie.child(node, entry, plan.step[entry], nodeKind.map, type);
    if (child !== 0) this.hold(type, child, low, high, owner);
  }

  #other(
    what: number,
    plan: Plan,
    entry: number,
    node: number,
    words: Int32Array,
    at: number,
    owner: number,
  ): void {
    const low = words[at];
    const high = words[at + 1];
    const address = high * 2 ** 32 + (low >>> 0);
    const step = plan.step[entry];
    const { dynamic } = this.#graph;
    switch (what) {
      case action.slice:
        if (this.#uses) this.#useSlice(plan, entry, words, at);
        this.#array(plan, entry, node, low, high, words[at + 4] >>> 0, words[at + 5], owner);
        break;
      case action.string:
        this.#text(plan, entry, node, words, at, owner);
        break;
      case action.box:
        this.#whole(nodeKind.box, plan, entry, node, low, high, owner);
        break;
      case action.pool:
        this.#array(plan, entry, node, low, high, words[at + 2] >>> 0, words[at + 3], owner);
        break;
      case action.emptyInterface:
        this.followInterface(dynamic.ofType(address), node, entry, step, words, at + 2, owner);
        break;
      case action.interface:
        this.followInterface(dynamic.ofItab(address), node, entry, step, words, at + 2, owner);
        break;
      case action.channel:
        this.#whole(nodeKind.channel, plan, entry, node, low, high, owner);
        break;
      case action.trieNode:
        this.#whole(nodeKind.trieNode, plan, entry, node, low, high, owner);
        break;
      case action.func:
        this.#whole(nodeKind.closure, plan, entry, node, low, high, owner);
        break;
      default:
        if (this.#index.idAt(low, high) !== 0) this.#graph.deferred.add(address, node, entry, owner);
    }
  }

  /** Capacity counts: what lies between length and capacity is held too. */
  #array(
    plan: Plan,
    entry: number,
    node: number,
    low: number,
    high: number,
    capacityLow: number,
    capacityHigh: number,
    owner: number,
  ): void {
    if (capacityHigh !== 0 || capacityLow === 0) return;
    const type = plan.type[entry];
    const child =
      this.#trie.children[this.#trie.childBase[node] + entry] ||
      this.#trie.child(node, entry, `${plan.step[entry]}[*]`, nodeKind.elements, type);
    if (child !== 0) this.reach(child, capacityLow * plan.targetBytes[entry], low, high, owner);
  }

  /** The path that an object has; none as long as only words of unknown type led to it, and a type may still be found. */
  #nodeOf(id: number): number {
    const node = this.#marks.node[id];
    return this.#uses && this.#trie.kind[node] === nodeKind.untyped ? 0 : node;
  }

  /** Objects that say their type are looked at as a whole, whatever part a pointer leads to. */
  #isKnownWhole(id: number, child: number, owner: number): boolean {
    if (this.#nodeOf(id) !== 0) return id > this.#index.count;
    const { span } = this.#index;
    const own = this.#graph.ownTypeOf(id, span);
    if (!own) return false;
    const isSame = this.#trie.kind[child] === nodeKind.elements && this.#trie.types[child] === own;
    const node = isSame
      ? child
      : this.#trie.dynamicChild(child, 0, `${unknownSteps}(${own.name})`, nodeKind.own, own);
    if (node === 0) return false;
    this.#marks.mark(id, span, node, owner);
    return true;
  }

  /** A pointer to a part of an array keeps it as a slice of that length does. To be asked right after `idAt`. */
  usePart(id: number, byteCount: number): void {
    if (id === 0) return;
    const { interior, room } = this.#index;
    if (interior === 0 && this.#coversSlot(byteCount, room)) this.#uses?.addWhole(id);
    else if (interior >= 0) this.#uses?.add(id, interior, Math.min(room, interior + byteCount), 0, false);
  }

  #useSlice(plan: Plan, entry: number, words: Int32Array, at: number): void {
    const id = this.#index.idAt(words[at], words[at + 1]);
    const { interior, room } = this.#index;
    if (id === 0 || interior < 0 || interior >= room || (words[at + 3] | words[at + 5]) !== 0) return;
    const size = plan.targetBytes[entry];
    const capacityEnd = Math.min(room, interior + (words[at + 4] >>> 0) * size);
    const end = Math.min(capacityEnd, interior + (words[at + 2] >>> 0) * size);
    this.#uses?.add(id, interior, end, capacityEnd, false);
  }

  #text(plan: Plan, entry: number, node: number, words: Int32Array, at: number, owner: number): void {
    const id = this.#index.idAt(words[at], words[at + 1]);
    const { interior, room, span } = this.#index;
    if (id === 0 || interior < 0 || interior >= room || words[at + 3] !== 0) return;
    const end = Math.min(room, interior + (words[at + 2] >>> 0));
    this.#uses?.add(id, interior, end, end, true);
    if (this.#nodeOf(id) !== 0) return;
    const child =
      this.#trie.children[this.#trie.childBase[node] + entry] ||
      this.#trie.child(node, entry, plan.step[entry], nodeKind.text, undefined);
    if (child !== 0) this.#marks.mark(id, span, child, owner);
  }

  /** A pointer to an object that is to be read as `child` says, whatever its size. */
  reachWhole(child: number, low: number, high: number, owner: number): void {
    const id = this.#index.idAt(low, high);
    if (id === 0 || this.#index.interior !== 0 || this.#nodeOf(id) !== 0) return;
    this.#marks.mark(id, this.#index.span, child, owner);
  }

  #whole(
    kind: number,
    plan: Plan,
    entry: number,
    node: number,
    low: number,
    high: number,
    owner: number,
  ): void {
    const id = this.#index.idAt(low, high);
    if (id === 0 || this.#index.interior !== 0 || this.#nodeOf(id) !== 0) return;
    const child = this.#trie.child(node, entry, plan.step[entry], kind, plan.type[entry]);
    if (child !== 0) this.#marks.mark(id, this.#index.span, child, owner);
  }

  #target(plan: Plan, entry: number, node: number): number {
    const type = plan.type[entry] as GoType;
    return this.#trie.child(node, entry, plan.step[entry], nodeKind.value, type);
  }

  #reachOutside(child: number, byteCount: number, low: number, high: number, owner: number): void {
    if (child === 0 || high >>> 16 !== 0) return;
    const address: Address = high * 2 ** 32 + (low >>> 0);
    const room = this.#graph.outside.staticBytesAt(address);
    if (room > 0) this.#graph.outside.add(address, child, owner, Math.min(room, byteCount));
  }

  /**
   * Whether this many bytes from the slot's start are all that was asked of the allocator: it takes the smallest slot, so
   * what is left over is never used for anything else.
   */
  #coversSlot(byteCount: number, room: number): boolean {
    return byteCount <= room && byteCount > this.#index.smallerRoom(room);
  }
}
