import type { MapSums } from '../survey/map-sums.ts';
import type { LineId } from './labels.ts';

/** All maps, and those of them that are dead. */
export interface MapAccount {
  readonly all: MapSums;
  readonly unreachable: MapSums;
}

interface MapPart {
  readonly id: LineId;
  bytes: number;
}

/** What is taken first where bytes of maps are not in memory: slack is what was never touched. */
const absentOrder: readonly LineId[] = [
  'heap.maps.slack',
  'heap.maps.unreachable',
  'heap.maps.overhead',
  'heap.maps.untyped',
  'heap.maps.boxes',
  'heap.maps.entries',
];

/** The lines of the maps, with `absentBytes` of them taken away. */
export function mapLines(maps: MapAccount, absentBytes: number): readonly MapPart[] {
  const parts = mapParts(maps);
  let excess = absentBytes;
  for (const id of absentOrder) {
    const part = parts.find((each) => each.id === id);
    if (!part || excess <= 0) continue;
    const taken = Math.min(part.bytes, excess);
    part.bytes -= taken;
    excess -= taken;
  }
  return parts;
}

function mapParts({ all, unreachable }: MapAccount): MapPart[] {
  const entryBytes = all.entryBytes - unreachable.entryBytes;
  const untypedBytes = all.untypedBytes - unreachable.untypedBytes;
  const slack = all.reclaimableBytes - unreachable.reclaimableBytes;
  return [
    { id: 'heap.maps.entries', bytes: entryBytes },
    { id: 'heap.maps.boxes', bytes: all.boxedBytes - unreachable.boxedBytes },
    { id: 'heap.maps.overhead', bytes: all.bytes - unreachable.bytes - slack - entryBytes - untypedBytes },
    { id: 'heap.maps.untyped', bytes: untypedBytes },
    { id: 'heap.maps.slack', bytes: slack },
    { id: 'heap.maps.unreachable', bytes: unreachable.bytes + unreachable.boxedBytes },
  ];
}
