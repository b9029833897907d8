import { unitSlots } from '../../../gomem/index.ts';
import type { BucketCells, ClassicStructure, SwissStructure } from '../../../simulate/index.ts';
import { type Block, CellState, type Unit } from './cell-state.ts';

/** The top-hash byte of a slot that holds a key; below it are the states empty and evacuated (runtime/map.go). */
const smallestTopHash = 5;
const firstEvacuated = 2;
/** A control byte of a Swiss group below this is part of a key's hash; 254 is a tombstone (internal/runtime/maps). */
const controlEmpty = 128;
const controlDeleted = 254;

/** Units that the structure has: a drawing of cells needs room for each. */
export function unitCountOf(structure: ClassicStructure | SwissStructure): number {
  if (structure.kind === 'swiss') return Math.max(1, structure.slots / unitSlots);
  const { array, growth } = structure;
  const old = growth === undefined ? 0 : growth.oldArray.baseCount + growth.oldArray.overflowChained;
  return array.baseCount + array.overflowChained + old;
}

/** Every slot of the structure, in the order of the directory or of the buckets. */
export function blocksOf(structure: ClassicStructure | SwissStructure): Block[] {
  return structure.kind === 'swiss' ? swissBlocks(structure) : classicBlocks(structure);
}

function classicBlocks(structure: ClassicStructure): Block[] {
  const { array, growth, isAllocated } = structure;
  const old = growth === undefined ? [] : [arrayBlock(structure, growth.oldArray.baseCount, 'old')];
  return [...old, ...(isAllocated ? [arrayBlock(structure, array.baseCount, 'current')] : [])];
}

function arrayBlock(structure: ClassicStructure, baseCount: number, which: 'current' | 'old'): Block {
  const units: Unit[] = [];
  const evacuated = which === 'old' ? structure.growth?.evacuated : undefined;
  for (let bucket = 0; bucket < baseCount; bucket++) {
    const chain = structure.readBucket(bucket, which);
    chain.forEach((cells, place) => {
      units.push({ states: bucketStates(cells, evacuated?.[bucket] === 1), isChained: place > 0 });
    });
  }
  return block(which === 'old' ? 'old-array' : 'array', 0, units, 0);
}

function bucketStates({ topHashes }: BucketCells, isEvacuated: boolean): CellState[] {
  return Array.from(topHashes, (top) => {
    if (isEvacuated) return CellState.evacuated;
    if (top >= smallestTopHash) return CellState.full;
    return top >= firstEvacuated ? CellState.evacuated : CellState.empty;
  });
}

function swissBlocks(structure: SwissStructure): Block[] {
  const unit = (table: number, group: number): Unit => ({
    states: Array.from(structure.readGroup(table, group).controls, controlState),
    isChained: false,
  });
  if (structure.directoryLength === 0)
    return structure.smallGroupFull === undefined ? [] : [block('group', 0, [unit(0, 0)], 0)];
  return structure.tables.map(({ index, full, localDepth }, table) => {
    const units = Array.from(full, (_, group) => unit(table, group));
    return block('table', index, units, localDepth);
  });
}

function controlState(control: number): CellState {
  if (control < controlEmpty) return CellState.full;
  return control === controlDeleted ? CellState.deleted : CellState.empty;
}

function block(kind: Block['kind'], index: number, units: readonly Unit[], localDepth: number): Block {
  const count = (wanted: CellState): number =>
    units.reduce((sum, { states }) => sum + states.filter((state) => state === wanted).length, 0);
  return {
    kind,
    index,
    units,
    full: count(CellState.full),
    deleted: count(CellState.deleted),
    slots: units.length * unitSlots,
    localDepth,
  };
}
