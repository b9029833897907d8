import {
  classicArray,
  classicCapacity,
  type GoLine,
  type MapPrediction,
  type MapShape,
  type MapStage,
  type MapStageName,
  predictMap,
} from '../../gomem/index.ts';
import type { ModelCall } from '../claims/claim.ts';
import { mapDesign, minorOf } from '../results/go-order.ts';
import { exactly, type Figure, type Figures } from './figure.ts';

/** Arguments of `predictMap` in a claim. */
interface MapArguments {
  readonly shape: MapShape;
  readonly entries: number;
  readonly hint?: number;
  readonly deleted?: 'all' | 'none' | number;
  /** Heap bytes that each value points to: the program's own, which the map knows nothing of. */
  readonly pointeeBytes?: number;
}

/** Standard deviations that are taken for chance. */
const spread = 3;

export function mapFigures(parameters: ModelCall['arguments'], line: string): Figures {
  const {
    shape,
    entries,
    hint = 0,
    deleted = 'none',
    pointeeBytes = 0,
  } = parameters as unknown as MapArguments;
  const go: GoLine = { minor: minorOf(line), mapKind: mapDesign(line) };
  const prediction = predictMap(shape, go, { entries, hint, deleted });
  const stage = (name: MapStageName): MapStage | undefined =>
    prediction.stages.find((each) => each.stage === name);
  const bytes = (name: MapStageName): Figure | undefined => {
    const found = stage(name);
    return found && plus(within(found.bytes), exactly(found.boxedBytes + found.entries * pointeeBytes));
  };
  const live = bytes('filled') ?? exactly(0);
  const outsideBytes = entries * (prediction.unit.boxedBytesPerEntry + pointeeBytes);
  const withEntries = (fewer: number): MapPrediction => predictMap(shape, go, { entries: fewer, hint });
  const garbage = lastGarbage(prediction, withEntries, entries, outsideBytes);
  const { structure, slots } = stage('filled') ?? prediction.stages[0];
  return {
    madeBytes: bytes('made'),
    liveBytes: live,
    garbageBytes: garbage,
    filledBytes: plus(live, garbage),
    deletedBytes: bytes('deleted'),
    clearedBytes: bytes('cleared'),
    rebuiltBytes: bytes('rebuilt'),
    slots: within(slots),
    bucketLog2: 'bucketLog2' in structure ? exactly(structure.bucketLog2) : undefined,
    bytesPerEntry: exactly(live.mean / Math.max(1, entries)),
  };
}

/**
 * What filling has left to the collector and may not be collected yet. A classic map drops its old array in one piece,
 * and the collection that the new array sets off still finds it in use: it is garbage to the end. A Swiss map drops its
 * tables one by one, so any part of those of the last doubling may be gone. Where most of the heap lies outside the map,
 * the collector paces itself by that: tables of the doubling before may be left as well, and overflow buckets of the old
 * array may be gone, which each bucket drops when it has moved.
 */
function lastGarbage(
  prediction: MapPrediction,
  withEntries: (entries: number) => MapPrediction,
  entries: number,
  outsideBytes: number,
): Figure {
  const all = prediction.growthGarbageBytes;
  if (all.mean === 0) return exactly(0);
  const { structure, bytes } = prediction.stages[1];
  if ('bucketLog2' in structure) {
    if (structure.bucketLog2 === 0) return exactly(0);
    const { minor } = prediction.line;
    const before = withEntries(classicCapacity(structure.bucketLog2 - 1, minor));
    const old = within({ mean: all.mean - before.growthGarbageBytes.mean, deviation: all.deviation });
    if (outsideBytes <= bytes.mean) return old;
    const array = classicArray(prediction.unit, structure.bucketLog2 - 1, minor);
    return { ...old, low: Math.min(old.low, array.bytes) };
  }
  const doublings = outsideBytes > bytes.mean ? 2 : 1;
  const before = withEntries(Math.floor(entries / 2 ** doublings));
  const most = Math.max(0, all.mean - before.growthGarbageBytes.mean);
  return { mean: most / 2, low: 0, high: most };
}

function within({ mean, deviation }: { readonly mean: number; readonly deviation: number }): Figure {
  return { mean, low: mean - spread * deviation, high: mean + spread * deviation };
}

function plus(one: Figure, other: Figure): Figure {
  return { mean: one.mean + other.mean, low: one.low + other.low, high: one.high + other.high };
}
