import type { GoType, MapTable } from '../../image/index.ts';

/** Sums over a set of maps. */
export interface MapSums {
  readonly maps: number;
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  /** Sum over the maps that hold more than a rebuild needs; a map that a rebuild would enlarge counts 0. */
  readonly reclaimableBytes: number;
  readonly boxedBytes: number;
  /** Keys and elements of live entries inside the maps' own arrays; 0 for maps of unknown type. */
  readonly entryBytes: number;
  /** Of maps whose type is not known: what their entries need, with the overhead that cannot be told from them. */
  readonly untypedBytes: number;
}

export class SumBuilder implements MapSums {
  maps = 0;
  len = 0;
  slots = 0;
  bytes = 0;
  reclaimableBytes = 0;
  boxedBytes = 0;
  entryBytes = 0;
  untypedBytes = 0;

  add(other: MapSums): void {
    this.maps += other.maps;
    this.len += other.len;
    this.slots += other.slots;
    this.bytes += other.bytes;
    this.reclaimableBytes += other.reclaimableBytes;
    this.boxedBytes += other.boxedBytes;
    this.entryBytes += other.entryBytes;
    this.untypedBytes += other.untypedBytes;
  }

  /** A plain copy, for output. */
  sums(): MapSums {
    const { maps, len, slots, bytes, reclaimableBytes, boxedBytes, entryBytes, untypedBytes } = this;
    return { maps, len, slots, bytes, reclaimableBytes, boxedBytes, entryBytes, untypedBytes };
  }
}

/** Only a map of a type with boxes needs its record, which knows their bytes. */
export function boxedBytesOf(table: MapTable, index: number, type: GoType | undefined): number {
  const layout = type?.map;
  if (!layout || !(layout.keyIndirect || layout.elemIndirect)) return 0;
  return table.lenOf(index) > 0 ? table.record(index).boxedBytes : 0;
}

/** Bytes of one entry inside the map's arrays; 0 where the type is not known. */
export function inlineBytesPerEntry(type: GoType | undefined): number {
  const layout = type?.map;
  if (!layout) return 0;
  return (layout.keyIndirect ? 8 : layout.keySize) + (layout.elemIndirect ? 8 : layout.elemSize);
}
