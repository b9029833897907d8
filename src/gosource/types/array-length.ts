import type { ConstantExpression } from '../syntax/constant-expression.ts';
import type { ConstantValue } from './constant-value.ts';
import type { Context } from './context.ts';
import type { Evaluator } from './evaluator.ts';
import { operandText } from './operand-text.ts';
import type { Resolver } from './resolver.ts';
import { TypeFailure } from './type-problem.ts';
import { basicSizes, universe, universeValues } from './universe.ts';

/** Length of an array type; fails in the words of types2/typexpr.go, arrayLength (Go 1.26). */
export function arrayLength(
  length: ConstantExpression,
  context: Context,
  evaluator: Evaluator,
  resolver: Resolver,
): bigint {
  const fail = (message: string): never => resolver.fail('array-length', message, length.offset, context);
  const own = context.file.package;
  if (length.kind === 'name' && length.qualifier === '' && !own.fileOf('constants', length.name)) {
    const { name } = length;
    if (name === 'true' || name === 'false') {
      fail(`array length ${name} (untyped bool constant) must be integer`);
    }
    const isDeclared =
      own.fileOf('types', name) ?? own.fileOf('values', name) ?? universe.fileOf('types', name);
    const isUniversal = Object.hasOwn(basicSizes, name) || universeValues.get(name) === 'built-in function';
    if (isDeclared || isUniversal) fail(`invalid array length ${name}`);
  }
  let value: ConstantValue;
  try {
    value = evaluator.evaluate(length, context);
  } catch (error) {
    const isUndefined =
      error instanceof TypeFailure &&
      length.kind === 'name' &&
      error.problem.message === `undefined: ${length.name}`;
    if (!isUndefined) throw error;
    return fail(`undefined array length ${length.name} or missing type constraint`);
  }
  const shown = operandText(length, value, resolver);
  if (value.form === 'string' || value.denominator !== 1n)
    return fail(`array length ${shown} must be integer`);
  if (value.form === 'float' && value.type !== undefined)
    return fail(`array length ${shown} must be integer`);
  if (value.numerator < 0n || value.numerator >= 2n ** 63n) return fail(`invalid array length ${shown}`);
  return value.numerator;
}
