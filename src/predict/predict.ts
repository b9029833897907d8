import { allocatedBytes, channelBytes, type GoLine, predictSlice } from '../gomem/index.ts';
import {
  elementLayoutOf,
  layoutOf,
  type MapShape as NamedMapShape,
  mapShapeOf,
  parseGoType,
  positionText,
  readGoTypes,
  type TypeExpression,
  type TypeLayout,
  type TypeScope,
  typeScope,
} from '../gosource/index.ts';
import { goLines } from './go-lines.ts';
import { predictMapType } from './predict-map.ts';
import { PredictError } from './predict-error.ts';
import { reordered } from './field-order.ts';
import type { PredictOptions, Prediction, SliceForecast, Suggestion } from './prediction.ts';

/** More than any process can map: 47 bits of addresses. */
const addressSpaceBytes = 2 ** 47;

/**
 * What a Go type costs. `expression` is a map type, a slice type or any other, as Go spells it. Throws PredictError where
 * the type is none, cannot be a map key, or does not fit memory.
 */
export function predict(expression: string, options: PredictOptions): Prediction {
  const type = parsed(expression);
  const scope = scopeFor(options);
  const layout = required(layoutOf(type, scope), expression, options.source);
  const prediction = predictionOf(type, layout, scope, expression, options);
  if (largestBytes(prediction) > addressSpaceBytes)
    throw new PredictError(
      `${options.entries} entries of ${layout.name} do not fit the memory of any process (128 TiB); ask for fewer`,
    );
  return prediction;
}

/** A map type as far as memory goes. Throws PredictError as `predict` does, and where the type is no map. */
export function mapTypeOf(
  expression: string,
  options: Pick<PredictOptions, 'line' | 'source'>,
): NamedMapShape {
  const type = parsed(expression);
  const scope = scopeFor(options);
  const layout = required(layoutOf(type, scope), expression, options.source);
  if (layout.kind !== 'map')
    throw new PredictError(`'${expression}' is no map type; expected one like map[string]int`);
  const found = mapShapeOf(type, scope);
  if ('problem' in found) throw new PredictError(problemLine(found.problem, expression, options.source));
  return found.shape;
}

function predictionOf(
  type: TypeExpression,
  layout: TypeLayout,
  scope: TypeScope,
  expression: string,
  options: PredictOptions,
): Prediction {
  const { entries, line } = options;
  if (layout.kind === 'map') {
    const found = mapShapeOf(type, scope);
    if ('problem' in found) throw new PredictError(problemLine(found.problem, expression, options.source));
    return predictMapType(layout.name, found.shape, options);
  }
  if (layout.kind === 'slice') return sliceForecast(type, layout, scope, expression, options);
  const buffer = layout.kind === 'channel' ? (options.hint ?? 0) : undefined;
  const slotBytes =
    buffer === undefined
      ? allocatedBytes(layout.size, !layout.hasPointers, line.minor)
      : bufferedBytes(required(elementLayoutOf(type, scope), expression, options.source), buffer, line);
  const bytes = slotBytes * entries;
  return { kind: 'value', type: layout.name, entries, line, layout, buffer, slotBytes, bytes };
}

function bufferedBytes({ size, hasPointers }: TypeLayout, buffer: number, { minor }: GoLine): number {
  return channelBytes(size, hasPointers, buffer, minor);
}

function sliceForecast(
  type: TypeExpression,
  { name }: TypeLayout,
  scope: TypeScope,
  expression: string,
  { entries, hint = 0, line, source }: PredictOptions,
): SliceForecast {
  const element = required(elementLayoutOf(type, scope), expression, source);
  const use = { appends: entries, initialCapacity: hint };
  const on = (each: GoLine) => predictSlice(element.size, element.hasPointers, each, use);
  const versions = goLines.map((each) => ({ line: each, prediction: on(each) }));
  const prediction = on(line);
  const struct = reordered(element.name, element.size, element.struct);
  const suggestions: Suggestion[] = [];
  if (struct !== undefined) {
    const { bytes } = predictSlice(struct.bestSize, element.hasPointers, line, use);
    const without = { deletedBytes: bytes, objects: 0, objectBytes: 0, scannedBytes: 0 };
    suggestions.push({ id: 'field-order', type: name, filledBytes: bytes, ...without, struct });
  }
  return { kind: 'slice', type: name, entries, hint, line, element, prediction, suggestions, versions };
}

function parsed(expression: string): TypeExpression {
  const result = parseGoType(expression);
  if ('error' in result) throw new PredictError(`'${expression}': ${result.error.message}`);
  return result.type;
}

function scopeFor({ source, line }: Pick<PredictOptions, 'line' | 'source'>): TypeScope {
  if (source === undefined) return typeScope({ goMinor: line.minor });
  const file = readGoTypes(source);
  if (file.types.size === 0 && file.errors.length > 0)
    throw new PredictError(`the file cannot be read as Go: ${file.errors[0].message}`);
  return typeScope({ files: [file], goMinor: line.minor });
}

type Problem = { readonly message: string; readonly offset: number; readonly declaration: string };

function required(
  result: { readonly layout: TypeLayout } | { readonly problem: Problem },
  expression: string,
  source: string | undefined,
): TypeLayout {
  if ('problem' in result) throw new PredictError(problemLine(result.problem, expression, source));
  return result.layout;
}

/** A problem in a declaration of the file stands there, any other in the expression. */
function problemLine(
  { message, offset, declaration }: Problem,
  expression: string,
  source: string | undefined,
): string {
  if (declaration === '') return `'${expression}': ${positionText(expression, offset)}: ${message}`;
  const [packageName, name] = declaration.split('.');
  const file = source === undefined ? undefined : readGoTypes(source);
  const isOwn = file?.packageName === packageName && (file.types.has(name) || file.constants.has(name));
  const where = isOwn && source !== undefined ? ` (${positionText(source, offset)} of the file)` : '';
  return `'${expression}': ${declaration}${where}: ${message}`;
}

function largestBytes(prediction: Prediction): number {
  if (prediction.kind === 'value') return prediction.bytes;
  if (prediction.kind === 'slice') return prediction.prediction.peakBytes;
  return prediction.prediction.peakBytes.mean;
}
