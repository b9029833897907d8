import type { Expectation, MapStage } from '../../gomem/index.ts';
import { goLineName, type MapForecast, type Prediction } from '../../predict/index.ts';

/** The contract of `predict --json`. Bytes are means over hash seeds; `deviation` is their standard deviation. */
export function predictJson(prediction: Prediction): string[] {
  return [`${JSON.stringify(plain(prediction), undefined, 2)}\n`];
}

/** `predict --compare --json`: the first version at the top, as without the option, and all of them under `compared`. */
export function comparedJson(all: readonly Prediction[]): string[] {
  const compared = all.map((prediction) => ({ ...plain(prediction), versions: undefined }));
  return [`${JSON.stringify({ ...plain(all[0]), compared }, undefined, 2)}\n`];
}

function plain(forecast: Prediction): Record<string, unknown> {
  const { type, entries } = forecast;
  if (forecast.kind === 'map') return plainMap(forecast);
  const goVersion = goLineName(forecast.line);
  if (forecast.kind === 'value') {
    const { slotBytes, bytes, layout, buffer } = forecast;
    return { type, goVersion, entries, size: layout.size, buffer, slotBytes, bytes, layout };
  }
  const { bytes, peakBytes, garbageBytes, unusedBytes, capacities } = forecast.prediction;
  const stages = [{ stage: 'filled', bytes, slots: capacities.at(-1) ?? 0, note: [] }];
  const { suggestions } = forecast;
  return { type, goVersion, entries, stages, peakBytes, garbageBytes, unusedBytes, capacities, suggestions };
}

function plainMap(forecast: MapForecast): Record<string, unknown> {
  const { type, entries, hint, deleted, prediction, versions, suggestions } = forecast;
  const { line, unit, stages, peakBytes, growthGarbageBytes, bytesPerEntry, cliffs, notes } = prediction;
  return {
    type,
    goVersion: goLineName(line),
    mapKind: line.mapKind,
    entries,
    hint,
    deleted,
    stages: stages.map((stage) => plainStage(stage)),
    peakBytes: Math.round(peakBytes.mean),
    peakDeviation: rounded(peakBytes),
    growthGarbageBytes: Math.round(growthGarbageBytes.mean),
    bytesPerEntry,
    unit,
    cliffs,
    notes,
    versions: versions.map(({ line: each, ...bytes }) => ({
      goVersion: goLineName(each),
      mapKind: each.mapKind,
      ...bytes,
    })),
    suggestions,
  };
}

function plainStage({
  stage,
  entries,
  bytes,
  slots,
  boxedBytes,
  tombstones,
}: MapStage): Record<string, unknown> {
  return {
    stage,
    entries,
    bytes: Math.round(bytes.mean),
    bytesDeviation: rounded(bytes),
    slots: Math.round(slots.mean),
    boxedBytes,
    tombstones: Math.round(tombstones.mean),
    note: bytes.deviation > 0 ? 'depends on the hash seed' : '',
  };
}

function rounded({ deviation }: Expectation): number {
  return Math.round(deviation);
}
