import type { TypeExpression } from '../syntax/type-expression.ts';

/**
 * Where the innermost part of an expression begins that `isRefused`; of a map whose key is refused, where the key does,
 * as the compiler points at it. Types have no places: what they were written as has.
 */
export function refusedPlace(
  expression: TypeExpression,
  isRefused: (part: TypeExpression) => boolean,
): number {
  let part = expression;
  while (true) {
    const inner = partsOf(part).find(isRefused);
    if (inner === undefined) return part.kind === 'map' ? part.key.offset : part.offset;
    part = inner;
  }
}

function partsOf(expression: TypeExpression): readonly TypeExpression[] {
  switch (expression.kind) {
    case 'name':
      return expression.typeArguments;
    case 'map':
      return [expression.key, expression.value];
    case 'function':
      return [...expression.parameters, ...expression.results].map(({ type }) => type);
    case 'struct':
      return expression.fields.map(({ type }) => type);
    case 'interface':
      return expression.methods.map(({ type }) => type);
    default:
      return [expression.element];
  }
}
