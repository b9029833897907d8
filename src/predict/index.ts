/**
 * predict: what a Go type costs, said before it is written: a type expression in, bytes at each stage of its life out.
 * Pure: it joins gosource (how a type is laid out) with gomem (what the allocator spends on it), reads no file, runs
 * nothing and simulates nothing.
 */
export { goLineName, goLines, newestGoLine, parseGoLine } from './go-lines.ts';
export { predict } from './predict.ts';
export type {
  MapForecast,
  PredictOptions,
  Prediction,
  SliceForecast,
  Suggestion,
  ValueForecast,
  VersionRow,
} from './prediction.ts';
export { PredictError } from './predict-error.ts';
