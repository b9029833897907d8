import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Layouts, Runtime } from '../runtime.ts';
import { type InterfaceWords, valueLimit } from './held-values.ts';
import type { HeapSlots } from './heap-slots.ts';

/** Sixteen children each, four bits of hash a level (internal/sync/hashtriemap.go). */
const childCount = 16;
const trieDepth = 17;
/** Entries of one hash, and buckets of one chain. */
const chainLimit = 100_000;
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
  const fields = layouts.struct('sync.Map')?.fields;
  const isTrie = fields ? fields.has('m') : runtime.goMinor >= 24;
  const values: InterfaceWords[] = [];
  if (isTrie) {
    const trie = trieLayout(layouts);
    const node = wordAt(memory, map + trie.root);
    walkTrie(node, trie, memory, slots, values, trieDepth);
    return values;
  }
  if (runtime.mapKind !== 'classic') return undefined;
  const seen = new Set<Address>();
  for (const header of twoMaps(map, runtime.goMinor, memory)) {
    for (const entry of entriesOf(header, layouts, memory, slots)) {
      if (seen.has(entry) || seen.size > valueLimit) continue;
      seen.add(entry);
      addValue(wordAt(memory, entry), memory, values);
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

/** A node begins with a bool that says whether it is an entry. */
function walkTrie(
  node: Address,
  trie: TrieLayout,
  memory: Memory,
  slots: HeapSlots,
  values: InterfaceWords[],
  depth: number,
): void {
  if (depth === 0 || values.length >= valueLimit) return;
  const bytes =
    slots.roomAt(node) >= trie.children + childCount * 8
      ? memory.read(node, trie.children + childCount * 8)
      : undefined;
  if (!bytes) return;
  for (let child = 0; child < childCount; child++) {
    let next = u64At(bytes, trie.children + child * 8);
    if (slots.startOf(next) === 0) continue;
    if (memory.read(next, 1)?.[0] !== 1) {
      walkTrie(next, trie, memory, slots, values, depth - 1);
      continue;
    }
    for (let turn = 0; turn < chainLimit && slots.startOf(next) !== 0; turn++) {
      addValue(next + trie.value, memory, values);
      next = wordAt(memory, next + trie.overflow);
    }
  }
}

/** Headers of `read.m` and `dirty`: {mu Mutex; read atomic.Pointer[readOnly] (Go 1.18, 1.19: atomic.Value); dirty; misses}. */
function twoMaps(map: Address, goMinor: number, memory: Memory): Address[] {
  const readOnly = wordAt(memory, goMinor >= 20 ? map + 8 : map + 16);
  const dirty = wordAt(memory, goMinor >= 20 ? map + 16 : map + 24);
  return [wordAt(memory, readOnly), dirty].filter((header) => isAddress(header));
}

function* entriesOf(header: Address, layouts: Layouts, memory: Memory, slots: HeapSlots): Generator<Address> {
  const size = layouts.struct('runtime.hmap')?.size ?? 0;
  const hmap = size > 0 ? memory.read(header, size) : undefined;
  if (!hmap) return;
  for (const field of ['buckets', 'oldbuckets']) {
    const array = u64At(hmap, layouts.offset('runtime.hmap', field));
    const room = slots.roomAt(array);
    const shift = hmap[layouts.offset('runtime.hmap', 'B')];
    const count = Math.min(2 ** Math.min(shift, 40), Math.floor(room / bucket.bytes));
    for (let index = 0; index < count; index++)
      yield* chainEntries(array + index * bucket.bytes, memory, slots);
  }
}

function* chainEntries(first: Address, memory: Memory, slots: HeapSlots): Generator<Address> {
  let at = first;
  for (let turn = 0; turn < chainLimit && slots.startOf(at) !== 0; turn++) {
    const bytes = memory.read(at, bucket.bytes);
    if (!bytes) return;
    for (let slot = 0; slot < 8; slot++) {
      const entry = u64At(bytes, bucket.elems + slot * 8);
      if (bytes[slot] >= minTopHash && slots.startOf(entry) !== 0) yield entry;
    }
    at = u64At(bytes, bucket.overflow);
  }
}

/** The interface at the address; one without a type is a deleted or expunged entry. */
function addValue(address: Address, memory: Memory, values: InterfaceWords[]): void {
  const bytes = isAddress(address) ? memory.read(address, 16) : undefined;
  if (!bytes || values.length >= valueLimit) return;
  const typeWord = u64At(bytes, 0);
  const data = u64At(bytes, 8);
  if (isAddress(typeWord)) values.push({ typeWord, data });
}

function wordAt(memory: Memory, address: Address): Address {
  const bytes = isAddress(address) ? memory.read(address, 8) : undefined;
  return bytes ? u64At(bytes, 0) : 0;
}
