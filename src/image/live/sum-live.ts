import { classBytes, pageBytes } from '../../gomem/index.ts';
import type { Amount } from '../graph/retained.ts';
import type { HeapObjects, ObjectKind } from '../holders/heap-objects.ts';
import type { Residency } from '../residency/resident-pages.ts';
import type { SpanTable } from '../span-table.ts';
import { type ArraySum, ArrayColumns } from './array-sums.ts';

/** What the live objects of one path come to. Bytes are those of their slots. */
export interface PathSum extends Amount {
  /** Of `HeapObjects`; 0 for objects that no typed path leads to. */
  readonly node: number;
  readonly kind: ObjectKind;
  /** Of `bytes`, those in memory. */
  readonly residentBytes: number;
  /** Arrays that slices hold from their first element on: idle is what lies between length and capacity. */
  readonly slack: ArraySum;
  /** Arrays that slices hold from some later element on, or whose end no capacity reaches: idle is what none refers to. */
  readonly pinned: ArraySum;
  /** The same for the bytes of strings. */
  readonly pinnedText: ArraySum;
}

export interface LiveHeap {
  readonly paths: readonly PathSum[];
  /** Live objects that no path leads to and that say their own type. */
  readonly unheld: Amount;
  /** Live objects of which neither type nor path is known. */
  readonly unknown: Amount;
  readonly unheldTypes: ReadonlyMap<string, Amount>;
  /** Resident bytes of `unheld` and `unknown`. */
  readonly strayResidentBytes: number;
  /** Resident bytes of objects that nothing reaches, be they known to be dead or not. */
  readonly garbageResidentBytes: number;
}

/** What `sumLive` goes by. */
export interface LiveParts {
  readonly spans: SpanTable;
  readonly objects: HeapObjects;
  /** Of `ObjectGraph` or `MarkedHeap`; asked of every id. */
  readonly isReached: (id: number) => boolean;
  readonly residency: Residency;
  /** One a span, 0 for those whose bytes are on no line of the account. */
  readonly isSettled: Uint8Array;
}

const largestSmallBytes = 32768;

/** Adds up what lives, by the path that leads to it. */
export function sumLive(parts: LiveParts): LiveHeap {
  const adder = new LiveAdder(parts);
  for (let span = 0; span < parts.spans.count; span++) adder.addSpan(span);
  return adder.finish();
}

class LiveAdder {
  readonly #parts: LiveParts;
  readonly #count: Float64Array;
  readonly #bytes: Float64Array;
  readonly #resident: Float64Array;
  readonly #slack: ArrayColumns;
  readonly #pinned: ArrayColumns;
  readonly #pinnedText: ArrayColumns;
  /** By node: 0 for objects that are no arrays, which spares a look at their use. */
  readonly #mayBeArray: Uint8Array;
  readonly #unheldTypes = new Map<string, Amount>();
  readonly #unheld = { objects: 0, bytes: 0 };
  readonly #unknown = { objects: 0, bytes: 0 };
  #strayResident = 0;
  #garbageResident = 0;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    const nodes = parts.objects.nodeCount + 1;
    this.#mayBeArray = Uint8Array.from({ length: nodes }, (_, node) =>
      parts.objects.isArrayNode(node) ? 1 : 0,
    );
    this.#count = new Float64Array(nodes);
    this.#bytes = new Float64Array(nodes);
    this.#resident = new Float64Array(nodes);
    this.#slack = new ArrayColumns(nodes);
    this.#pinned = new ArrayColumns(nodes);
    this.#pinnedText = new ArrayColumns(nodes);
  }

  addSpan(span: number): void {
    const { spans, objects, isReached, residency, isSettled } = this.#parts;
    const { first, end } = objects.idsOf(span);
    if (end === 0) return;
    const size = spans.elemSize[span];
    const base = spans.base[span];
    const spanBytes = spans.pageCount[span] * pageBytes;
    const counts = isSettled[span] !== 0;
    const isWhole = counts && residency.bytesIn(base, base + spanBytes) === spanBytes;
    const allocated = spans.allocated(span);
    for (let id = first, slot = 0; id < end; id++, slot++) {
      const at = base + slot * size;
      const isObject = allocated[slot] !== 0;
      const resident = !counts || !isObject ? 0 : isWhole ? size : residency.bytesIn(at, at + size);
      if (!isReached(id)) {
        this.#garbageResident += resident;
        continue;
      }
      const node = objects.nodeOf(id);
      if (node === 0) {
        this.#addStray(id, size);
        this.#strayResident += resident;
        continue;
      }
      this.#count[node]++;
      this.#bytes[node] += size;
      this.#resident[node] += resident;
      if (this.#mayBeArray[node] !== 0) this.#addArray(id, node, span, resident);
    }
  }

  finish(): LiveHeap {
    const { objects } = this.#parts;
    const paths: PathSum[] = [];
    for (let node = 1; node < this.#count.length; node++) {
      if (this.#count[node] === 0) continue;
      paths.push({
        node,
        kind: objects.kindOf(node),
        objects: this.#count[node],
        bytes: this.#bytes[node],
        residentBytes: this.#resident[node],
        slack: this.#slack.of(node),
        pinned: this.#pinned.of(node),
        pinnedText: this.#pinnedText.of(node),
      });
    }
    paths.sort((a, b) => b.bytes - a.bytes);
    return {
      paths,
      unheld: this.#unheld,
      unknown: this.#unknown,
      unheldTypes: this.#unheldTypes,
      strayResidentBytes: this.#strayResident,
      garbageResidentBytes: this.#garbageResident,
    };
  }

  #addStray(id: number, bytes: number): void {
    const type = this.#parts.objects.ownTypeOf(id);
    const sum = type ? this.#unheld : this.#unknown;
    sum.objects++;
    sum.bytes += bytes;
    if (!type) return;
    const before = this.#unheldTypes.get(type.name);
    this.#unheldTypes.set(type.name, {
      objects: (before?.objects ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + bytes,
    });
  }

  /** A pinned array that a copy of what is in use could not make smaller has no idle bytes: the allocator rounds. */
  #addArray(id: number, node: number, span: number, resident: number): void {
    const { spans, objects } = this.#parts;
    const use = objects.useOf(id);
    if (!use) return;
    const size = spans.elemSize[span];
    const header = spans.headerBytes(span);
    const room = size - header;
    const isWhole = use.from === 0 && use.capacityEnd > objects.smallerRoom(room);
    const columns = use.hasString ? this.#pinnedText : isWhole ? this.#slack : this.#pinned;
    const copy = use.usedBytes === 0 ? 0 : slotBytes(use.usedBytes + header);
    const reclaimable = Math.max(0, size - copy);
    const idle = isWhole ? use.capacityEnd - use.usedBytes : reclaimable === 0 ? 0 : room - use.usedBytes;
    if (idle <= 0) return;
    columns.add(node, id, { bytes: size, idle, residentIdle: Math.min(idle, resident), reclaimable });
  }
}

/** What the allocator takes for so many bytes. */
function slotBytes(byteCount: number): number {
  return byteCount > largestSmallBytes ? Math.ceil(byteCount / pageBytes) * pageBytes : classBytes(byteCount);
}
