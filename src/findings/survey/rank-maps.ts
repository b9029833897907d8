import { assert } from '../../base/index.ts';
import type { MapTable } from '../../image/index.ts';
import { MapKinds } from './map-kinds.ts';

/**
 * Indices of all maps, largest first (boxes counted), by counting sort: many maps have few different sizes, and eight
 * million of them take 32 MB and no comparison. Maps of one size stay in the table's order.
 */
export function rankMaps(table: MapTable): Uint32Array {
  const kinds = new MapKinds(table);
  const counts = new Map<number, number>();
  for (let index = 0; index < table.indexEnd; index++) {
    if (!table.isListed(index)) continue;
    const bytes = kinds.factsOf(index).heldBytes;
    counts.set(bytes, (counts.get(bytes) ?? 0) + 1);
  }
  const nextPlace = new Map<number, number>();
  let total = 0;
  for (const bytes of [...counts.keys()].sort((a, b) => b - a)) {
    nextPlace.set(bytes, total);
    total += counts.get(bytes) ?? 0;
  }
  const ranked = new Uint32Array(total);
  for (let index = 0; index < table.indexEnd; index++) {
    if (!table.isListed(index)) continue;
    assert(index < 2 ** 32, 'a map index does not fit 32 bits');
    const bytes = kinds.factsOf(index).heldBytes;
    const place = nextPlace.get(bytes) ?? 0;
    ranked[place] = index;
    nextPlace.set(bytes, place + 1);
  }
  return ranked;
}
