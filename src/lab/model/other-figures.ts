import {
  classicBucketLog2,
  classicCapacity,
  classicHeaderBytes,
  goroutineStackBytes,
  maxTableCapacity,
  predictSlice,
  swissHeaderBytes,
  tableGrowthLimit,
} from '../../gomem/index.ts';
import type { ModelCall } from '../claims/claim.ts';
import { mapDesign, minorOf } from '../results/go-order.ts';
import { exactly, type Figures } from './figure.ts';

type Parameters = ModelCall['arguments'];

/** What no type of map changes: B, the load at which a map grows, the header. */
export function classicFigures(parameters: Parameters, line: string): Figures {
  const { bucketLog2 = 0, entries = 0 } = parameters as { bucketLog2?: number; entries?: number };
  const minor = minorOf(line);
  if (mapDesign(line) === 'swiss') {
    return {
      headerBytes: exactly(swissHeaderBytes),
      capacity: undefined,
      bucketLog2: undefined,
      entriesPerBucket: undefined,
      entriesPerSlot: exactly(tableGrowthLimit(maxTableCapacity) / maxTableCapacity),
    };
  }
  const perBucket = classicCapacity(17, minor) / 2 ** 17;
  return {
    headerBytes: exactly(classicHeaderBytes(minor)),
    capacity: exactly(classicCapacity(bucketLog2, minor)),
    bucketLog2: exactly(classicBucketLog2(entries, minor)),
    entriesPerBucket: exactly(perBucket),
    entriesPerSlot: exactly(perBucket / 8),
  };
}

export function sliceFigures(parameters: Parameters, line: string): Figures {
  const {
    elementBytes,
    appends,
    initialCapacity = 0,
  } = parameters as {
    elementBytes: number;
    appends: number;
    initialCapacity?: number;
  };
  const go = { minor: minorOf(line), mapKind: mapDesign(line) };
  const { capacities } = predictSlice(elementBytes, false, go, { appends, initialCapacity });
  return {
    growths: exactly(capacities.length - 1),
    lastGrowth: exactly((capacities.at(-1) ?? 0) / (capacities.at(-2) ?? 1)),
  };
}

export function goroutineFigures(parameters: Parameters): Figures {
  const { peakBytes } = parameters as { peakBytes: number };
  return { stackBytes: exactly(goroutineStackBytes({ peakBytes })) };
}
