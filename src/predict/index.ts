/**
 * predict: what a Go type costs, said before it is written: a type expression in, bytes at each stage of its life out.
 * Pure: it joins gosource (how a type is laid out) with gomem (what the allocator spends on it), reads no file, runs
 * nothing and simulates nothing.
 */
export { goLineName, goLines, newestGoLine, parseGoLine } from './go-lines.ts';
export { mapTypeOf, predict } from './predict.ts';
export type {
  MapForecast,
  PredictOptions,
  Prediction,
  ReorderedStruct,
  SliceForecast,
  Suggestion,
  ValueForecast,
  VersionRow,
} from './prediction.ts';
export { PredictError } from './predict-error.ts';
export type { GoLine } from '../gomem/index.ts';
export { type VersionChange, type VersionStep, versionSteps } from './version-changes.ts';
