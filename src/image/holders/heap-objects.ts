import type { Address } from '../../base/index.ts';
import type { GoField, GoType } from '../go-type.ts';
import type { SpanTable } from '../span-table.ts';
import type { ArrayUse } from './array-uses.ts';
import type { Graph } from './follower.ts';
import { severalPaths } from './object-marks.ts';
import type { PathSpeller } from './path-speller.ts';
import { nodeKind } from './path-trie.ts';

/** What an object is to the program. `map`: header, entries, directory, boxes; `unknown`: held, of no known type. */
export type ObjectKind = 'map' | 'slice' | 'string' | 'object' | 'closure' | 'channel' | 'unknown';

const kinds: Readonly<Record<number, ObjectKind>> = {
  [nodeKind.value]: 'object',
  [nodeKind.elements]: 'slice',
  [nodeKind.map]: 'map',
  [nodeKind.entries]: 'map',
  [nodeKind.channel]: 'channel',
  [nodeKind.closure]: 'closure',
  [nodeKind.trieNode]: 'object',
  [nodeKind.box]: 'map',
  [nodeKind.text]: 'string',
  [nodeKind.mapPart]: 'map',
  [nodeKind.own]: 'object',
};

/** Values lie in values to a bounded depth; only damage goes on. */
const nestingLimit = 64;

/** Type, path and use of every object, by the ids of an `ObjectIndex` with leaves. */
export class HeapObjects {
  readonly #graph: Graph;
  readonly #spans: SpanTable;

  readonly #speller: PathSpeller;

  constructor(graph: Graph, spans: SpanTable, speller: PathSpeller) {
    this.#speller = speller;
    this.#graph = graph;
    this.#spans = spans;
  }

  get lastId(): number {
    return this.#graph.index.lastId;
  }

  /** Number of path nodes: `nodeOf` is below it. */
  get nodeCount(): number {
    return this.#graph.trie.count;
  }

  /** The path by which an object was reached first, of several that lead to parts of it that of the largest part; 0 for none. */
  nodeOf(id: number): number {
    const { marks } = this.#graph;
    const node = marks.node[id];
    if (node !== severalPaths) return node;
    let largest = 0;
    let bytes = 0;
    for (const stretch of marks.stretchesOf(id)) {
      if (stretch.to - stretch.from <= bytes) continue;
      bytes = stretch.to - stretch.from;
      largest = stretch.node;
    }
    return largest;
  }

  kindOf(node: number): ObjectKind {
    return kinds[this.#graph.trie.kind[node]] ?? 'unknown';
  }

  /** Whether objects of this path can be arrays of which a part is used. */
  isArrayNode(node: number): boolean {
    return isArrayKind(this.#graph.trie.kind[node]);
  }

  /** Type of one value or element; the map's type for what belongs to a map. */
  typeOf(node: number): GoType | undefined {
    const { trie } = this.#graph;
    const isPart = trie.kind[node] === nodeKind.mapPart;
    return trie.types[node] ?? (isPart ? trie.types[trie.parent[node]] : undefined);
  }

  /** `main.srv.sessions[*].buffer[*]`. */
  pathOf(node: number): string {
    return this.#graph.trie.pathOf(node);
  }

  /** The way to one object with its indexes and keys: `main.srv.buffers[3]`; '' for what no path leads to. Reads memory. */
  pathOfObject(id: number): string {
    return this.#graph.marks.node[id] === 0 ? '' : this.#speller.spellObject(id);
  }

  /** The step to each of `ids`, which point one to the next from a root of the graph on; see `PathSpeller.spellWay`. */
  spellWay(root: { readonly name: string }, ids: readonly number[]): string[] {
    return this.#speller.spellWay(root, ids);
  }

  /** What lies so many bytes into an object: `[3].name`; '' for its beginning, and where no type says it. */
  partAt(id: number, offset: number): string {
    const { index, marks, trie } = this.#graph;
    const stretch = marks.stretchesOf(id).find(({ from, to }) => offset >= from && offset < to);
    const node = stretch?.node ?? (marks.node[id] === severalPaths ? 0 : marks.node[id]);
    const type = trie.types[node];
    if (!type || type.size === 0 || offset >= index.roomOf(id)) return '';
    const at = offset - (stretch?.from ?? 0);
    const kind = trie.kind[node];
    if (kind === nodeKind.value || kind === nodeKind.box) return fieldAt(type, at);
    if (kind !== nodeKind.elements && kind !== nodeKind.own) return '';
    return `[${Math.floor(at / type.size)}]${fieldAt(type, at % type.size)}`;
  }

  /** The node that a path begins with: a package variable, a variable of a goroutine. */
  rootOf(node: number): number {
    const { parent } = this.#graph.trie;
    let at = node;
    while (parent[at] !== 0) at = parent[at];
    return at;
  }

  /** Import path of the package that the path belongs to. */
  packageOf(node: number): string {
    return this.#graph.trie.packageOf(node);
  }

  /** Steps from the root to a node. */
  stepsOf(node: number): string[] {
    const { parent, steps } = this.#graph.trie;
    const list: string[] = [];
    for (let at = node; at > 0; at = parent[at]) list.push(steps[at]);
    return list.reverse();
  }

  /** Package variables, and the static data that only they lead to, under the variable's name. */
  staticExtents(): { start: Address; end: Address; name: string }[] {
    const { outside } = this.#graph;
    const extents: { start: Address; end: Address; name: string }[] = [];
    const names = new Map<number, string>();
    for (let place = 0; place < outside.count; place++) {
      const start = outside.address[place];
      if (outside.node[place] === 0 || !outside.isSegment(start)) continue;
      const root = this.rootOf(outside.node[place]);
      let name = names.get(root);
      if (name === undefined) names.set(root, (name = this.pathOf(root)));
      extents.push({ start, end: start + outside.byteCount[place], name });
    }
    return extents;
  }

  /** The type that an object says itself, for those that no path leads to. */
  ownTypeOf(id: number): GoType | undefined {
    return this.#graph.ownTypeOf(id, this.#graph.index.spanOf(id));
  }

  /** How an array is used; undefined for what is no array, or is also referred to in ways that no length tells. */
  useOf(id: number): ArrayUse | undefined {
    const use = this.#graph.uses?.of(id);
    return use && this.#isArray(id) ? use : undefined;
  }

  idAt(address: Address): number {
    return this.#graph.index.idAtAddress(address);
  }

  addressOf(id: number): Address {
    return this.#graph.index.addressOf(id);
  }

  /** Bytes that the object can have: its slot without a malloc header. */
  roomOf(id: number): number {
    return this.#graph.index.roomOf(id);
  }

  /** The most bytes that the next smaller slot would have had room for. */
  smallerRoom(room: number): number {
    return this.#graph.index.smallerRoom(room);
  }

  /** Ids of span `ordinal`: from its first to the one before `end`; 0 and 0 where it has none. */
  idsOf(ordinal: number): { readonly first: number; readonly end: number } {
    const first = this.#graph.index.firstId[ordinal];
    return { first, end: first === 0 ? 0 : first + this.#spans.elemCount[ordinal] };
  }

  #isArray(id: number): boolean {
    const { marks, trie } = this.#graph;
    const node = marks.node[id];
    if (node !== severalPaths) return isArrayKind(trie.kind[node]);
    return marks.stretchesOf(id).every((stretch) => isArrayKind(trie.kind[stretch.node]));
  }
}

/** The way to the innermost field or element of a value at an offset: `.rows[2].name`. */
function fieldAt(type: GoType, offset: number): string {
  let at = offset;
  let inner: GoType | undefined = type;
  let step = '';
  for (let depth = 0; inner && depth < nestingLimit; depth++) {
    if (inner.kind === 'struct') {
      const field: GoField | undefined = inner.fields.findLast(
        (each) => each.offset <= at && at < each.offset + each.type.size,
      );
      if (!field) return step;
      step += `.${field.name}`;
      at -= field.offset;
      inner = field.type;
    } else if (inner.kind === 'array' && inner.elem && inner.elem.size > 0) {
      step += `[${Math.floor(at / inner.elem.size)}]`;
      at %= inner.elem.size;
      inner = inner.elem;
    } else return step;
  }
  return step;
}

function isArrayKind(kind: number): boolean {
  return (
    kind === nodeKind.elements || kind === nodeKind.text || kind === nodeKind.own || kind === nodeKind.untyped
  );
}
