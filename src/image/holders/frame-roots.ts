import { type Address, isAddress } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { GoType } from '../go-type.ts';
import type { Goroutine } from '../goroutine.ts';
import { type FrameVariable, FrameVariables } from '../goroutines/frame-variables.ts';
import { rootKind } from '../goroutines/root-columns.ts';
import { StackRoots } from '../goroutines/stack-roots.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { packageOfSymbol } from '../types/dwarf-name.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { Follower, Graph } from './follower.ts';
import { nodeKind } from './path-trie.ts';
import { dynamicStep } from './special-types.ts';
import { type WordPart, wordPartAt } from './word-part.ts';

const wordBytes = 8;

/** What the roots of frames are followed with. */
export interface FrameParts {
  readonly graph: Graph;
  readonly follower: Follower;
  readonly runtime: Runtime;
  readonly functions: FunctionTable;
  readonly memory: Memory;
  readonly types: TypeTable;
}

/**
 * The live words of goroutine stacks as roots with names and types: `goroutine 12 main.worker: batch`. Words that only may
 * be pointers are left for later, like those whose variable is not known.
 */
export class FrameRoots {
  readonly #parts: FrameParts;
  readonly #roots: StackRoots;
  readonly #variables: FrameVariables;
  readonly #reader: Reader;
  readonly #nodes = new Map<string, number>();

  constructor(parts: FrameParts) {
    const { runtime, functions, memory } = parts;
    this.#parts = parts;
    this.#roots = new StackRoots(runtime, functions, memory);
    this.#variables = new FrameVariables(runtime, functions);
    this.#reader = new Reader(memory, 64);
  }

  /** Follows the words of one goroutine that are pointers for certain (or, `conservative`, those that may be). */
  follow(goroutine: Goroutine, conservative: boolean): void {
    const count = this.#roots.read(goroutine);
    const { slot, word, depth, kind } = this.#roots.columns;
    const { index } = this.#parts.graph;
    for (let at = 0; at < count; at++) {
      if ((kind[at] === rootKind.conservative) !== conservative) continue;
      if (index.idAtAddress(word[at]) === 0 && depth[at] < 0) continue;
      this.#follow(goroutine, slot[at], word[at], depth[at]);
    }
  }

  #follow(goroutine: Goroutine, slot: Address, word: Address, depth: number): void {
    const frame = Math.min(depth, this.#roots.frameCalls.length - 1);
    const callPc = frame < 0 ? 0 : this.#roots.frameCalls[frame];
    const variable =
      frame < 0 ? undefined : this.#variables.at(callPc, this.#roots.framePointers[frame], slot);
    const type = variable && this.#parts.types.fromDwarf(variable.type);
    const part = type && variable ? wordPartAt(type, variable.offset) : undefined;
    const isHeap = this.#parts.graph.index.idAtAddress(word) !== 0;
    if (!isHeap && part?.type.kind !== 'map') return;
    const name = variable?.functionName ?? this.#parts.functions.nameOf(callPc) ?? '';
    const label = `${name}${variable ? `: ${variable.name}${part?.step ?? ''}` : ''}`;
    const node = this.#nodeOf(label, name);
    const owner = this.#parts.graph.outside.append(slot, node, 0, wordBytes);
    this.#parts.graph.outside.goroutine.set(owner, goroutine.id);
    if (node === 0 || !part || !variable) return;
    if (variable.isMovedToHeap && type) this.#value(node, type, word, owner);
    else this.#typed(node, part, word, owner, { callPc, slot, variable });
  }

  /** The word as its type says. What is said of nothing here is found by the owner's words, taken for any pointers. */
  #typed(
    node: number,
    { type, offset }: WordPart,
    word: Address,
    owner: number,
    place: { callPc: Address; slot: Address; variable: FrameVariable },
  ): void {
    const { graph, follower } = this.#parts;
    const low = word | 0;
    const high = Math.floor(word / 2 ** 32);
    switch (type.kind) {
      case 'pointer':
        if (type.elem) this.#value(node, type.elem, word, owner);
        break;
      case 'map': {
        const child = graph.trie.dynamicChild(node, 0, '', nodeKind.map, type);
        if (child !== 0) follower.hold(type, child, low, high, owner);
        break;
      }
      case 'slice':
      case 'string':
        if (offset === 0) this.#array(node, type, word, owner, place);
        break;
      case 'interface':
        if (offset === wordBytes) this.#interface(node, type.emptyInterface, word, owner, place.slot);
        break;
      case 'chan':
      case 'func': {
        const kind = type.kind === 'chan' ? nodeKind.channel : nodeKind.closure;
        const child = graph.trie.dynamicChild(node, 0, '', kind, type);
        if (child !== 0) follower.reachWhole(child, low, high, owner);
        break;
      }
      default:
    }
  }

  #value(node: number, type: GoType, word: Address, owner: number): void {
    const { graph, follower } = this.#parts;
    const child = graph.trie.dynamicChild(node, 0, '', nodeKind.value, type);
    if (child === 0) return;
    const low = word | 0;
    const high = Math.floor(word / 2 ** 32);
    follower.usePart(graph.index.idAt(low, high), type.size);
    follower.reach(child, type.size, low, high, owner);
  }

  /** Length and capacity count only where they lie beside the pointer: the compiler may keep each in a place of its own. */
  #array(
    node: number,
    type: GoType,
    word: Address,
    owner: number,
    { callPc, slot, variable }: { callPc: Address; slot: Address; variable: FrameVariable },
  ): void {
    const { graph, follower } = this.#parts;
    const isText = type.kind === 'string';
    const size = isText ? 1 : (type.elem?.size ?? 0);
    if (size === 0) return;
    const kind = isText ? nodeKind.text : nodeKind.elements;
    const child = graph.trie.dynamicChild(node, 0, isText ? '' : '[*]', kind, isText ? undefined : type.elem);
    const id = graph.index.idAtAddress(word);
    if (child === 0 || id === 0) return;
    const { interior, room } = graph.index;
    const isBeside = this.#isBeside(callPc, slot, variable, isText ? 1 : 2);
    const told = isBeside ? this.#reader.u64(slot + wordBytes) : -1;
    const toldCapacity = isBeside && !isText ? this.#reader.u64(slot + 2 * wordBytes) : told;
    // A live pointer has a capacity; what contradicts that is another variable's by now.
    const isSane = told >= 0 && toldCapacity > 0 && told <= toldCapacity;
    const length = isSane ? told : Infinity;
    const capacity = isSane ? toldCapacity : Infinity;
    const capacityEnd = Math.min(room, interior + capacity * size);
    if (interior >= 0 && interior < room)
      graph.uses?.add(id, interior, Math.min(capacityEnd, interior + length * size), capacityEnd, isText);
    follower.reach(child, capacityEnd - interior, word | 0, Math.floor(word / 2 ** 32), owner);
  }

  /** Whether the next words of the frame are the next words of the variable. */
  #isBeside(callPc: Address, slot: Address, variable: FrameVariable, words: number): boolean {
    const frame = this.#roots.frameCalls.indexOf(callPc);
    for (let next = 1; next <= words; next++) {
      const at = slot + next * wordBytes;
      const other = this.#variables.at(callPc, this.#roots.framePointers[frame], at);
      const isSame = other?.name === variable.name && other.offset === variable.offset + next * wordBytes;
      if (!isSame || !other.isExact || !variable.isExact) return false;
    }
    return true;
  }

  #interface(node: number, isEmpty: boolean, word: Address, owner: number, slot: Address): void {
    const { graph, follower } = this.#parts;
    const typeWord = this.#reader.u64(slot - wordBytes);
    if (!isAddress(typeWord)) return;
    const dynamic = isEmpty ? graph.dynamic.ofType(typeWord) : graph.dynamic.ofItab(typeWord);
    if (!dynamic) return;
    const target = dynamic.direct ? dynamic.type.elem : dynamic.type;
    if (dynamic.direct && dynamic.type.kind !== 'pointer') return;
    if (!target) return;
    const step = dynamicStep(dynamic.type);
    const child = graph.trie.dynamicChild(node, 0, step, nodeKind.value, target);
    if (child !== 0) follower.reach(child, target.size, word | 0, Math.floor(word / 2 ** 32), owner);
  }

  #nodeOf(label: string, functionName: string): number {
    let node = this.#nodes.get(label);
    if (node === undefined) {
      const { trie } = this.#parts.graph;
      node = trie.root(`goroutine ${label}`, packageOfSymbol(functionName), nodeKind.words, undefined);
      this.#nodes.set(label, node);
    }
    return node;
  }
}
