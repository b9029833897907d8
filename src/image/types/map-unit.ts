import type { GoType, MapLayout } from '../go-type.ts';

/** What the descriptor of a bucket or group says of the map type whose entries it holds. */
export interface MapUnit {
  /** `map[K]V`. */
  readonly name: string;
  readonly key: GoType;
  readonly elem: GoType;
  readonly layout: MapLayout;
}

/** `map.bucket[string]int` (until Go 1.23, or noswissmap) or `map.group[string]int`: `map[string]int`, else ''. */
export function mapNameOfUnit(unitName: string): string {
  const match = /^map\.(bucket|group)\[/.exec(unitName);
  return match ? `map[${unitName.slice(match[0].length)}` : '';
}

/**
 * Key, elem and layout of a map from its unit's struct type, for maps whose own type is not at hand (a named map type
 * is in no typelink). Boxed keys and elems show as pointers where the name says the type itself.
 */
export function describeUnit(unit: GoType, unitHasPointers: boolean): MapUnit | undefined {
  const name = mapNameOfUnit(unit.name);
  if (name === '' || unit.kind !== 'struct') return undefined;
  const slots = unit.fields.find((field) => field.name === 'slots');
  const keys = unit.fields.find((field) => field.name === 'keys');
  const elems = unit.fields.find((field) => field.name === 'elems');
  const slot = slots?.type.elem;
  const slotKey = slot?.fields.find((field) => field.name === 'key');
  const slotElem = slot?.fields.find((field) => field.name === 'elem');
  const keyType = slotKey?.type ?? keys?.type.elem;
  const elemType = slotElem?.type ?? elems?.type.elem;
  if (!keyType || !elemType) return undefined;
  const keyIndirect = keyType.kind === 'pointer' && name.startsWith(`map[${keyType.name.slice(1)}]`);
  const bareKey = keyIndirect ? keyType.elem : keyType;
  const elemIndirect =
    elemType.kind === 'pointer' &&
    bareKey !== undefined &&
    name === `map[${bareKey.name}]${elemType.name.slice(1)}`;
  const bareElem = elemIndirect ? elemType.elem : elemType;
  if (!bareKey || !bareElem) return undefined;
  const layout: MapLayout = {
    keySize: bareKey.size,
    elemSize: bareElem.size,
    keyIndirect,
    elemIndirect,
    unitSize: unit.size,
    unitHasPointers,
    keysOffset: slots && slotKey ? slots.offset + slotKey.offset : (keys?.offset ?? 0),
    keyStride: slot ? slot.size : keyType.size,
    elemsOffset: slots && slotElem ? slots.offset + slotElem.offset : (elems?.offset ?? 0),
    elemStride: slot ? slot.size : elemType.size,
  };
  return { name, key: bareKey, elem: bareElem, layout };
}
