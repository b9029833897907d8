import type { TypeExpression } from '../syntax/type-expression.ts';
import type { TypeProblem } from '../types/type-problem.ts';
import type { MapKeyProblem, MapShape, TypeLayout } from './type-layout.ts';
import { problemOf, TypeScope, type TypeScopeOptions } from './type-scope.ts';

/** What type expressions are read with. It keeps what it works out, so that one scope should serve many questions. */
export function typeScope(options: TypeScopeOptions): TypeScope {
  return new TypeScope(options);
}

/** Layout of a type as the compiler for amd64 and arm64 would lay it out. */
export function layoutOf(
  type: TypeExpression,
  scope: TypeScope,
): { readonly layout: TypeLayout } | { readonly problem: TypeProblem } {
  try {
    return { layout: scope.layout(scope.resolve(type)) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** Layout of what a slice, array, pointer or channel type holds. */
export function elementLayoutOf(
  type: TypeExpression,
  scope: TypeScope,
): { readonly layout: TypeLayout } | { readonly problem: TypeProblem } {
  try {
    const resolved = scope.underlying(scope.resolve(type));
    if (!('element' in resolved))
      scope.fail('no-element', 'this is no slice, array, pointer or channel', type.offset);
    return { layout: scope.layout(resolved.element) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** Sizes of the keys and values of a map type, also behind a name. A type that cannot be a key is a problem. */
export function mapShapeOf(
  type: TypeExpression,
  scope: TypeScope,
): { readonly shape: MapShape } | { readonly problem: TypeProblem } {
  try {
    const resolved = scope.resolve(type);
    const map = scope.underlying(resolved);
    if (map.kind !== 'map') scope.fail('not-a-map', 'this is no map type', type.offset);
    const keyProblem = scope.mapKeyProblem(map.key);
    if (keyProblem)
      scope.fail('map-key', keyProblem.message, type.kind === 'map' ? type.key.offset : type.offset);
    return { shape: scope.mapShape(map, scope.layout(resolved).name) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/**
 * What makes the key of this map type invalid; undefined where nothing does, also for what is no map and for what has
 * another problem, which `layoutOf` tells.
 */
export function mapKeyProblem(type: TypeExpression, scope: TypeScope): MapKeyProblem | undefined {
  try {
    const map = scope.underlying(scope.resolveUnchecked(type));
    return map.kind === 'map' ? scope.mapKeyProblem(map.key) : undefined;
  } catch (error) {
    problemOf(error);
    return undefined;
  }
}
