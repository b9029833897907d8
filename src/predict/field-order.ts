import type { StructLayout } from '../gosource/index.ts';
import type { ReorderedStruct } from './prediction.ts';

/** The struct with its fields in the order that makes it smallest; undefined where it is as small as it gets. */
export function reordered(
  name: string,
  size: number,
  layout: StructLayout | undefined,
): ReorderedStruct | undefined {
  if (layout === undefined || layout.best.size >= size) return undefined;
  const fields = layout.best.order.map((place) => {
    const { name: field, typeName, isEmbedded } = layout.fields[place];
    return isEmbedded ? typeName : `${field} ${typeName}`;
  });
  return { name, size, bestSize: layout.best.size, fields };
}
