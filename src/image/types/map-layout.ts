import { type Address, u32At, u64At } from '../../base/index.ts';
import type { MapLayout } from '../go-type.ts';
import type { Runtime } from '../runtime.ts';
import type { Descriptor, DescriptorReader } from './descriptor.ts';

/** Addresses of a map type's parts, and where its entries lie. */
export interface MapParts {
  readonly key: Address;
  readonly elem: Address;
  /** Descriptor of the bucket or group. */
  readonly unit: Address;
  readonly layout: MapLayout;
}

/** Bytes of a map's type descriptor, after which the uncommon part begins. */
export function mapDescriptorBytes(runtime: Runtime): number {
  if (runtime.mapKind === 'classic') return 88;
  return runtime.goMinor >= 27 ? 136 : 112;
}

/** Reads abi.MapType (classic: runtime.maptype of Go 1.18 to 1.23, abi.OldMapType with noswissmap in 1.24 and 1.25). */
export function readMapParts(
  descriptors: DescriptorReader,
  runtime: Runtime,
  map: Address,
): MapParts | undefined {
  const view = descriptors.reader.view(map, mapDescriptorBytes(runtime));
  if (!view) return undefined;
  const bytes = view.slice();
  const key = descriptors.read(u64At(bytes, 48));
  const elem = descriptors.read(u64At(bytes, 56));
  const unit = descriptors.read(u64At(bytes, 64));
  if (!key || !elem || !unit) return undefined;
  const layout =
    runtime.mapKind === 'classic'
      ? classicLayout(bytes, key, elem, unit)
      : swissLayout(bytes, key, elem, unit);
  if (!layoutFits(layout)) return undefined;
  return { key: key.address, elem: elem.address, unit: unit.address, layout };
}

/** Bucket: eight tophash bytes, eight keys, eight elems, overflow pointer (runtime/map.go bmap). */
function classicLayout(bytes: Uint8Array, key: Descriptor, elem: Descriptor, unit: Descriptor): MapLayout {
  const flags = u32At(bytes, 84);
  const keyStride = bytes[80];
  return {
    keySize: key.size,
    elemSize: elem.size,
    keyIndirect: (flags & 1) !== 0,
    elemIndirect: (flags & 2) !== 0,
    unitSize: unit.size,
    unitHasPointers: unit.pointerBytes !== 0,
    keysOffset: 8,
    keyStride,
    elemsOffset: 8 + 8 * keyStride,
    elemStride: bytes[81],
  };
}

/**
 * Group: control word, then eight slots of key and elem (internal/runtime/maps/group.go). Go 1.27 describes interleaved
 * and split groups alike by an offset and a stride for each of keys and elems.
 */
function swissLayout(bytes: Uint8Array, key: Descriptor, elem: Descriptor, unit: Descriptor): MapLayout {
  const split = bytes.length >= 136;
  const flags = u32At(bytes, split ? 128 : 104);
  const slotSize = u64At(bytes, 88);
  return {
    keySize: key.size,
    elemSize: elem.size,
    keyIndirect: (flags & 4) !== 0,
    elemIndirect: (flags & 8) !== 0,
    unitSize: unit.size,
    unitHasPointers: unit.pointerBytes !== 0,
    keysOffset: split ? u64At(bytes, 88) : 8,
    keyStride: split ? u64At(bytes, 96) : slotSize,
    elemsOffset: split ? u64At(bytes, 104) : 8 + u64At(bytes, 96),
    elemStride: split ? u64At(bytes, 112) : slotSize,
  };
}

/** A unit holds eight keys and elems of at most 128 bytes each, so it is under 2.2 KiB; a damaged descriptor is refused. */
function layoutFits(layout: MapLayout): boolean {
  const key = layout.keyIndirect ? 8 : layout.keySize;
  const elem = layout.elemIndirect ? 8 : layout.elemSize;
  return (
    layout.unitSize >= 8 &&
    layout.unitSize <= 8 + 8 * 272 + 8 &&
    layout.keysOffset + 7 * layout.keyStride + key <= layout.unitSize &&
    layout.elemsOffset + 7 * layout.elemStride + elem <= layout.unitSize
  );
}
