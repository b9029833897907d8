import { type ConstantExpression, constantText } from '../syntax/constant-expression.ts';
import type { ConstantValue, NumberValue } from './constant-value.ts';
import type { Resolver } from './resolver.ts';

const formNames = { integer: 'int', rune: 'rune', float: 'float', string: 'string' } as const;

/** An operand as the compiler describes it (types2/operand.go, Go 1.26): `cu8 + 1 (constant 256 of type uint8)`. */
export function operandText(
  expression: ConstantExpression,
  value: ConstantValue,
  resolver: Resolver,
): string {
  const text = constantText(expression);
  const shown = value.form === 'string' ? text : valueText(value);
  const suffix = shown === text ? '' : ` ${shown}`;
  if (value.type !== undefined)
    return `${text} (constant${suffix} of type ${resolver.compilerName(value.type)})`;
  return `${text} (untyped ${formNames[value.form]} constant${suffix})`;
}

function valueText({ numerator, denominator }: NumberValue): string {
  if (denominator === 1n) return String(numerator);
  return String(Number((Number(numerator) / Number(denominator)).toPrecision(6)));
}
