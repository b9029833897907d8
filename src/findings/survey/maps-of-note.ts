import type { MapTable } from '../../image/index.ts';
import { leastReportedBytes } from '../severity.ts';
import { Largest } from './largest.ts';
import { MapKinds } from './map-kinds.ts';
import { candidateLimit } from './survey.ts';

const smallMapBytes = 4096;

/**
 * Maps that a report will name: the largest and those with most to give back. Chosen before holders are traced, so that
 * all holders of these few can be kept; types learned by the tracing can still change the order a little.
 */
export function mapsOfNote(table: MapTable, largestLimit: number): Set<number> {
  const largest = new Largest(largestLimit);
  const mostReclaimable = new Largest(candidateLimit);
  const kinds = new MapKinds(table);
  for (let index = 0; index < table.indexEnd; index++) {
    if (!table.isListed(index)) continue;
    const bytes = table.bytesOf(index);
    // Its type, which tells the boxes, is a guess here that costs a read: a small map is ranked without them.
    if (bytes < smallMapBytes) {
      if (largest.accepts(bytes)) largest.offer(index, bytes);
      continue;
    }
    const { one, heldBytes } = kinds.factsOf(index);
    if (largest.accepts(heldBytes)) largest.offer(index, heldBytes);
    if (one.reclaimableBytes >= leastReportedBytes) mostReclaimable.offer(index, one.reclaimableBytes);
  }
  return new Set([...largest.ranked(), ...mostReclaimable.ranked()]);
}
