import { type Address, u64At } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { ClosureTypes } from './closure-types.ts';
import type { Graph } from './follower.ts';
import type { KeyText } from './key-text.ts';
import { severalPaths } from './object-marks.ts';
import { nodeKind, unknownSteps } from './path-trie.ts';
import {
  type Found,
  type Target,
  type PointerSearch,
  prefixed,
  type SliceContext,
} from './pointer-search.ts';
import { dynamicStep, trieNodeType } from './special-types.ts';

const pieceBytes = 2 ** 20;
const valueLimitBytes = 2 ** 26;

/** Finds in one object the word that holds the next one, and spells the way to it. */
export class OwnerSpeller {
  readonly #graph: Graph;
  readonly #memory: Memory;
  readonly #types: TypeTable;
  readonly #closures: ClosureTypes;
  readonly #search: PointerSearch;
  readonly #keys: KeyText;
  readonly #isSwiss: boolean;
  /** Of runtime.hchan.recvx. */
  readonly #receiveIndexOffset: number;

  constructor(parts: {
    graph: Graph;
    memory: Memory;
    types: TypeTable;
    closures: ClosureTypes;
    search: PointerSearch;
    keys: KeyText;
    isSwiss: boolean;
    receiveIndexOffset: number;
  }) {
    this.#graph = parts.graph;
    this.#memory = parts.memory;
    this.#types = parts.types;
    this.#closures = parts.closures;
    this.#search = parts.search;
    this.#keys = parts.keys;
    this.#isSwiss = parts.isSwiss;
    this.#receiveIndexOffset = parts.receiveIndexOffset;
  }

  /** The step from the object `owner` to the target; undefined where it is not found, or memory changed since. */
  step(owner: number, target: Target, context: SliceContext): Found | undefined {
    const { index, marks, outside, trie } = this.#graph;
    const place = outside.placeOf(owner);
    if (place >= 0) {
      return this.#inView(
        outside.node[place],
        outside.address[place],
        outside.byteCount[place],
        target,
        context,
      );
    }
    const address = index.addressOf(owner);
    const room = index.roomOf(owner);
    const node = marks.node[owner];
    if (node !== severalPaths) {
      return this.#inView(node, address, Math.min(room, trie.covered[node]), target, context);
    }
    for (const { from, to, node: part } of marks.stretchesOf(owner)) {
      const found = this.#inView(part, address + from, Math.min(room, to) - from, target, context);
      if (found) return found;
    }
    return undefined;
  }

  #inView(
    node: number,
    address: Address,
    byteCount: number,
    target: Target,
    context: SliceContext,
  ): Found | undefined {
    const { trie } = this.#graph;
    const type = trie.types[node];
    switch (trie.kind[node]) {
      case nodeKind.value:
      case nodeKind.box:
        return type && (type.size <= byteCount ? this.#inValue(type, address, target) : undefined);
      case nodeKind.elements:
      case nodeKind.own:
        return type && this.#inElements(type, address, byteCount, target, context);
      case nodeKind.entries:
        return type && this.#inEntries(type, address, byteCount, target);
      case nodeKind.channel:
        return { step: '', slice: this.#channelSlice(address) };
      case nodeKind.closure:
        return this.#inClosure(address, byteCount, target);
      case nodeKind.trieNode:
        return type && this.#inTrieNode(type, address, target);
      case nodeKind.map:
        return { step: '' };
      default:
        return this.#inWords(trie.kind[node] === nodeKind.words, address, byteCount, target);
    }
  }

  #inValue(type: GoType, address: Address, target: Target): Found | undefined {
    const bytes = type.size <= valueLimitBytes ? this.#memory.read(address, type.size) : undefined;
    return bytes && this.#search.in(type, bytes, 0, target);
  }

  #inElements(
    type: GoType,
    address: Address,
    byteCount: number,
    target: Target,
    context: SliceContext,
  ): Found | undefined {
    const base = context?.address ?? address;
    return this.#inTiles(address, byteCount, type.size, target, (bytes, at, tile) => {
      const found = this.#search.in(type, bytes, at, target);
      if (!found) return undefined;
      const index = Math.round((tile - base) / type.size);
      const beyond = context !== undefined && index >= context.length;
      return prefixed(
        context?.channel ? `<-[${context.channel(index)}]` : `${beyond ? '[:cap]' : ''}[${index}]`,
        found,
      );
    });
  }

  #inEntries(map: GoType, address: Address, byteCount: number, target: Target): Found | undefined {
    const layout = map.map;
    const { key, elem } = map;
    if (!layout || !key || !elem) return undefined;
    return this.#inTiles(address, byteCount, layout.unitSize, target, (bytes, at) => {
      for (let slot = 0; slot < 8; slot++) {
        if (this.#isSwiss ? bytes[at + slot] >= 0x80 : bytes[at + slot] < 5) continue;
        const keyAt = at + layout.keysOffset + slot * layout.keyStride;
        const elemAt = at + layout.elemsOffset + slot * layout.elemStride;
        const inElem = layout.elemIndirect
          ? boxed(bytes, elemAt, target)
          : this.#search.in(elem, bytes, elemAt, target);
        if (inElem) return prefixed(`[${this.#keyText(key, layout.keyIndirect, bytes, keyAt)}]`, inElem);
        const inKey = layout.keyIndirect
          ? boxed(bytes, keyAt, target)
          : this.#search.in(key, bytes, keyAt, target);
        if (inKey) return prefixed(`[${this.#keyText(key, layout.keyIndirect, bytes, keyAt)}] (key)`, inKey);
      }
      return undefined;
    });
  }

  #keyText(key: GoType, isBoxed: boolean, bytes: Uint8Array, at: number): string {
    if (!isBoxed) return this.#keys.of(key, bytes, at);
    const box = key.size <= pieceBytes ? this.#memory.read(u64At(bytes, at), key.size) : undefined;
    return box ? this.#keys.of(key, box, 0) : '…';
  }

  /** The buffer is a ring: its elements are numbered in the order in which they will be received. */
  #channelSlice(address: Address): SliceContext {
    const bytes = this.#memory.read(address, this.#receiveIndexOffset + 8);
    if (!bytes) return undefined;
    const length = u64At(bytes, 8);
    const first = u64At(bytes, this.#receiveIndexOffset);
    return { address: u64At(bytes, 16), length, channel: (index) => (index - first + length) % length };
  }

  #inClosure(address: Address, byteCount: number, target: Target): Found | undefined {
    const bytes = this.#memory.read(address, byteCount);
    const type = bytes && this.#closures.at(u64At(bytes, 0));
    const found = type && this.#search.in(type, bytes, 0, target);
    return found && prefixed(' (closure)', found);
  }

  #inTrieNode(node: GoType, address: Address, target: Target): Found | undefined {
    const first = this.#memory.read(address, 1);
    const type = first && trieNodeType(node, first[0] === 1, this.#types);
    return type && this.#inValue(type, address, target);
  }

  /** Untyped words have no names, but the word before an interface's data word says the type. */
  #inWords(isRoot: boolean, address: Address, byteCount: number, target: Target): Found | undefined {
    return this.#inTiles(address, byteCount, 8, target, (bytes, at, tile) => {
      if (!target.has(u64At(bytes, at))) return undefined;
      const lead = at >= 8 ? bytes.subarray(at - 8, at) : tile > address && this.#memory.read(tile - 8, 8);
      const before = lead ? u64At(lead, 0) : 0;
      const dynamic = this.#graph.dynamic.isModuleType(before)
        ? this.#graph.dynamic.ofType(before)
        : undefined;
      return { step: (isRoot ? '' : unknownSteps) + (dynamic ? dynamicStep(dynamic.type) : '') };
    });
  }

  /** Looks into the tiles that have a word in the target's range, whatever it is: a search of types is much slower. */
  #inTiles(
    address: Address,
    byteCount: number,
    tileBytes: number,
    target: Target,
    look: (bytes: Uint8Array, at: number, tile: Address) => Found | undefined,
  ): Found | undefined {
    if (tileBytes <= 0 || tileBytes > valueLimitBytes) return undefined;
    const tiles = Math.floor(byteCount / tileBytes);
    const perPiece = Math.max(1, Math.floor(pieceBytes / tileBytes));
    for (let done = 0; done < tiles; done += perPiece) {
      const count = Math.min(perPiece, tiles - done);
      const start = address + done * tileBytes;
      const bytes = this.#memory.read(start, count * tileBytes);
      if (!bytes) continue;
      for (let at = nextInRange(bytes, 0, target); at >= 0; ) {
        const tile = Math.floor(at / tileBytes);
        const found = look(bytes, tile * tileBytes, start + tile * tileBytes);
        if (found) return found;
        at = nextInRange(bytes, (tile + 1) * tileBytes, target);
      }
    }
    return undefined;
  }
}

/** Offset of the first word at or after `from` that lies in the target's range, or -1. */
function nextInRange(bytes: Uint8Array, from: number, { start, end }: Target): number {
  for (let at = Math.ceil(from / 8) * 8; at + 8 <= bytes.length; at += 8) {
    const word = u64At(bytes, at);
    if (word >= start && word < end) return at;
  }
  return -1;
}

function boxed(bytes: Uint8Array, at: number, target: Target): Found | undefined {
  const word = u64At(bytes, at);
  return word !== 0 && target.has(word) ? { step: '' } : undefined;
}
