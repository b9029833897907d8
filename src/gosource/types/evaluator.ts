import {
  type BinaryConstant,
  type CallConstant,
  type ConstantExpression,
  constantText,
  type LiteralConstant,
  type NamedConstant,
  type UnaryConstant,
} from '../syntax/constant-expression.ts';
import type { ConstantDeclaration } from '../syntax/go-file.ts';
import type { TypeExpression } from '../syntax/type-expression.ts';
import { integerValue, runeValue, stringByteCount } from '../tokens/literal-value.ts';
import {
  bitCount,
  type ConstantValue,
  floatValue,
  type NumberValue,
  strongerForm,
  wholeNumber,
} from './constant-value.ts';
import { type Context, qualifiedName } from './context.ts';
import type { PackageFile } from './go-package.ts';
import type { GoType } from './go-type.ts';
import { operandText } from './operand-text.ts';
import { fractionResult, wholeResult } from './constant-arithmetic.ts';
import type { Resolver } from './resolver.ts';
import { integerRange, universeValues } from './universe.ts';

/** go/constant, Go 1.26: whole numbers without a type may have this many bits, and be shifted this far. */
const bitsMax = 512;
const shiftMax = 1023 - 1 + 52;
/** Fractions have no such limit there; here one keeps them from growing for ever. */
const fractionBitsMax = 32768;
const literalTextMax = 2000;
/** Expressions may be nested this deep, through brackets and through the constants that they name. */
const depthMax = 300;

const overflowNames: Readonly<Record<string, string>> = {
  '+': 'addition ',
  '-': 'subtraction ',
  '*': 'multiplication ',
  '^': 'bitwise XOR ',
};

/** Size and alignment of a type in bytes, which `unsafe.Sizeof` makes constants of. */
export type Measure = (type: GoType, context: Context) => { readonly size: number; readonly align: number };

/** Works constant expressions out: whole numbers, fractions and lengths of strings, exactly. */
export class Evaluator {
  readonly #resolver: Resolver;
  readonly #measure: Measure;
  readonly #values = new Map<ConstantDeclaration, ConstantValue>();
  readonly #open: ConstantDeclaration[] = [];
  #depth = 0;

  constructor(resolver: Resolver, measure: Measure) {
    this.#resolver = resolver;
    this.#measure = measure;
  }

  /** Value of an expression; fails for what the compiler refuses, and for what is not worked out here. */
  evaluate(expression: ConstantExpression, context: Context): ConstantValue {
    if (this.#depth >= depthMax) {
      const message = `the constant is nested more than ${depthMax} levels deep`;
      this.#resolver.fail('too-deep', message, expression.offset, context);
    }
    this.#depth++;
    try {
      return this.#evaluate(expression, context);
    } finally {
      this.#depth--;
    }
  }

  #evaluate(expression: ConstantExpression, context: Context): ConstantValue {
    switch (expression.kind) {
      case 'literal':
        return this.#literal(expression, context);
      case 'name':
        return this.#name(expression, context);
      case 'unary':
        return this.#unary(expression, context);
      case 'binary':
        return this.#binary(expression, context);
      case 'parenthesised':
        return this.evaluate(expression.inner, context);
      case 'call':
        return this.#call(expression, context);
      case 'composite':
      case 'opaque':
        return this.#notEvaluated(expression, context);
    }
  }

  #fail(message: string, { offset }: ConstantExpression, context: Context): never {
    return this.#resolver.fail('constant', message, offset, context);
  }

  #notEvaluated(expression: ConstantExpression, context: Context): never {
    return this.#fail(
      `${constantText(expression)} is not worked out here: write the number`,
      expression,
      context,
    );
  }

  #number(expression: ConstantExpression, context: Context): NumberValue {
    const value = this.evaluate(expression, context);
    return value.form === 'string' ? this.#notEvaluated(expression, context) : value;
  }

  #literal(expression: LiteralConstant, context: Context): ConstantValue {
    const { form, text } = expression;
    if (form === 'string') return { form, byteCount: stringByteCount(text), type: undefined };
    if (form === 'rune') return wholeNumber(BigInt(runeValue(text)), 'rune');
    if (text.length > literalTextMax || form === 'imaginary') return this.#notEvaluated(expression, context);
    if (form === 'integer') return wholeNumber(integerValue(text));
    return floatValue(text) ?? this.#notEvaluated(expression, context);
  }

  #name(expression: NamedConstant, context: Context): ConstantValue {
    const { qualifier, name } = expression;
    const { packages } = this.#resolver;
    if (qualifier !== '') {
      for (const found of packages.find(qualifier, context.file)) {
        const file = found.fileOf('constants', name);
        if (file) return this.#declared(file, name);
      }
      const message = `the value of ${qualifier}.${name} is not at hand: give the Go file that declares it too (--from FILE)`;
      return this.#resolver.fail('unknown-package-type', message, expression.offset, context);
    }
    const file = context.file.package.fileOf('constants', name);
    if (file) return this.#declared(file, name);
    if (name === 'iota') {
      if (context.iota !== undefined) return wholeNumber(BigInt(context.iota));
      this.#fail('cannot use iota outside constant declaration', expression, context);
    }
    for (const imported of packages.dotImports(context.file)) {
      const dotted = imported.fileOf('constants', name);
      if (dotted) return this.#declared(dotted, name);
    }
    const { package: own } = context.file;
    const isKnown = own.fileOf('values', name) ?? own.fileOf('types', name);
    if (isKnown || context.typeArguments.has(name))
      this.#fail(`${name} is not constant`, expression, context);
    if (universeValues.has(name)) return this.#notEvaluated(expression, context);
    return this.#fail(`undefined: ${name}`, expression, context);
  }

  #declared(file: PackageFile, name: string): ConstantValue {
    const declaration = file.file.constants.get(name) as ConstantDeclaration;
    const known = this.#values.get(declaration);
    if (known) return known;
    const context: Context = {
      file,
      declaration: qualifiedName(file, name),
      typeArguments: new Map(),
      iota: declaration.iota,
    };
    const { value, type } = declaration;
    const index = this.#open.indexOf(declaration);
    if (index >= 0) this.#fail(cycleMessage(this.#open.slice(index)), value, context);
    this.#open.push(declaration);
    try {
      const worked = this.evaluate(value, context);
      const typed =
        type === undefined
          ? worked
          : this.#converted(worked, this.#resolver.resolve(type, context), value, context);
      this.#values.set(declaration, typed);
      return typed;
    } finally {
      this.#open.pop();
    }
  }

  #unary(expression: UnaryConstant, context: Context): ConstantValue {
    const operand = this.#number(expression.operand, context);
    const { numerator, denominator } = operand;
    switch (expression.operator) {
      case '+':
        return operand;
      case '-':
        return this.#checked({ ...operand, numerator: -numerator }, expression, context);
      case '^': {
        if (denominator !== 1n || operand.form === 'float') return this.#notEvaluated(expression, context);
        const range = this.#rangeOf(operand.type);
        const isUnsigned = range !== undefined && range.least === 0n;
        return { ...operand, numerator: isUnsigned ? range.greatest - numerator : -numerator - 1n };
      }
      default:
        return this.#notEvaluated(expression, context);
    }
  }

  #binary(expression: BinaryConstant, context: Context): ConstantValue {
    const { operator, left, right } = expression;
    const first = this.evaluate(left, context);
    const second = this.evaluate(right, context);
    if (first.form === 'string' || second.form === 'string') {
      if (first.form !== 'string' || second.form !== 'string' || operator !== '+') {
        return this.#notEvaluated(expression, context);
      }
      return { ...first, byteCount: first.byteCount + second.byteCount };
    }
    if (operator === '<<' || operator === '>>') return this.#shifted(expression, first, second, context);
    const type = first.type ?? second.type;
    const a = type === undefined ? first : this.#converted(first, type, left, context);
    const b = type === undefined ? second : this.#converted(second, type, right, context);
    if (a.form === 'string' || b.form === 'string') return this.#notEvaluated(expression, context);
    const form = strongerForm(a.form, b.form);
    if ((operator === '/' || operator === '%') && b.numerator === 0n) {
      this.#fail('invalid operation: division by zero', right, context);
    }
    const result =
      form === 'float' ? fractionResult(operator, a, b) : wholeResult(operator, a.numerator, b.numerator);
    if (result === undefined) return this.#notEvaluated(expression, context);
    return this.#checked({ ...result, form, type }, expression, context);
  }

  #shifted(expression: BinaryConstant, a: NumberValue, b: NumberValue, context: Context): NumberValue {
    const { operator, left, right } = expression;
    if (a.denominator !== 1n || b.denominator !== 1n) return this.#notEvaluated(expression, context);
    if (b.numerator < 0n) {
      const shown = operandText(right, b, this.#resolver);
      this.#fail(`invalid operation: negative shift count ${shown}`, right, context);
    }
    if (b.numerator > shiftMax) {
      this.#fail(
        `invalid operation: invalid shift count ${operandText(right, b, this.#resolver)}`,
        right,
        context,
      );
    }
    // A whole float is shifted as an integer.
    const form = a.type === undefined && a.form === 'float' ? 'integer' : a.form;
    if (form === 'float') return this.#notEvaluated(left, context);
    const numerator = operator === '<<' ? a.numerator << b.numerator : a.numerator >> b.numerator;
    return this.#checked({ ...a, form, numerator }, expression, context);
  }

  #call(expression: CallConstant, context: Context): ConstantValue {
    const { callee, operands } = expression;
    const isShadowed = (name: string): boolean =>
      context.file.package.fileOf('types', name) !== undefined ||
      context.file.package.fileOf('values', name) !== undefined;
    const builtin = callee.qualifier === '' && isShadowed(callee.name) ? '' : constantText(callee);
    if (builtin === 'unsafe.Sizeof' || builtin === 'unsafe.Alignof') {
      if (operands.length !== 1) return this.#notEvaluated(expression, context);
      const measured = this.#measure(this.#typeOf(operands[0], context), context);
      const bytes = builtin === 'unsafe.Sizeof' ? measured.size : measured.align;
      const uintptr = this.#typeNamed({ ...callee, qualifier: '', name: 'uintptr' }, context);
      return wholeNumber(BigInt(bytes), 'integer', uintptr);
    }
    if (builtin === 'len' && operands.length === 1) {
      const value = this.evaluate(operands[0], context);
      if (value.form !== 'string') return this.#notEvaluated(expression, context);
      const int = this.#typeNamed({ ...callee, name: 'int' }, context);
      return wholeNumber(BigInt(value.byteCount), 'integer', int);
    }
    if ((builtin === 'min' || builtin === 'max') && operands.length > 0) {
      return this.#extreme(builtin, operands, context);
    }
    if (operands.length !== 1) return this.#notEvaluated(expression, context);
    const value = this.evaluate(operands[0], context);
    return this.#converted(value, this.#typeNamed(callee, context), operands[0], context);
  }

  #extreme(which: 'min' | 'max', operands: readonly ConstantExpression[], context: Context): NumberValue {
    return operands
      .map((operand) => this.#number(operand, context))
      .reduce((best, value) => {
        const difference = value.numerator * best.denominator - best.numerator * value.denominator;
        const isBetter = which === 'min' ? difference < 0n : difference > 0n;
        const type = best.type ?? value.type;
        return { ...(isBetter ? value : best), form: strongerForm(best.form, value.form), type };
      });
  }

  /** Type of the operand of `unsafe.Sizeof`: of `T{}`, of `T(x)`, or of a typed constant. */
  #typeOf(expression: ConstantExpression, context: Context): GoType {
    if (expression.kind === 'parenthesised') return this.#typeOf(expression.inner, context);
    if (expression.kind === 'composite') return this.#typeNamed(expression.type, context);
    const { type } = this.evaluate(expression, context);
    return type ?? this.#notEvaluated(expression, context);
  }

  #typeNamed({ qualifier, name, offset }: NamedConstant, context: Context): GoType {
    const expression: TypeExpression = { kind: 'name', qualifier, name, offset, typeArguments: [] };
    return this.#resolver.resolve(expression, context);
  }

  #basicName(type: GoType | undefined): string {
    const underlying = type && this.#resolver.underlying(type);
    return underlying?.kind === 'basic' ? underlying.name : '';
  }

  #rangeOf(type: GoType | undefined): ReturnType<typeof integerRange> {
    return integerRange(this.#basicName(type));
  }

  /** The value as one of a type, if the type has it. */
  #converted(
    value: ConstantValue,
    type: GoType,
    expression: ConstantExpression,
    context: Context,
  ): ConstantValue {
    const name = this.#basicName(type);
    if (value.form === 'string') {
      return name === 'string' ? { ...value, type } : this.#notEvaluated(expression, context);
    }
    const range = integerRange(name);
    if (range) {
      const { numerator, denominator } = value;
      if (denominator !== 1n) {
        this.#fail(
          `cannot convert ${operandText(expression, value, this.#resolver)} to type ${name} (truncated)`,
          expression,
          context,
        );
      }
      if (numerator < range.least || numerator > range.greatest) {
        this.#fail(
          `constant ${numerator} overflows ${this.#resolver.compilerName(type)}`,
          expression,
          context,
        );
      }
      return { ...value, form: 'integer', type };
    }
    // Rounding begins where a whole number has more digits than the mantissa.
    const mantissaBits = { float32: 24, float64: 53 }[name];
    if (mantissaBits === undefined || value.denominator !== 1n || bitCount(value.numerator) > mantissaBits) {
      return this.#notEvaluated(expression, context);
    }
    return { ...value, form: 'float', type };
  }

  /** Fails where a result has grown out of its type, or out of what untyped constants may be. */
  #checked(value: NumberValue, expression: ConstantExpression, context: Context): NumberValue {
    const { numerator, denominator, type, form } = value;
    if (type !== undefined) {
      const range = this.#rangeOf(type);
      if (range && (numerator < range.least || numerator > range.greatest)) {
        const name = this.#resolver.compilerName(type);
        this.#fail(
          `${operandText(expression, value, this.#resolver)} overflows ${name}`,
          expression,
          context,
        );
      }
    }
    const limit = form === 'float' ? fractionBitsMax : bitsMax;
    if (bitCount(numerator) > limit || bitCount(denominator) > limit) {
      const operator = expression.kind === 'binary' ? expression.operator : '';
      const name = operator === '<<' ? 'shift ' : (overflowNames[operator] ?? '');
      this.#fail(`constant ${name}overflow`, expression, context);
    }
    return value;
  }
}

function cycleMessage(cycle: readonly ConstantDeclaration[]): string {
  if (cycle.length === 1) return `initialization cycle: ${cycle[0].name} refers to itself`;
  const steps = cycle.map(({ name }, index) => `${name} refers to ${cycle[(index + 1) % cycle.length].name}`);
  return `initialization cycle for ${cycle[0].name}: ${steps.join(', ')}`;
}
