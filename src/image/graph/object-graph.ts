import { type Address, assert } from '../../base/index.ts';
import type { ObjectIndex } from '../holders/object-index.ts';
import type { SpanTable } from '../span-table.ts';
import type { HeapTotals } from './retained.ts';
import type { Holder } from './root-table.ts';
import { ShortestPaths } from './shortest-paths.ts';
import { holdingVertex, type SolvedGraph } from './solved-graph.ts';
import { type GraphInput, rootVertex } from './traversal.ts';

/**
 * A place in the graph: an object by its id from 1 on, a holder behind all ids (see `placeOfHolder`), or 0 for what has
 * no single holder.
 */
export type GraphPlace = number;

/** A way from a holder to an object, each step a pointer. */
export interface GraphPath {
  /** The holder first, the object itself last; of a long way its two ends. */
  readonly places: readonly GraphPlace[];
  /** Places that were left out in the middle of `places`. */
  readonly omitted: number;
}

/** Pointers to one object that are looked at. */
const pointerLimit = 1_000_000;
/** Steps of a path that are told at each end. */
const toldSteps = 500;

/** The objects of a heap, who holds them, and what would go with each. */
export class ObjectGraph {
  readonly kind = 'graph';
  readonly holders: readonly Holder[];
  readonly totals: HeapTotals;
  /** Pointers of all objects, garbage included, that lead to an object. */
  readonly edgeCount: number;
  /** Objects whose pointer mask could not be had: every word of them was taken for a pointer. */
  readonly guessedObjects: number;
  readonly #input: GraphInput;
  readonly #spans: SpanTable;
  readonly #index: ObjectIndex;
  readonly #vertexCount: number;
  readonly #holderVertex: Uint32Array;
  readonly #dominator: Uint32Array;
  readonly #places: Uint32Array;
  readonly #leaves: Uint32Array;
  readonly #units: Uint32Array | Float64Array;
  #paths: ShortestPaths | undefined;

  /** Takes over the columns, which are of the same spans. */
  constructor(solved: SolvedGraph, spans: SpanTable, index: ObjectIndex) {
    const { input } = solved;
    assert(input.lastId === index.lastId, 'a graph of these spans');
    this.#input = input;
    this.#spans = spans;
    this.#index = index;
    this.#vertexCount = solved.vertexCount;
    this.#holderVertex = solved.holderVertex;
    this.#dominator = solved.dominator;
    this.#places = solved.places;
    this.#leaves = solved.leaves;
    this.#units = solved.units;
    this.holders = input.roots.holders;
    this.edgeCount = input.table.edgeCount;
    this.guessedObjects = input.table.guessedObjects;
    this.totals = solved.totals;
  }

  placeOfHolder(holder: number): GraphPlace {
    return this.#input.lastId + 1 + holder;
  }

  /** Number of the holder that a place is, or -1. */
  holderAt(place: GraphPlace): number {
    return place > this.#input.lastId ? place - this.#input.lastId - 1 : -1;
  }

  /** The object whose slot covers the address, undefined where there is none. */
  objectAt(address: Address): GraphPlace | undefined {
    const id = this.#index.slotIdAt(address | 0, Math.floor(address / 2 ** 32));
    return id === 0 ? undefined : id;
  }

  /** Address of an object as the program has it, behind a malloc header. */
  addressOf(object: GraphPlace): Address {
    return this.#index.addressOf(object);
  }

  /** Bytes of an object's slot; 0 for a holder, which is no part of the heap. */
  bytesOf(place: GraphPlace): number {
    const isObject = place > 0 && place <= this.#input.lastId;
    return isObject ? this.#spans.elemSize[this.#index.spanOf(place)] : 0;
  }

  isReached(place: GraphPlace): boolean {
    return place > this.#input.lastId || place === 0 || this.#holdingVertex(place) !== 0;
  }

  /** Bytes that would become garbage with the object or the holder, its own slot included; 0 for garbage, all for place 0. */
  retainedBytes(place: GraphPlace): number {
    if (place > this.#input.scanCount && place <= this.#input.lastId)
      return this.isReached(place) ? this.bytesOf(place) : 0;
    const vertex = this.#vertexOf(place);
    return vertex === 0 ? 0 : this.#units[vertex] * 8;
  }

  /** The nearest place through which every way to this one leads; 0 for several holders, undefined for garbage. */
  dominatorOf(place: GraphPlace): GraphPlace | undefined {
    if (place === 0) return undefined;
    if (place > this.#input.scanCount && place <= this.#input.lastId) {
      const above = this.#leaves[place - this.#input.scanCount];
      return above === 0 ? undefined : this.#places[above];
    }
    const vertex = this.#vertexOf(place);
    return vertex === 0 ? undefined : this.#places[this.#dominator[vertex]];
  }

  /** Dominators from the nearest up, at most `limit`; the last is a holder or 0 where all are told. */
  dominatorsOf(place: GraphPlace, limit = 1000): GraphPlace[] {
    const chain: GraphPlace[] = [];
    for (
      let at = this.dominatorOf(place);
      at !== undefined && chain.length < limit;
      at = this.dominatorOf(at)
    )
      chain.push(at);
    return chain;
  }

  /** What a place dominates immediately, most retained bytes first, at most `limit`. */
  dominatedBy(place: GraphPlace, limit: number): GraphPlace[] {
    const vertex = this.#vertexOf(place);
    if (vertex === 0 || limit <= 0) return [];
    const largest = new Largest(limit);
    // A dominator's number is below those that it dominates.
    for (let child = vertex + 1; child <= this.#vertexCount; child++) {
      if (this.#dominator[child] === vertex) largest.add(this.#places[child], this.#units[child] * 8);
    }
    for (let leaf = 1; leaf < this.#leaves.length; leaf++) {
      if (this.#leaves[leaf] !== vertex) continue;
      const id = this.#input.scanCount + leaf;
      largest.add(id, this.bytesOf(id));
    }
    return largest.places();
  }

  /** Objects and holders that point to an object, lowest address first, at most `limit`; garbage is not among them. */
  pointersTo(object: GraphPlace, limit: number): GraphPlace[] {
    const { scanCount, table, roots } = this.#input;
    const found: GraphPlace[] = [];
    for (let id = 1, edge = 0; id <= scanCount && found.length < limit; id++) {
      const end = table.node[2 * id + 2];
      let isFound = false;
      for (; edge < end; edge++) if (table.edges[edge] === object) isFound = true;
      if (isFound && table.node[2 * id + 1] !== 0 && id !== object) found.push(id);
    }
    for (let holder = 0; holder < this.holders.length && found.length < limit; holder++) {
      const ids = roots.ids.subarray(roots.starts[holder], roots.starts[holder + 1]);
      if (ids.includes(object)) found.push(this.placeOfHolder(holder));
    }
    return found;
  }

  /**
   * Ways from holders to an object, shortest first: one for each object or holder that points to it, of the first `limit`
   * of these. The first call visits the whole graph once and keeps 8 bytes a slot.
   */
  pathsTo(object: GraphPlace, limit: number): GraphPath[] {
    const paths = (this.#paths ??= new ShortestPaths(this.#input));
    return this.#pathsThrough(paths, this.pointersTo(object, limit), object);
  }

  /**
   * The shortest `limit` ways to an object that do not pass the object itself, one for each object or holder that points
   * to it; `count` is how many there are. Visits the whole graph.
   */
  waysTo(
    object: GraphPlace,
    limit: number,
  ): { readonly paths: readonly GraphPath[]; readonly count: number } {
    const paths = new ShortestPaths(this.#input, object);
    // A holder is nearer than any object; what no way leads to is infinitely far.
    const distanceOf = (place: GraphPlace): number =>
      this.holderAt(place) >= 0 ? 0 : paths.distanceOf(place) || Infinity;
    const through = this.pointersTo(object, pointerLimit).filter((place) => distanceOf(place) < Infinity);
    const nearest = through.toSorted((a, b) => distanceOf(a) - distanceOf(b)).slice(0, limit);
    return { paths: this.#pathsThrough(paths, nearest, object), count: through.length };
  }

  #pathsThrough(paths: ShortestPaths, through: readonly GraphPlace[], object: GraphPlace): GraphPath[] {
    return through
      .map((place) => ({ place, distance: this.holderAt(place) >= 0 ? 0 : paths.distanceOf(place) }))
      .sort((a, b) => a.distance - b.distance)
      .map(({ place }) => this.#pathThrough(paths, place, object));
  }

  #pathThrough(paths: ShortestPaths, through: GraphPlace, object: GraphPlace): GraphPath {
    const low: GraphPlace[] = [object];
    const high: GraphPlace[] = [];
    let omitted = 0;
    const length = this.holderAt(through) >= 0 ? 1 : paths.distanceOf(through) + 1;
    let left = length;
    for (let at: GraphPlace = through; ; at = paths.before(at)) {
      if (low.length < toldSteps) low.push(at);
      else if (left <= toldSteps) high.push(at);
      else omitted++;
      left--;
      if (this.holderAt(at) >= 0 || left <= 0) break;
    }
    return { places: [...high.reverse(), ...low.reverse()], omitted };
  }

  /** Vertex of an object with pointers or of a holder, 0 for what is not reached. */
  #vertexOf(place: GraphPlace): number {
    if (place === 0) return rootVertex;
    const holder = this.holderAt(place);
    return holder >= 0 ? this.#holderVertex[holder] : this.#input.table.node[2 * place + 1];
  }

  #holdingVertex(id: number): number {
    return holdingVertex(this.#input, this.#leaves, id);
  }
}

/** The largest of what is added, by bytes. */
class Largest {
  readonly #limit: number;
  #entries: { place: GraphPlace; bytes: number }[] = [];
  #floor = -1;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(place: GraphPlace, bytes: number): void {
    if (bytes <= this.#floor) return;
    this.#entries.push({ place, bytes });
    if (this.#entries.length >= 2 * this.#limit + 64) this.#cut();
  }

  places(): GraphPlace[] {
    this.#cut();
    return this.#entries.map(({ place }) => place);
  }

  #cut(): void {
    this.#entries.sort((a, b) => b.bytes - a.bytes || a.place - b.place);
    this.#entries.length = Math.min(this.#entries.length, this.#limit);
    if (this.#entries.length === this.#limit) this.#floor = this.#entries[this.#limit - 1].bytes;
  }
}
