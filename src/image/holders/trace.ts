import type { Address } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Runtime } from '../runtime.ts';
import { packageOfSymbol } from '../types/dwarf-name.ts';
import { ArrayUses } from './array-uses.ts';
import { ClosureTypes } from './closure-types.ts';
import { Conservative } from './conservative.ts';
import { DeferredPointers } from './deferred-pointers.ts';
import { DynamicTypes } from './dynamic-types.ts';
import { Follower, type Graph } from './follower.ts';
import { goroutineName, isGoWrapper } from './goroutine-names.ts';
import { HeldMaps } from './held-maps.ts';
import { FrameRoots } from './frame-roots.ts';
import type { HolderParts, Holders } from './holders.ts';
import { HeapObjects } from './heap-objects.ts';
import { learnTypes } from './learn-types.ts';
import { ObjectIndex } from './object-index.ts';
import { ObjectMarks } from './object-marks.ts';
import { OutsideObjects } from './outside-objects.ts';
import { PathSpeller } from './path-speller.ts';
import { nodeKind, PathTrie } from './path-trie.ts';
import { Planner } from './plan.ts';
import { isNil, type RootVariable, rootReader, rootVariables } from './root-variables.ts';
import { addSegmentRoots } from './segment-roots.ts';
import { Sweeper } from './sweeper.ts';
import { TracedHolders } from './traced-holders.ts';
import { Visitor } from './visitor.ts';
import type { Scope } from './scope.ts';

const valueKinds: ReadonlySet<number> = new Set([
  nodeKind.value,
  nodeKind.elements,
  nodeKind.box,
  nodeKind.own,
]);

/** One walk through a heap from its roots, step by step; the caller says which steps, in which order. */
export class Trace {
  readonly #parts: HolderParts;
  readonly #graph: Graph;
  readonly #conservative: Conservative;
  readonly #follower: Follower;
  readonly #sweeper: Sweeper;
  readonly #closures: ClosureTypes;
  readonly #scope: Scope;
  #frames: FrameRoots | undefined;
  #groups: RootVariable[][] | undefined;

  constructor(parts: HolderParts, scope: Scope) {
    const { runtime, types, spans, maps, memory, functions, options, diagnostics } = parts;
    this.#parts = parts;
    this.#scope = scope;
    const planner = new Planner(types, scope);
    const trie = new PathTrie((kind, type) => {
      if (!type) return undefined;
      if (kind === nodeKind.entries) return planner.ofSlot(type);
      return valueKinds.has(kind) ? planner.ofValue(type) : undefined;
    }, scope);
    const index = new ObjectIndex(spans, { leaves: scope.isWhole });
    const isHeap = (address: Address): boolean => index.idAtAddress(address) !== 0;
    const dynamic = new DynamicTypes(runtime, types, memory, scope, isHeap);
    const marks = new ObjectMarks(index, spans.count, trie);
    const outside = new OutsideObjects(index.lastId + 1, runtime.modules);
    const held = new HeldMaps(maps, options?.wanted ?? []);
    const deferred = new DeferredPointers();
    const uses = scope.isWhole ? new ArrayUses(index.lastId) : undefined;
    const ownTypeOf = (id: number, span: number): GoType | undefined => {
      const typed = id > index.count ? 0 : spans.headerType(span, id - index.firstId[span]);
      return typed === 0 || types.isMapUnitType(typed) ? undefined : types.fromRuntime(typed);
    };
    this.#graph = { index, marks, trie, outside, maps, held, dynamic, deferred, scope, uses, ownTypeOf };
    const follower = new Follower(this.#graph);
    this.#follower = follower;
    this.#conservative = new Conservative(this.#graph, follower, types, spans);
    this.#closures = new ClosureTypes(runtime, types, functions);
    const visitor = new Visitor({
      graph: this.#graph,
      follower,
      conservative: this.#conservative,
      closures: this.#closures,
      types,
      isSwiss: runtime.mapKind === 'swiss',
    });
    this.#sweeper = new Sweeper(this.#graph, spans, memory, visitor, diagnostics);
  }

  /** Package variables, a group of packages after the other: of the program, of modules, of the standard library, the runtime's. */
  followVariables(): void {
    for (const group of this.#variableGroups()) this.#followGroup(group);
  }

  /** All package variables but the runtime's, which are left to `followRuntimeVariables`. */
  followProgramVariables(): void {
    for (const group of this.#variableGroups().slice(0, -1)) this.#followGroup(group);
  }

  /** Package variables and the static data behind them, and nothing of the heap. */
  followStatics(): void {
    const reader = rootReader(this.#parts.memory);
    for (const group of this.#variableGroups()) {
      for (const variable of group) if (!isNil(variable, reader)) this.#addVariable(variable);
      this.#sweeper.runOutside();
    }
  }

  /** What timers, and the tables of goroutines and processors, lead to. */
  followRuntimeVariables(): void {
    this.#followGroup(this.#groups?.at(-1) ?? []);
  }

  #variableGroups(): RootVariable[][] {
    if (this.#groups) return this.#groups;
    const { runtime, types } = this.#parts;
    const { outside } = this.#graph;
    // A variable that reaches beyond its segment has a damaged type.
    const fits = ({ address, type }: RootVariable): boolean => type.size <= outside.segmentBytesAt(address);
    const groups = rootVariables(runtime, types, this.#scope).map((group) => group.filter(fits));
    outside.setVariables(
      groups.flat().map(({ address, type }) => ({ start: address, end: address + type.size })),
    );
    this.#groups = groups;
    return groups;
  }

  #followGroup(group: readonly RootVariable[]): void {
    const reader = rootReader(this.#parts.memory);
    for (const variable of group) if (!isNil(variable, reader)) this.#addVariable(variable);
    this.#sweeper.run();
  }

  /** Types of maps from objects that say their own type; nobody becomes a holder. */
  learnFromHeap(): void {
    learnTypes(this.#graph, this.#parts.spans, this.#parts.types, this.#sweeper);
  }

  /** Maps whose header lies on a goroutine's stack: the goroutine holds them by that alone. */
  followStackMaps(): void {
    const { maps, trie, held, outside } = this.#graph;
    const stacks = [...this.#parts.goroutines].sort((a, b) => a.stackLow - b.stackLow);
    for (let map = maps.elsewhereFrom; map < maps.indexEnd; map++) {
      const header = maps.addressOf(map);
      const goroutine = stackAt(stacks, header);
      if (!goroutine || maps.holderCountOf(map) > 0) continue;
      const { node, id } = this.#goroutineRoot(goroutine);
      const type = maps.typeOf(map);
      const child = trie.dynamicChild(node, 0, '', nodeKind.map, type);
      if (child === 0) continue;
      held.add(map, child, id, true);
      if (held.noteOutside(map, id) && maps.lenOf(map) > 0) outside.add(header, child, id, 8);
    }
    this.#sweeper.run();
  }

  /**
   * The words of stacks that are live pointers, by the program's own stack maps; then, `conservative`, those that may be.
   * The runtime's own goroutines last. False where the program's functions are not known.
   */
  followFrames(conservative: boolean): boolean {
    const { runtime, functions, memory, types, goroutines } = this.#parts;
    if (!functions) return false;
    const graph = this.#graph;
    const follower = this.#follower;
    this.#frames ??= new FrameRoots({ graph, follower, runtime, functions, memory, types });
    for (const ofRuntime of [false, true]) {
      for (const goroutine of goroutines) {
        if (this.#nameOf(goroutine).startsWith('runtime.') === ofRuntime)
          this.#frames.follow(goroutine, conservative);
      }
    }
    this.#sweeper.run();
    return true;
  }

  /** The runtime's own goroutines after those of the program: a mark worker's stack is full of what it has marked. */
  followStacks(ofRuntime: boolean): void {
    for (const goroutine of this.#parts.goroutines) {
      if (this.#nameOf(goroutine).startsWith('runtime.') === ofRuntime) this.#goroutineRoot(goroutine);
    }
    this.#sweeper.run();
  }

  followUnknown(): void {
    this.#conservative.followDeferred();
    this.#sweeper.run();
    this.#conservative.followRests();
    this.#sweeper.run();
    this.#conservative.followDeferred();
    this.#sweeper.run();
  }

  /** Data and bss as plain words: all roots of a stripped program, and what no variable's type led to elsewhere. */
  followSegments(): void {
    for (const { data, edata, bss, ebss } of this.#parts.runtime.modules) {
      addSegmentRoots(this.#graph, this.#parts.memory, 'data', data, edata);
      addSegmentRoots(this.#graph, this.#parts.memory, 'bss', bss, ebss);
    }
    this.#sweeper.run();
  }

  /** What every object is; for a whole heap. */
  objects(): HeapObjects {
    return new HeapObjects(this.#graph, this.#parts.spans, this.#speller());
  }

  holders(): Holders {
    if (this.#graph.marks.overflowed || this.#graph.deferred.overflowed) {
      this.#parts.diagnostics.add(
        'holders-incomplete',
        'Too many pointers lead into the middle of objects or have no type; some maps have no holder.',
      );
    }
    return new TracedHolders(this.#graph, this.#parts.maps, this.#speller());
  }

  #speller(): PathSpeller {
    const { runtime, types, memory, options } = this.#parts;
    return new PathSpeller({
      graph: this.#graph,
      closures: this.#closures,
      types,
      memory,
      isSwiss: runtime.mapKind === 'swiss',
      redact: options?.redact ?? false,
      // 48 until Go 1.22; Go 1.23 put a timer before it.
      receiveIndexOffset: hchanOffset(runtime),
    });
  }

  #addVariable(variable: RootVariable): void {
    const { trie, outside } = this.#graph;
    const node = trie.root(variable.name, variable.packagePath, nodeKind.value, variable.type);
    if (node === 0) {
      this.#parts.diagnostics.add(
        'holder-paths-full',
        'The program has more paths to its maps than are told apart; some maps have no holder.',
      );
    } else outside.append(variable.address, node, 0, variable.type.size);
  }

  readonly #goroutineIds = new Map<number, { node: number; id: number }>();
  readonly #goroutineNodes = new Map<string, number>();
  /** By the function that they begin in: the wrapper of one go statement calls one function. */
  readonly #goroutineNames = new Map<number, string>();

  #nameOf(goroutine: Goroutine): string {
    let name = this.#goroutineNames.get(goroutine.startPc);
    if (name === undefined) {
      const { functions, memory, runtime } = this.#parts;
      name = goroutineName(goroutine, functions, memory, runtime.arch);
      // Not every stack tells it.
      if (!isGoWrapper(name)) this.#goroutineNames.set(goroutine.startPc, name);
    }
    return name;
  }

  /** The goroutine's stack as an object that waits to be scanned. */
  #goroutineRoot(goroutine: Goroutine): { node: number; id: number } {
    const known = this.#goroutineIds.get(goroutine.id);
    if (known) return known;
    const { trie, outside } = this.#graph;
    const name = this.#nameOf(goroutine);
    const label = name === '' ? 'goroutine' : `goroutine (${name})`;
    let node = this.#goroutineNodes.get(label) ?? 0;
    if (node === 0) {
      node = trie.root(label, packageOfSymbol(name), nodeKind.words, undefined);
      this.#goroutineNodes.set(label, node);
    }
    const from = Math.max(goroutine.sp, goroutine.stackLow);
    const byteCount = Math.max(0, Math.floor((goroutine.stackHigh - from) / 8) * 8);
    const id = outside.append(from, node, 0, Math.min(byteCount, 2 ** 30));
    outside.name.set(id, name === '' ? `goroutine ${goroutine.id}` : `goroutine ${goroutine.id} (${name})`);
    this.#goroutineIds.set(goroutine.id, { node, id });
    return { node, id };
  }
}

function hchanOffset(runtime: Runtime): number {
  const known = runtime.layouts.find('runtime.hchan', 'recvx');
  return known >= 0 ? known : runtime.goMinor >= 23 ? 56 : 48;
}

/** The goroutine on whose stack the address lies. `stacks` in address order. */
function stackAt(stacks: readonly Goroutine[], address: number): Goroutine | undefined {
  let low = 0;
  let high = stacks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stacks[middle].stackLow <= address) low = middle + 1;
    else high = middle;
  }
  const goroutine = stacks[low - 1];
  return goroutine && address < goroutine.stackHigh ? goroutine : undefined;
}
