import type { MapTable } from '../../image/index.ts';
import { leastReportedBytes } from '../severity.ts';
import { Largest } from './largest.ts';
import { boxedBytesOf } from './map-sums.ts';
import { candidateLimit } from './survey.ts';

/**
 * Maps that a report will name: the largest and those with most to give back. Chosen before holders are traced, so that
 * all holders of these few can be kept; types learned by the tracing can still change the order a little.
 */
export function mapsOfNote(table: MapTable, largestLimit: number): Set<number> {
  const largest = new Largest(largestLimit);
  const mostReclaimable = new Largest(candidateLimit);
  for (const index of table.indices()) {
    const bytes = table.bytesOf(index);
    const held = bytes + boxedBytesOf(table, index, table.typeOf(index));
    if (largest.accepts(held)) largest.offer(index, held);
    if (bytes < leastReportedBytes) continue;
    mostReclaimable.offer(index, bytes - table.rebuiltBytesOf(index));
  }
  return new Set([...largest.ranked(), ...mostReclaimable.ranked()]);
}
