import { PredictError } from './predict-error.ts';
import {
  allocatedBytes,
  type GoLine,
  mapCostGroup,
  type MapPrediction,
  type MapShape,
  predictMap,
} from '../gomem/index.ts';
import type { MapShape as NamedMapShape } from '../gosource/index.ts';
import { goLines } from './go-lines.ts';
import { reordered } from './field-order.ts';
import type { MapForecast, PredictOptions, ReorderedStruct, Suggestion, VersionRow } from './prediction.ts';

/** Values under this size are not worth a pointer of 8 bytes and an allocation each. */
const smallestPointedBytes = 32;
/** A suggestion must save at least this share. */
const worthwhileShare = 0.1;

const noObjects = { objects: 0, objectBytes: 0, scannedBytes: 0 } as const;

type Use = { readonly entries: number; readonly hint: number; readonly deleted: number };

/** The forecast of a map type whose shape is known. */
export function predictMapType(type: string, shape: NamedMapShape, options: PredictOptions): MapForecast {
  const { entries, hint = 0, line } = options;
  const deleted = deletedOf(options);
  const use: Use = { entries, hint, deleted };
  const prediction = predictMap(shape, line, use);
  return {
    kind: 'map',
    type,
    entries,
    hint,
    deleted,
    shape,
    prediction,
    versions: versionRows(shape, use, prediction),
    suggestions: suggestionsFor(shape, line, use, prediction),
  };
}

function deletedOf({ entries, deleted = 'none' }: PredictOptions): number {
  if (deleted === 'none') return 0;
  if (deleted === 'all') return entries;
  if (deleted > entries)
    throw new PredictError(`of ${entries} entries, ${deleted} cannot be deleted; ask for fewer, or for all`);
  return deleted;
}

/** All lines, each group of them worked out once. */
function versionRows(shape: NamedMapShape, use: Use, known: MapPrediction): VersionRow[] {
  const byGroup = new Map([[mapCostGroup(known.line), known]]);
  return goLines.map((line) => {
    const group = mapCostGroup(line);
    const prediction = byGroup.get(group) ?? predictMap(shape, line, use);
    byGroup.set(group, prediction);
    return versionRow(prediction, line);
  });
}

function versionRow(prediction: MapPrediction, line: GoLine): VersionRow {
  return {
    line,
    madeBytes: stageBytes(prediction, 'made'),
    filledBytes: stageBytes(prediction, 'filled'),
    deletedBytes: stageBytes(prediction, 'deleted'),
    rebuiltBytes: stageBytes(prediction, 'rebuilt'),
    peakBytes: prediction.peakBytes.mean,
  };
}

/** Bytes with boxes; those of the filled map where nothing is deleted. */
function stageBytes({ stages }: MapPrediction, name: 'made' | 'filled' | 'deleted' | 'rebuilt'): number {
  const stage = stages.find((each) => each.stage === name) ?? stages[1];
  return stage.bytes.mean + stage.boxedBytes;
}

function suggestionsFor(shape: NamedMapShape, line: GoLine, use: Use, present: MapPrediction): Suggestion[] {
  const found: Suggestion[] = fieldOrders(shape, line, use);
  const pointers = use.deleted > 0 ? pointerValues(shape, line, use) : undefined;
  if (pointers && isWorthwhile(pointers.deletedBytes, stageBytes(present, 'deleted'))) found.push(pointers);
  const hinted = predictMap(shape, line, { ...use, hint: use.entries });
  if (use.hint === 0 && isWorthwhile(hinted.peakBytes.mean, present.peakBytes.mean)) {
    found.push({
      id: 'hint',
      type: `make(${shape.name}, ${use.entries})`,
      filledBytes: hinted.peakBytes.mean,
      deletedBytes: stageBytes(hinted, 'deleted'),
      ...noObjects,
    });
  }
  return found;
}

function isWorthwhile(bytes: number, presentBytes: number): boolean {
  return bytes < presentBytes * (1 - worthwhileShare);
}

/** The same map with structs of the same fields and less padding. */
function fieldOrders(shape: NamedMapShape, line: GoLine, use: Use): Suggestion[] {
  const { keyName, keyBytes, keyStruct, valueName, valueBytes, valueStruct } = shape;
  const suggestion = (struct: ReorderedStruct | undefined, smaller: Partial<MapShape>): Suggestion[] => {
    if (struct === undefined) return [];
    const prediction = predictMap({ ...shape, ...smaller }, line, use);
    return [
      {
        id: 'field-order',
        type: shape.name,
        filledBytes: stageBytes(prediction, 'filled'),
        deletedBytes: stageBytes(prediction, 'deleted'),
        ...noObjects,
        struct,
      },
    ];
  };
  const value = reordered(valueName, valueBytes, valueStruct);
  const key = reordered(keyName, keyBytes, keyStruct);
  return [
    ...suggestion(value, value ? { valueBytes: value.bestSize } : {}),
    ...suggestion(key, key ? { keyBytes: key.bestSize } : {}),
  ];
}

/** The same map with pointers to its values: an emptied slot then keeps 8 bytes, a deleted value goes with the next GC. */
function pointerValues(shape: NamedMapShape, line: GoLine, use: Use): Suggestion | undefined {
  if (shape.valueBytes < smallestPointedBytes) return undefined;
  const pointed: MapShape = { ...shape, valueBytes: 8, valueAlign: 8, valueHasPointers: true };
  const prediction = predictMap(pointed, line, use);
  const each = allocatedBytes(shape.valueBytes, !shape.valueHasPointers, line.minor);
  return {
    id: 'pointer-values',
    type: `map[${shape.keyName}]*${shape.valueName}`,
    filledBytes: stageBytes(prediction, 'filled') + each * use.entries,
    deletedBytes: stageBytes(prediction, 'deleted') + each * (use.entries - use.deleted),
    objects: use.entries,
    objectBytes: each,
    scannedBytes: shape.keyHasPointers || shape.valueHasPointers ? 0 : stageBytes(prediction, 'filled'),
  };
}
