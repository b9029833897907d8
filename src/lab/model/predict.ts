import { assert } from '../../base/index.ts';
import type { ModelCall } from '../claims/claim.ts';
import type { Figure, Figures } from './figure.ts';
import { mapFigures } from './map-figures.ts';
import { classicFigures, goroutineFigures, sliceFigures } from './other-figures.ts';

const functions: Readonly<Record<string, (parameters: ModelCall['arguments'], line: string) => Figures>> = {
  predictMap: mapFigures,
  classicMap: classicFigures,
  predictSlice: sliceFigures,
  goroutineStack: goroutineFigures,
};

/**
 * The model's figure for a line of Go; undefined where there is no such thing on that line. A call that names no
 * function or figure is a bug of the claim's file.
 */
export function predict(call: ModelCall, line: string): Figure | undefined {
  assert(Object.hasOwn(functions, call.function), `no model function is called ${call.function}`);
  const figures = functions[call.function](call.arguments, line);
  assert(Object.hasOwn(figures, call.pick), `${call.function} has no figure ${call.pick}`);
  return figures[call.pick];
}
