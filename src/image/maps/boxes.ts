import { type Address, isAddress } from '../../base/index.ts';
import type { MapLayout } from '../go-type.ts';
import type { MapArray } from '../map-table.ts';
import type { Memory } from '../memory.ts';
import type { MapKind } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { spanOfObject } from './heap-object.ts';
import { PageCache } from './page-cache.ts';

/** Units looked at before the size is taken from arithmetic. */
const unitLimit = 4096;
/** runtime/map.go minTopHash: below it a tophash byte is a mark, not an entry. */
const smallestTopHash = 5;

/**
 * Bytes of the boxes that a map's keys or elems lie in. Every entry has its own box and all boxes of a map are of one
 * size, so one of them tells it: its span's element size. A deleted entry's box pointer is cleared, so it counts none.
 */
export function boxedBytes(
  image: { readonly memory: Memory; readonly spans: SpanTable },
  mapKind: MapKind,
  arrays: readonly MapArray[],
  layout: MapLayout,
  len: number,
  allocated: (byteCount: number) => number,
): number {
  const cache = new PageCache(image.memory, 4096, 4);
  const entry = firstEntry(cache, mapKind, arrays, layout);
  const boxBytes = (pointerOffset: number, size: number): number => {
    const box = entry ? cache.u64(entry.unit + pointerOffset) : -1;
    const span = isAddress(box) ? spanOfObject(image.spans, box) : -1;
    return span >= 0 ? image.spans.elemSize[span] : allocated(size);
  };
  const slot = entry?.slot ?? 0;
  let perEntry = 0;
  if (layout.keyIndirect) perEntry += boxBytes(layout.keysOffset + slot * layout.keyStride, layout.keySize);
  if (layout.elemIndirect)
    perEntry += boxBytes(layout.elemsOffset + slot * layout.elemStride, layout.elemSize);
  return perEntry * len;
}

/** The first full slot of the arrays, within `unitLimit` units. */
function firstEntry(
  cache: PageCache,
  mapKind: MapKind,
  arrays: readonly MapArray[],
  layout: MapLayout,
): { unit: Address; slot: number } | undefined {
  let looked = 0;
  for (const { address, unitCount } of arrays) {
    for (let index = 0; index < unitCount; index++) {
      if (looked++ >= unitLimit) return undefined;
      const unit = address + index * layout.unitSize;
      if (!cache.locate(unit, 8)) break;
      for (let slot = 0; slot < 8; slot++) {
        if (isFull(cache.bytes[cache.offset + slot], mapKind)) return { unit, slot };
      }
    }
  }
  return undefined;
}

/** Whether a control byte (Swiss) or tophash (classic) stands for an entry. */
function isFull(control: number, mapKind: MapKind): boolean {
  return mapKind === 'swiss' ? control < 0x80 : control >= smallestTopHash;
}
