import type { GoType, MapTable } from '../../image/index.ts';
import { type MapSums, SumBuilder } from './map-sums.ts';

/** A map counts as retaining its peak where it takes this many times what its entries need. Growth alone
 * never does; one doubling by churn comes to 2, less the header, which does not double. */
export const retainedRatio = 1.9;

/** What is the same for all maps of one kind, and the run of them that a survey is counting. */
export interface KindFacts {
  readonly type: GoType | undefined;
  /** Sums over one map. */
  readonly one: MapSums;
  /** With its boxes. */
  readonly heldBytes: number;
  /** At or above `retainedRatio`, so that a rebuild gives something back. */
  readonly isRetained: boolean;
  /** False where maps of the kind have boxes, which differ from map to map: then these facts are of one map only. */
  readonly isShared: boolean;
  /** Holder path of the maps counted last, and how many they were: neighbours mostly share it. */
  runPath: number;
  runLength: number;
}

/** Facts by kind, worked out at the first map of each; those of a map with boxes for each map anew. */
export class MapKinds {
  readonly #table: MapTable;
  readonly #facts: (KindFacts | undefined)[] = [];

  constructor(table: MapTable) {
    this.#table = table;
  }

  factsOf(index: number): KindFacts {
    const kind = this.#table.kindOf(index);
    const known = this.#facts[kind];
    if (known) return known;
    const facts = factsOf(this.#table, index);
    if (facts.isShared) this.#facts[kind] = facts;
    return facts;
  }

  /** Those that stand for all maps of their kind. */
  *shared(): IterableIterator<KindFacts> {
    for (const facts of this.#facts) if (facts) yield facts;
  }
}

function factsOf(table: MapTable, index: number): KindFacts {
  const type = table.typeOf(index);
  const bytes = table.bytesOf(index);
  const rebuiltBytes = table.rebuiltBytesOf(index);
  const one = new SumBuilder();
  one.maps = 1;
  one.len = table.lenOf(index);
  one.slots = table.slotsOf(index);
  one.bytes = bytes;
  one.reclaimableBytes = Math.max(0, bytes - rebuiltBytes);
  one.boxedBytes = boxedBytesOf(table, index, type);
  one.entryBytes = Math.min(one.len * inlineBytesPerEntry(type), rebuiltBytes, bytes);
  one.untypedBytes = type?.map ? 0 : Math.min(rebuiltBytes, bytes);
  return {
    type,
    one,
    heldBytes: bytes + one.boxedBytes,
    isRetained: one.reclaimableBytes > 0 && bytes >= retainedRatio * rebuiltBytes,
    isShared: one.len === 0 || !hasBoxes(type),
    runPath: -1,
    runLength: 0,
  };
}

/** Only a map of a type with boxes needs its record, which knows their bytes. */
function boxedBytesOf(table: MapTable, index: number, type: GoType | undefined): number {
  return hasBoxes(type) && table.lenOf(index) > 0 ? table.record(index).boxedBytes : 0;
}

function hasBoxes(type: GoType | undefined): boolean {
  return type?.map !== undefined && (type.map.keyIndirect || type.map.elemIndirect);
}

/** Bytes of one entry inside the map's arrays; 0 where the type is not known. */
function inlineBytesPerEntry(type: GoType | undefined): number {
  const layout = type?.map;
  if (!layout) return 0;
  return (layout.keyIndirect ? 8 : layout.keySize) + (layout.elemIndirect ? 8 : layout.elemSize);
}
