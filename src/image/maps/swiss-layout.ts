import type { Runtime } from '../runtime.ts';

/** Offsets in internal/runtime/maps.Map and table (Go 1.24 and later), and the size of each. */
export interface SwissLayout {
  readonly headerBytes: number;
  readonly used: number;
  readonly seed: number;
  readonly directory: number;
  readonly directoryLength: number;
  readonly globalDepth: number;
  readonly globalShift: number;
  readonly writing: number;
  readonly tableBytes: number;
  readonly tableUsed: number;
  readonly tableCapacity: number;
  readonly tableGrowthLeft: number;
  readonly tableLocalDepth: number;
  readonly tableIndex: number;
  readonly tableGroups: number;
  readonly tableLengthMask: number;
}

export function swissLayout({ layouts }: Runtime): SwissLayout {
  const map = 'internal/runtime/maps.Map';
  const table = 'internal/runtime/maps.table';
  const reference = 'internal/runtime/maps.groupsReference';
  const groups = layouts.offset(table, 'groups');
  const layout = {
    used: layouts.offset(map, 'used'),
    seed: layouts.offset(map, 'seed'),
    directory: layouts.offset(map, 'dirPtr'),
    directoryLength: layouts.offset(map, 'dirLen'),
    globalDepth: layouts.offset(map, 'globalDepth'),
    globalShift: layouts.offset(map, 'globalShift'),
    writing: layouts.offset(map, 'writing'),
    tableUsed: layouts.offset(table, 'used'),
    tableCapacity: layouts.offset(table, 'capacity'),
    tableGrowthLeft: layouts.offset(table, 'growthLeft'),
    tableLocalDepth: layouts.offset(table, 'localDepth'),
    tableIndex: layouts.offset(table, 'index'),
    tableGroups: groups + layouts.offset(reference, 'data'),
    tableLengthMask: groups + layouts.offset(reference, 'lengthMask'),
  };
  const { used, seed, directory, directoryLength, globalDepth, globalShift, writing } = layout;
  const header = [used, seed, directory, directoryLength, globalDepth, globalShift, writing];
  const { tableIndex, tableGroups, tableLengthMask } = layout;
  return {
    ...layout,
    headerBytes: coveringBytes(layouts.struct(map)?.size ?? 48, header),
    tableBytes: coveringBytes(layouts.struct(table)?.size ?? 32, [tableIndex, tableGroups, tableLengthMask]),
  };
}

/** Bytes of a struct, and at least those of a word at each field: damaged DWARF can place a field at the struct's end. */
export function coveringBytes(structBytes: number, fieldOffsets: readonly number[]): number {
  return Math.max(structBytes, Math.max(...fieldOffsets) + 8);
}
