import type { Memory } from '../memory.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { ClosureTypes } from './closure-types.ts';
import type { Graph } from './follower.ts';
import { KeyText } from './key-text.ts';
import { severalPaths } from './object-marks.ts';
import { OwnerSpeller } from './owner-speller.ts';
import { joinSteps, nodeKind, unknownSteps } from './path-trie.ts';
import { placesByRoot } from './places-by-root.ts';
import { type Found, PointerSearch, type SliceContext, type Target } from './pointer-search.ts';

/** Longer ways are shown by their beginning and end. */
const shownAtEachEnd = 12;
const chainLimit = 50_000_000;

/** Spells the way from a root to a map, by walking up the objects through which it was reached and looking into each. */
export class PathSpeller {
  readonly #graph: Graph;
  readonly #owners: OwnerSpeller;
  /** See `placesByRoot`. */
  #places: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(parts: {
    graph: Graph;
    closures: ClosureTypes;
    types: TypeTable;
    memory: Memory;
    isSwiss: boolean;
    redact: boolean;
    receiveIndexOffset: number;
  }) {
    const { graph, types, memory, closures, isSwiss, redact, receiveIndexOffset } = parts;
    this.#graph = graph;
    const keys = new KeyText(memory, types, (word) => graph.dynamic.isModuleType(word), redact);
    const search = new PointerSearch(types, graph.dynamic, keys, graph.scope);
    this.#owners = new OwnerSpeller({
      graph,
      memory,
      types,
      closures,
      search,
      keys,
      isSwiss,
      receiveIndexOffset,
    });
  }

  /**
   * `main.registry["x"].tags` for the map at `header`, held by the object `owner`; '' where nothing is known.
   * `skipped`: how many of its words that hold the map were spelled before.
   */
  spell(header: number, owner: number, skipped = 0): string {
    let before = skipped;
    const itself: Target = {
      start: header,
      end: header + 1,
      has: (word) => word === header && before-- <= 0,
    };
    return this.#spell(header, owner, itself);
  }

  /** The way to a heap object, up to the word that points to it: `main.srv.buffers[3]`. */
  spellObject(id: number): string {
    const { index, marks } = this.#graph;
    return this.#spell(index.addressOf(id), marks.parent[id], this.#pointsTo(id));
  }

  /**
   * The step to each of `ids`, which point one to the next, from a root of the object graph; the first one begins with
   * the root's name. A 0 stands for objects that are left out. Any such way can be spelled, not only the one by which an
   * object was reached first.
   */
  spellWay(root: { readonly name: string }, ids: readonly number[]): string[] {
    const steps: string[] = [];
    const found = this.#fromRoot(root.name, ids[0]);
    let context = found?.slice;
    steps.push(found?.step ?? `${root.name}${unknownSteps}`);
    for (let at = 1; at < ids.length; at++) {
      const step = this.#between(ids[at - 1], ids[at], context);
      steps.push(step.step);
      context = step.slice;
    }
    return steps;
  }

  #spell(address: number, owner: number, itself: Target): string {
    const chain = this.#chain(owner);
    if (chain.length === 0) return '';
    const { steps, context } = this.#along(chain);
    const last = chain[chain.length - 1];
    // Its own stack holds the map by that alone, whatever word on it may lead there as well.
    if (!this.#liesIn(address, last))
      steps.push(this.#owners.step(last, itself, context)?.step ?? this.#abstractStep(last, undefined));
    return joinSteps(steps);
  }

  /** The root's name and the steps from each of the chain to the next. */
  #along(chain: readonly number[]): { steps: string[]; context: SliceContext } {
    const steps = [this.#rootName(chain[0])];
    let context: SliceContext;
    for (let at = 0; at + 1 < chain.length; at++) {
      const child = chain[at + 1];
      if (chain[at] === 0 || child === 0) {
        if (chain[at] === 0) steps.push(unknownSteps);
        context = undefined;
        continue;
      }
      const found = this.#owners.step(chain[at], this.#pointsTo(child), context);
      steps.push(found?.step ?? this.#abstractStep(chain[at], child));
      context = found?.slice;
    }
    return { steps, context };
  }

  /** The way to the first object of a way, by the words of the root or of static data behind it. */
  #fromRoot(name: string, child: number): Found | undefined {
    this.#places ??= placesByRoot(this.#graph);
    const target = this.#pointsTo(child);
    for (const id of this.#places.get(name) ?? []) {
      if (!this.#owners.step(id, target, undefined)) continue;
      // Once more with the slice that the static data may be the array of: indexes count from its beginning.
      const { steps, context } = this.#along(this.#chain(id));
      const found = this.#owners.step(id, target, context);
      if (found) return { step: joinSteps([...steps, found.step]), slice: found.slice };
    }
    return undefined;
  }

  #between(owner: number, child: number, context: SliceContext): Found {
    if (owner === 0) return { step: '' };
    if (child === 0) return { step: unknownSteps };
    const kind = this.#kindOf(owner);
    if (kind === nodeKind.mapPart) return { step: '' };
    const found = this.#owners.step(owner, this.#pointsTo(child), context);
    if (found) return found;
    // Overflow buckets, which hang on the bucket before them.
    if (kind === nodeKind.entries && this.#kindOf(child) === kind) return { step: '' };
    return { step: this.#parentOf(child) === owner ? this.#abstractStep(owner, child) : unknownSteps };
  }

  #kindOf(id: number): number {
    const { marks, trie } = this.#graph;
    const node = marks.node[id];
    return trie.kind[node === severalPaths ? (marks.stretchesOf(id)[0]?.node ?? 0) : node];
  }

  #liesIn(header: number, owner: number): boolean {
    const { outside } = this.#graph;
    const place = outside.placeOf(owner);
    if (place < 0 || !outside.name.has(owner)) return false;
    const start = outside.address[place];
    return header >= start && header < start + outside.byteCount[place];
  }

  /** Ids from the root to the owner; a 0 stands for the middle of a long way. */
  #chain(owner: number): number[] {
    const tail: number[] = [];
    const head: number[] = [];
    let skipped = false;
    let at = owner;
    for (let length = 0; at !== 0 && length < chainLimit; length++) {
      if (tail.length < shownAtEachEnd) tail.push(at);
      else {
        head.push(at);
        if (head.length > 4 * shownAtEachEnd) {
          head.splice(0, head.length - shownAtEachEnd);
          skipped = true;
        }
      }
      at = this.#parentOf(at);
    }
    if (head.length > shownAtEachEnd) {
      head.splice(0, head.length - shownAtEachEnd);
      skipped = true;
    }
    return [...head.reverse(), ...(skipped ? [0] : []), ...tail.reverse()];
  }

  #parentOf(id: number): number {
    const { marks, outside } = this.#graph;
    const place = outside.placeOf(id);
    return place >= 0 ? outside.parent[place] : marks.parent[id];
  }

  #rootName(id: number): string {
    const { outside, trie } = this.#graph;
    const name = outside.name.get(id);
    if (name !== undefined) return name;
    const place = outside.placeOf(id);
    const path = place >= 0 ? trie.pathOf(outside.node[place]) : unknownSteps;
    const goroutine = outside.goroutine.get(id);
    return goroutine === undefined ? path : path.replace('goroutine', `goroutine ${goroutine}`);
  }

  #pointsTo(child: number): Target {
    const { index, outside } = this.#graph;
    const place = outside.placeOf(child);
    if (place < 0) {
      const start = index.addressOf(child);
      return {
        // A malloc header lies before the address; the index says what counts as inside.
        start: start - 8,
        end: start + index.roomOf(child) + 8,
        has: (word) => index.idAtAddress(word) === child,
      };
    }
    const start = outside.address[place];
    const end = start + outside.byteCount[place];
    return { start, end, has: (word) => word >= start && word < end };
  }

  /** What the trie says, where memory no longer does. */
  #abstractStep(owner: number, child: number | undefined): string {
    const { marks, outside, trie } = this.#graph;
    if (child === undefined) return outside.name.has(owner) ? '' : unknownSteps;
    const place = outside.placeOf(child);
    const node = place >= 0 ? outside.node[place] : marks.node[child];
    return node === severalPaths ? unknownSteps : trie.steps[node];
  }
}
