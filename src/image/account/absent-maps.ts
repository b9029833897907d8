import type { MapTable } from '../map-table.ts';
import type { Residency } from '../residency/resident-pages.ts';
import type { SpanTable } from '../span-table.ts';

/** Smaller maps share their pages with other objects: that such a page is not there is rare, and costs a look at each map. */
const smallestBytes = 32768;

/** Bytes of the arrays of large maps on pages that are not in memory: never touched since `make`, or swapped out. */
export function absentMapBytes(maps: MapTable, spans: SpanTable, residency: Residency): number {
  const counted = new Set<number>();
  let absent = 0;
  for (let map = 0; map < maps.indexEnd; map++) {
    if (!maps.isListed(map) || maps.bytesOf(map) < smallestBytes) continue;
    for (const { address } of maps.arraysOf(map)) {
      const span = spans.find(address);
      const slot = span < 0 ? -1 : spans.slotOf(span, address);
      if (slot < 0) continue;
      const start = spans.slotAddress(span, slot);
      if (counted.has(start)) continue;
      counted.add(start);
      absent += spans.elemSize[span] - residency.bytesIn(start, start + spans.elemSize[span]);
    }
  }
  return absent;
}
