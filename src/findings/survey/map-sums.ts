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
    this.addTimes(other, 1);
  }

  /** Adds equal maps at once. */
  addTimes(other: MapSums, times: number): void {
    this.maps += other.maps * times;
    this.len += other.len * times;
    this.slots += other.slots * times;
    this.bytes += other.bytes * times;
    this.reclaimableBytes += other.reclaimableBytes * times;
    this.boxedBytes += other.boxedBytes * times;
    this.entryBytes += other.entryBytes * times;
    this.untypedBytes += other.untypedBytes * times;
  }

  /** A plain copy, for output. */
  sums(): MapSums {
    const { maps, len, slots, bytes, reclaimableBytes, boxedBytes, entryBytes, untypedBytes } = this;
    return { maps, len, slots, bytes, reclaimableBytes, boxedBytes, entryBytes, untypedBytes };
  }
}
