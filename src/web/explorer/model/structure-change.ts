import type { ClassicStructure, SwissStructure } from '../../../simulate/index.ts';

/** What happened to the storage between two looks at it. */
export type StructureChange =
  | { readonly kind: 'growth-begun'; readonly from: number; readonly to: number }
  /** The old array was left within the same look. */
  | { readonly kind: 'grown'; readonly from: number; readonly to: number }
  | { readonly kind: 'growth-over'; readonly buckets: number }
  | { readonly kind: 'overflow'; readonly added: number }
  | { readonly kind: 'first-table'; readonly slots: number }
  | { readonly kind: 'table-grown'; readonly index: number; readonly slots: number }
  | { readonly kind: 'split'; readonly index: number; readonly tables: number; readonly directory: number }
  | { readonly kind: 'several'; readonly tables: number };

/** The parts of a structure that growing changes; small, whatever the map. */
export type StructureOutline =
  | {
      readonly kind: 'classic';
      readonly buckets: number;
      readonly isGrowing: boolean;
      readonly overflow: number;
    }
  | {
      readonly kind: 'swiss';
      readonly directory: number;
      /** Slots of each table by its name. */
      readonly tables: ReadonlyMap<string, { readonly index: number; readonly slots: number }>;
    };

export function outlineOf(structure: ClassicStructure | SwissStructure): StructureOutline {
  if (structure.kind === 'classic') {
    const { array, growth } = structure;
    return {
      kind: 'classic',
      buckets: array.baseCount,
      isGrowing: growth !== undefined,
      overflow: array.overflowChained,
    };
  }
  // First entry and number of entries name a table, also after the directory has doubled.
  const tables = structure.tables.map(({ index, localDepth, capacity }) => {
    const place = `${index / structure.directoryLength}/${localDepth}`;
    return [`${place}/${capacity}`, { index, slots: capacity }] as const;
  });
  return { kind: 'swiss', directory: structure.directoryLength, tables: new Map(tables) };
}

/** First directory entries of the tables that were not there before; none where the map is another one. */
export function newTables(before: StructureOutline, after: StructureOutline): ReadonlySet<number> {
  if (before.kind !== 'swiss' || after.kind !== 'swiss' || after.tables.size < before.tables.size)
    return new Set();
  const added = [...after.tables].filter(([name]) => !before.tables.has(name));
  return new Set(added.map(([, { index }]) => index));
}

/** undefined where nothing happened, or where the map is another one. */
export function changeBetween(
  before: StructureOutline,
  after: StructureOutline,
): StructureChange | undefined {
  if (before.kind === 'classic' && after.kind === 'classic') {
    const [from, to] = [before.buckets, after.buckets];
    if (from > to) return undefined;
    if (after.isGrowing && (from < to || !before.isGrowing)) return { kind: 'growth-begun', from, to };
    if (from < to) return { kind: 'grown', from, to };
    if (before.isGrowing && !after.isGrowing) return { kind: 'growth-over', buckets: after.buckets };
    const added = after.overflow - before.overflow;
    return added > 0 ? { kind: 'overflow', added } : undefined;
  }
  if (before.kind === 'swiss' && after.kind === 'swiss') return tableChange(before.tables, after);
  return undefined;
}

function tableChange(
  before: Extract<StructureOutline, { kind: 'swiss' }>['tables'],
  after: Extract<StructureOutline, { kind: 'swiss' }>,
): StructureChange | undefined {
  const added = [...after.tables].filter(([name]) => !before.has(name)).map(([, table]) => table);
  if (added.length === 0 || after.tables.size < before.size) return undefined;
  if (before.size === 0)
    return added.length === 1 ? { kind: 'first-table', slots: added[0].slots } : undefined;
  const [{ index, slots }] = added;
  if (added.length === 1) return { kind: 'table-grown', index, slots };
  if (added.length === 2 && after.tables.size === before.size + 1)
    return { kind: 'split', index, tables: after.tables.size, directory: after.directory };
  return { kind: 'several', tables: after.tables.size - before.size };
}
