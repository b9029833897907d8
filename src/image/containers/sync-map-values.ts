import { type Address, isAddress, u64At } from '../../base/index.ts';
import { chain } from '../runtime/chain.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Layouts, Runtime } from '../runtime.ts';
import { type InterfaceWords, valueLimit } from './held-values.ts';
import type { HeapSlots } from './heap-slots.ts';

/** internal/sync/hashtriemap.go: four bits of hash a level. */
const childCount = 16;
const trieDepth = 17;
const trieName = '[interface {},interface {}]';
const minTopHash = 5;
/** A bucket of map[any]*entry: tophash, 8 keys of 16 bytes, 8 pointers, overflow (sync/map.go, runtime/map.go). */
const bucket = { elems: 8 + 8 * 16, overflow: 8 + 8 * 16 + 8 * 8, bytes: 8 + 8 * 16 + 8 * 8 + 8 } as const;

/**
 * Values of the sync.Map at the address: an internal/sync.HashTrieMap since Go 1.24, two maps of *entry before.
 * Undefined where the map is of a design that is not read: GOEXPERIMENT=nosynchashtriemap.
 */
export function syncMapValues(
  map: Address,
  runtime: Runtime,
  memory: Memory,
  slots: HeapSlots,
): InterfaceWords[] | undefined {
  const { layouts } = runtime;
  const reader = new Reader(memory, 256);
  const fields = layouts.struct('sync.Map')?.fields;
  const isTrie = fields ? fields.has('m') : runtime.goMinor >= 24;
  const values: InterfaceWords[] = [];
  if (isTrie) {
    const trie = trieLayout(layouts);
    new TrieWalk(trie, reader, slots, values).walk(reader.u64(map + trie.root), trieDepth);
    return values;
  }
  if (runtime.mapKind !== 'classic') return undefined;
  const seen = new Set<Address>();
  for (const header of twoMaps(map, runtime.goMinor, reader)) {
    for (const entry of entriesOf(header, layouts, reader, slots)) {
      if (seen.has(entry) || seen.size > valueLimit) continue;
      seen.add(entry);
      addValue(reader.u64(entry), reader, values);
    }
  }
  return values;
}

interface TrieLayout {
  readonly root: number;
  readonly children: number;
  readonly overflow: number;
  readonly value: number;
}

/** From DWARF; else as Go 1.24 to 1.26 lay it out. */
function trieLayout(layouts: Layouts): TrieLayout {
  const at = (struct: string, field: string, otherwise: number): number => {
    const found = layouts.find(`internal/sync.${struct}${trieName}`, field);
    return found < 0 ? otherwise : found;
  };
  return {
    root: at('HashTrieMap', 'root', 16),
    children: at('indirect', 'children', 24),
    overflow: at('entry', 'overflow', 8),
    value: at('entry', 'value', 32),
  };
}

/** The entries below a node of a trie, each node once. */
class TrieWalk {
  readonly #trie: TrieLayout;
  readonly #reader: Reader;
  readonly #slots: HeapSlots;
  readonly #seen = new Set<Address>();
  readonly #values: InterfaceWords[];

  constructor(trie: TrieLayout, reader: Reader, slots: HeapSlots, values: InterfaceWords[]) {
    this.#trie = trie;
    this.#reader = reader;
    this.#slots = slots;
    this.#values = values;
  }

  walk(node: Address, depth: number): void {
    const byteCount = this.#trie.children + childCount * 8;
    if (depth === 0 || !this.#isNew(node) || this.#slots.roomAt(node) < byteCount) return;
    const bytes = this.#reader.view(node, byteCount)?.slice();
    for (let child = 0; bytes && child < childCount; child++) {
      const next = u64At(bytes, this.#trie.children + child * 8);
      if (this.#slots.startOf(next) === 0) continue;
      // A node begins with a bool that says whether it is an entry.
      if (this.#reader.u8(next) !== 1) this.walk(next, depth - 1);
      else this.#addEntries(next);
    }
  }

  /** Entries of one hash hang on one another. */
  #addEntries(first: Address): void {
    for (const entry of chain(first, (at) => this.#reader.u64(at + this.#trie.overflow))) {
      if (!this.#isNew(entry) || this.#slots.startOf(entry) === 0) return;
      addValue(entry + this.#trie.value, this.#reader, this.#values);
    }
  }

  #isNew(node: Address): boolean {
    if (this.#seen.has(node) || this.#seen.size >= valueLimit) return false;
    this.#seen.add(node);
    return true;
  }
}

/** Headers of `read.m` and `dirty`: {mu Mutex; read atomic.Pointer[readOnly] (Go 1.18, 1.19: atomic.Value); dirty; misses}. */
function twoMaps(map: Address, goMinor: number, reader: Reader): Address[] {
  const readOnly = reader.u64(goMinor >= 20 ? map + 8 : map + 16);
  const dirty = reader.u64(goMinor >= 20 ? map + 16 : map + 24);
  return [reader.u64(readOnly), dirty].filter((header) => isAddress(header));
}

function* entriesOf(header: Address, layouts: Layouts, reader: Reader, slots: HeapSlots): Generator<Address> {
  const size = layouts.struct('runtime.hmap')?.size ?? 0;
  const hmap = size > 0 ? reader.view(header, size)?.slice() : undefined;
  if (!hmap) return;
  for (const field of ['buckets', 'oldbuckets']) {
    const array = u64At(hmap, layouts.offset('runtime.hmap', field));
    const room = slots.roomAt(array);
    const shift = hmap[layouts.offset('runtime.hmap', 'B')];
    const count = Math.min(2 ** Math.min(shift, 40), Math.floor(room / bucket.bytes));
    for (let index = 0; index < count; index++)
      yield* chainEntries(array + index * bucket.bytes, reader, slots);
  }
}

function* chainEntries(first: Address, reader: Reader, slots: HeapSlots): Generator<Address> {
  for (const at of chain(first, (address) => reader.u64(address + bucket.overflow))) {
    const bytes = slots.startOf(at) === 0 ? undefined : reader.view(at, bucket.bytes)?.slice();
    if (!bytes) return;
    for (let slot = 0; slot < 8; slot++) {
      const entry = u64At(bytes, bucket.elems + slot * 8);
      if (bytes[slot] >= minTopHash && slots.startOf(entry) !== 0) yield entry;
    }
  }
}

/** The interface at the address; one without a type is a deleted or expunged entry. */
function addValue(address: Address, reader: Reader, values: InterfaceWords[]): void {
  const bytes = isAddress(address) ? reader.view(address, 16) : undefined;
  if (!bytes || values.length >= valueLimit) return;
  const typeWord = u64At(bytes, 0);
  const data = u64At(bytes, 8);
  if (isAddress(typeWord)) values.push({ typeWord, data });
}
