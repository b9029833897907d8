/* What of a real map must be equal to the prediction, whatever its seed. */
import {
  allocatedBytes,
  classicArray,
  type ClassicState,
  type Expectation,
  type GoLine,
  groupsBytes,
  type MapStage,
  mapUnitOf,
  type SwissState,
  tableBytes,
} from '../../src/gomem/index.ts';
import type { GridRow, Sample } from './grid-program.ts';

type Check = readonly [name: string, ours: number, theirs: number];

/** The first thing in which a map is not as predicted. */
export function exactDifference(row: GridRow, stage: MapStage, sample: Sample): string | undefined {
  const line: GoLine = { minor: row.goMinor, mapKind: row.isSwiss ? 'swiss' : 'classic' };
  const unit = mapUnitOf(row.shape, line);
  const checks: Check[] = [
    ['unitSize', unit.unitSize, row.unitSize],
    ['unitHasPointers', Number(unit.unitHasPointers), Number(row.unitHasPointers)],
    ['len', stage.entries, sample.len],
    ['boxedBytes', stage.boxedBytes, sample.boxedBytes],
    ...certain('bytes', stage.bytes, sample.bytes),
    ...certain('slots', stage.slots, sample.slots),
    ...certain('tombstones', stage.tombstones, sample.tombstones),
  ];
  const { structure } = stage;
  if ('array' in structure) checks.push(...classicChecks(row, line, structure, sample));
  else checks.push(...swissChecks(row, line, structure, sample));
  const wrong = checks.find(([, ours, theirs]) => ours !== theirs);
  return wrong && `${wrong[0]} ${wrong[1]}, Go ${wrong[2]}`;
}

/** A quantity that no seed changes must be met by every map. */
function certain(name: string, { mean, deviation }: Expectation, measured: number): Check[] {
  return deviation === 0 ? [[name, mean, measured]] : [];
}

/** The bytes by the runtime's spans must be those of the structure that the map has. */
function classicChecks(row: GridRow, line: GoLine, state: ClassicState, sample: Sample): Check[] {
  const unit = mapUnitOf(row.shape, line);
  const array = classicArray(unit, sample.bucketLog2, line.minor);
  const isGrowing = sample.oldBucketLog2 >= 0;
  const old = isGrowing ? classicArray(unit, sample.oldBucketLog2, line.minor).bytes : 0;
  const outside = sample.overflowOutside * allocatedBytes(unit.unitSize, !unit.unitHasPointers, line.minor);
  const header = allocatedBytes(line.minor >= 24 ? 56 : 48, false, line.minor);
  const certainlyGrowing = state.oldArrayHeldProbability > 1 - 1e-9;
  return [
    ['bucketLog2', state.bucketLog2, sample.bucketLog2],
    ['bytes of its structure', header + state.array.bytes + old + outside, sample.bytes],
    ['oldBucketLog2', isGrowing ? state.bucketLog2 - 1 : -1, sample.oldBucketLog2],
    ...(state.oldArrayHeldProbability < 1e-9 || certainlyGrowing
      ? [['is growing', Number(certainlyGrowing), Number(isGrowing)] as const]
      : []),
    ...(isGrowing
      ? []
      : [
          ['overflowOutside', overflowBeyond(array, sample.overflowChained), sample.overflowOutside] as const,
        ]),
    ...certain('overflowChained', state.overflowChained, sample.overflowChained),
  ];
}

function overflowBeyond(array: { baseCount: number; bucketCount: number }, chained: number): number {
  return Math.max(0, chained - (array.bucketCount - array.baseCount));
}

function swissChecks(row: GridRow, line: GoLine, state: SwissState, sample: Sample): Check[] {
  const unit = mapUnitOf(row.shape, line);
  const header = allocatedBytes(48, false, line.minor);
  const checks: Check[] = [
    ...certain('tableCount', state.tableCount, sample.tables),
    ...certain('directoryLength', state.directoryLength, sample.directoryLength),
  ];
  let storage: number;
  if (sample.directoryLength === 0) {
    storage = state.storageBytes.mean === 0 ? 0 : groupsBytes(unit, 8, line.minor);
  } else {
    storage = allocatedBytes(8 * sample.directoryLength, false, line.minor);
    if (sample.tables === 1) storage += tableBytes(unit, sample.slots, line.minor);
    else {
      storage += sample.halfTables * tableBytes(unit, 512, line.minor);
      storage += (sample.tables - sample.halfTables) * tableBytes(unit, 1024, line.minor);
    }
  }
  checks.push(['bytes of its structure', header + storage, sample.bytes]);
  return checks;
}
