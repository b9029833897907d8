import { type GoLine, type MapPrediction, type MapShape, predictMap } from '../../../gomem/index.ts';
import { predict, PredictError } from '../../../predict/index.ts';
import type { Plan } from './phases.ts';

/** The memory that a process can map: beyond it predict has an answer in words. */
const addressSpaceBytes = 2 ** 47;
const curvePoints = 128;

export interface CurvePoint {
  readonly entries: number;
  /** Expected bytes, boxes included. */
  readonly bytes: number;
}

/** What the formulas say of a plan. Bytes are means over hash seeds. */
export interface Forecast {
  readonly filledBytes: number;
  readonly deletedBytes: number;
  readonly rebuiltBytes: number;
  /** The most at once while the map is filled, boxes included. */
  readonly peakBytes: number;
  readonly growthGarbageBytes: number;
  readonly boxedBytesPerEntry: number;
}

/** A map type as one version of Go lays it out. */
export interface MapType {
  /** As reflect prints it. */
  readonly name: string;
  readonly shape: MapShape;
}

/** Why a type cannot be explored; `message` is predict's own line, undefined where the type is no map. */
export interface TypeFault {
  readonly message: string | undefined;
}

export function mapTypeOf(expression: string, source: string | undefined, line: GoLine): MapType | TypeFault {
  return guarded(expression, source, line, 1);
}

/** predict's own words where so many entries fit no process. */
export function sizeFault(
  expression: string,
  source: string | undefined,
  { shape }: MapType,
  line: GoLine,
  entries: number,
): TypeFault | undefined {
  if (predictMap(shape, line, { entries }).peakBytes.mean <= addressSpaceBytes) return undefined;
  const found = guarded(expression, source, line, entries);
  return 'message' in found ? found : undefined;
}

function guarded(
  expression: string,
  source: string | undefined,
  line: GoLine,
  entries: number,
): MapType | TypeFault {
  try {
    const found = predict(expression, { entries, line, ...(source === undefined ? {} : { source }) });
    return found.kind === 'map' ? { name: found.type, shape: found.shape } : { message: undefined };
  } catch (error) {
    if (error instanceof PredictError) return { message: error.message };
    throw error;
  }
}

export function forecastOf(shape: MapShape, line: GoLine, { entries, keep, hint }: Plan): Forecast {
  const prediction = predictMap(shape, line, { entries, hint, deleted: entries - keep });
  const filledBytes = stageBytes(prediction, 'filled');
  return {
    filledBytes,
    deletedBytes: keep < entries ? stageBytes(prediction, 'deleted') : filledBytes,
    rebuiltBytes: stageBytes(prediction, 'rebuilt'),
    peakBytes: prediction.peakBytes.mean,
    growthGarbageBytes: prediction.growthGarbageBytes.mean,
    boxedBytesPerEntry: prediction.unit.boxedBytesPerEntry,
  };
}

/** The filling map by formula, at regular numbers of entries; a point at a time, since all take as long as many frames. */
export function* forecastCurve(
  shape: MapShape,
  line: GoLine,
  { entries, hint }: Plan,
): Generator<CurvePoint, undefined> {
  const steps = Math.min(entries, curvePoints);
  for (let step = 0; step <= steps; step++) {
    const count = Math.round((entries * step) / steps);
    const bytes = stageBytes(predictMap(shape, line, { entries: count, hint }), 'filled');
    yield { entries: count, bytes };
  }
  return undefined;
}

function stageBytes({ stages }: MapPrediction, name: 'filled' | 'deleted' | 'rebuilt'): number {
  const stage = stages.find((each) => each.stage === name);
  return stage === undefined ? 0 : stage.bytes.mean + stage.boxedBytes;
}
