import { fraction, type NumberValue, wholeNumber } from './constant-value.ts';

/** Of two whole numbers; undefined for an operator that has no number as result. */
export function wholeResult(operator: string, a: bigint, b: bigint): NumberValue | undefined {
  switch (operator) {
    case '+':
      return wholeNumber(a + b);
    case '-':
      return wholeNumber(a - b);
    case '*':
      return wholeNumber(a * b);
    case '/':
      return wholeNumber(a / b);
    case '%':
      return wholeNumber(a % b);
    case '&':
      return wholeNumber(a & b);
    case '|':
      return wholeNumber(a | b);
    case '^':
      return wholeNumber(a ^ b);
    case '&^':
      return wholeNumber(a & ~b);
    default:
      return undefined;
  }
}

/** Of two numbers of which one at least is a float. */
export function fractionResult(operator: string, a: NumberValue, b: NumberValue): NumberValue | undefined {
  const common = a.denominator * b.denominator;
  switch (operator) {
    case '+':
      return fraction(a.numerator * b.denominator + b.numerator * a.denominator, common);
    case '-':
      return fraction(a.numerator * b.denominator - b.numerator * a.denominator, common);
    case '*':
      return fraction(a.numerator * b.numerator, common);
    case '/':
      return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
    default:
      return undefined;
  }
}
