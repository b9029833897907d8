import type { Amount } from '../graph/retained.ts';
import type { HeapObjects, ObjectKind } from '../holders/heap-objects.ts';
import type { SpanTable } from '../span-table.ts';

/** What the live objects of one path come to. Bytes are those of their slots. */
export interface PathSum extends Amount {
  /** Of `HeapObjects`; 0 for objects that no typed path leads to. */
  readonly node: number;
  readonly kind: ObjectKind;
  /** Arrays that slices hold from their first element on: bytes between length and capacity. */
  readonly slack: ArraySum;
  /** Arrays of which only parts in the middle, or less than the capacity, can be reached: bytes that nothing refers to. */
  readonly pinned: ArraySum;
  /** The same for the bytes of strings. */
  readonly pinnedText: ArraySum;
}

/** Arrays and the bytes of them that nobody uses. */
export interface ArraySum {
  readonly arrays: number;
  /** Of their slots. */
  readonly bytes: number;
  readonly idleBytes: number;
  /** Id of the one with the most idle bytes, 0 for none. */
  readonly largest: number;
}

export interface LiveHeap {
  readonly paths: readonly PathSum[];
  /** Live objects that no path leads to and that say their own type. */
  readonly unheld: Amount;
  /** Live objects of which neither type nor path is known. */
  readonly unknown: Amount;
  /** Id, type name and bytes of unheld objects summed by type. */
  readonly unheldTypes: ReadonlyMap<string, Amount>;
}

const noArrays: ArraySum = { arrays: 0, bytes: 0, idleBytes: 0, largest: 0 };

/** Columns of `ArraySum`s by node. */
class ArrayColumns {
  readonly #arrays: Float64Array;
  readonly #bytes: Float64Array;
  readonly #idle: Float64Array;
  readonly #largest: Float64Array;
  readonly #largestIdle: Float64Array;

  constructor(count: number) {
    this.#arrays = new Float64Array(count);
    this.#bytes = new Float64Array(count);
    this.#idle = new Float64Array(count);
    this.#largest = new Float64Array(count);
    this.#largestIdle = new Float64Array(count);
  }

  add(node: number, id: number, bytes: number, idleBytes: number): void {
    this.#arrays[node]++;
    this.#bytes[node] += bytes;
    this.#idle[node] += idleBytes;
    if (idleBytes <= this.#largestIdle[node]) return;
    this.#largestIdle[node] = idleBytes;
    this.#largest[node] = id;
  }

  of(node: number): ArraySum {
    if (this.#arrays[node] === 0) return noArrays;
    return {
      arrays: this.#arrays[node],
      bytes: this.#bytes[node],
      idleBytes: this.#idle[node],
      largest: this.#largest[node],
    };
  }
}

/** Adds up what lives, by the path that leads to it. `isReached` is asked of every id; see `ObjectGraph` and `MarkedHeap`. */
export function sumLive(
  spans: SpanTable,
  objects: HeapObjects,
  isReached: (id: number) => boolean,
): LiveHeap {
  const nodes = objects.nodeCount + 1;
  const count = new Float64Array(nodes);
  const bytes = new Float64Array(nodes);
  const slack = new ArrayColumns(nodes);
  const pinned = new ArrayColumns(nodes);
  const pinnedText = new ArrayColumns(nodes);
  const unheldTypes = new Map<string, Amount>();
  const unknown = { objects: 0, bytes: 0 };
  const unheld = { objects: 0, bytes: 0 };
  for (let span = 0; span < spans.count; span++) {
    const size = spans.elemSize[span];
    const { first, end } = objects.idsOf(span);
    for (let id = first; id < end; id++) {
      if (!isReached(id)) continue;
      const node = objects.nodeOf(id);
      if (node === 0) {
        const type = objects.ownTypeOf(id);
        const sum = type ? unheld : unknown;
        sum.objects++;
        sum.bytes += size;
        if (type) addTo(unheldTypes, type.name, size);
        continue;
      }
      count[node]++;
      bytes[node] += size;
      const use = objects.useOf(id);
      if (!use) continue;
      const room = size - spans.headerBytes(span);
      if (use.from === 0 && use.capacityEnd > objects.smallerRoom(room) && !use.hasString)
        slack.add(node, id, size, use.capacityEnd - use.usedBytes);
      else (use.hasString ? pinnedText : pinned).add(node, id, size, Math.max(0, room - use.usedBytes));
    }
  }
  const paths: PathSum[] = [];
  for (let node = 1; node < nodes; node++) {
    if (count[node] === 0) continue;
    paths.push({
      node,
      kind: objects.kindOf(node),
      objects: count[node],
      bytes: bytes[node],
      slack: slack.of(node),
      pinned: pinned.of(node),
      pinnedText: pinnedText.of(node),
    });
  }
  paths.sort((a, b) => b.bytes - a.bytes);
  return { paths, unheld, unknown, unheldTypes };
}

function addTo(sums: Map<string, Amount>, key: string, bytes: number): void {
  const before = sums.get(key);
  sums.set(key, { objects: (before?.objects ?? 0) + 1, bytes: (before?.bytes ?? 0) + bytes });
}
