import type { GoFile } from '../syntax/go-file.ts';
import type { TypeExpression } from '../syntax/type-expression.ts';
import { arrayLength } from '../types/array-length.ts';
import { Comparability } from '../types/comparability.ts';
import { Evaluator } from '../types/evaluator.ts';
import type { GoType } from '../types/go-type.ts';
import { reflectName } from '../types/reflect-name.ts';
import { Resolver } from '../types/resolver.ts';
import { TypeFailure, type TypeProblem, type TypeProblemCode } from '../types/type-problem.ts';
import { Measures } from './measures.ts';
import { keyKind } from './key-kind.ts';
import { refusedPlace } from './place-problem.ts';
import { bestOrder, paddingHoles } from './struct-layout.ts';
import { TypeChecks } from './type-checks.ts';
import type { LayoutKind, MapKeyProblem, MapShape, StructLayout, TypeLayout } from './type-layout.ts';

export interface TypeScopeOptions {
  /**
   * Files whose declarations may be named. An expression is read as if it stood in the first one; the other files of its
   * package are one with it, those of other packages are reached as `package.Name`.
   */
  readonly files?: readonly GoFile[];
  /** Minor version of Go, 26 for Go 1.26: standard types have changed. */
  readonly goMinor: number;
}

/** The declarations that type expressions are read with, and what was worked out so far. Made by `typeScope`. */
export class TypeScope {
  readonly #resolver: Resolver;
  readonly #measures: Measures;
  readonly #comparability: Comparability;

  constructor({ files = [], goMinor }: TypeScopeOptions) {
    const resolver: Resolver = new Resolver(files, goMinor, ({ length }, context) =>
      arrayLength(length, context, evaluator, resolver),
    );
    const measures = new Measures(resolver);
    const evaluator = new Evaluator(resolver, (type) => measures.of(type));
    this.#resolver = resolver;
    this.#measures = measures;
    this.#comparability = new Comparability(resolver);
  }

  /** The type that an expression means, whatever the compiler would say to it. */
  resolveUnchecked(expression: TypeExpression): GoType {
    return this.#resolver.resolve(expression, this.#resolver.ownContext());
  }

  /** The type that an expression means; fails where the compiler would refuse it. */
  resolve(expression: TypeExpression): GoType {
    const type = this.resolveUnchecked(expression);
    const problem = this.#refusal(type);
    if (problem === undefined) return type;
    if (problem.declaration !== '') throw new TypeFailure(problem);
    const isRefused = (part: TypeExpression): boolean =>
      this.#refusal(this.resolveUnchecked(part))?.message === problem.message;
    throw new TypeFailure({ ...problem, offset: refusedPlace(expression, isRefused) });
  }

  /** What the compiler has against a type whose names are all right. */
  #refusal(type: GoType): TypeProblem | undefined {
    try {
      new TypeChecks(this.#resolver, this.#measures, this.#comparability).check(type);
      return undefined;
    } catch (error) {
      return problemOf(error);
    }
  }

  underlying(type: GoType): GoType {
    return this.#resolver.underlying(type);
  }

  fail(code: TypeProblemCode, message: string, offset: number): never {
    return this.#resolver.fail(code, message, offset, this.#resolver.ownContext());
  }

  layout(type: GoType): TypeLayout {
    const { size, align, pointerBytes } = this.#measures.of(type);
    const underlying = this.#resolver.underlying(type);
    return {
      name: this.#name(type),
      kind: underlying.kind as LayoutKind,
      size,
      align,
      pointerBytes,
      hasPointers: pointerBytes > 0,
      isComparable: this.#comparability.of(type) === undefined,
      struct: this.#structOf(type),
    };
  }

  mapShape(type: GoType & { kind: 'map' }, name: string): MapShape {
    const key = this.#measures.of(type.key);
    const value = this.#measures.of(type.value);
    return {
      name,
      keyName: this.#name(type.key),
      keyBytes: key.size,
      keyAlign: key.align,
      keyHasPointers: key.pointerBytes > 0,
      keyKind: keyKind(
        type.key,
        (part) => this.#resolver.underlying(part),
        (struct) => this.#structLayout(struct).paddingBytes > 0,
      ),
      keyStruct: this.#structOf(type.key),
      valueName: this.#name(type.value),
      valueBytes: value.size,
      valueAlign: value.align,
      valueHasPointers: value.pointerBytes > 0,
      valueStruct: this.#structOf(type.value),
    };
  }

  mapKeyProblem(key: GoType): MapKeyProblem | undefined {
    const found = this.#comparability.of(key);
    if (!found) return undefined;
    return {
      message: `invalid map key type ${this.#resolver.compilerName(key)}`,
      cause: found.cause,
      field: found.path.join('.').replaceAll('.[]', '[]'),
      fieldType: this.#resolver.compilerName(found.spoiler),
    };
  }

  #name(type: GoType): string {
    return reflectName(type, this.#resolver);
  }

  #structOf(type: GoType): StructLayout | undefined {
    const underlying = this.#resolver.underlying(type);
    return underlying.kind === 'struct' ? this.#structLayout(underlying) : undefined;
  }

  #structLayout(type: GoType & { kind: 'struct' }): StructLayout {
    const { fields } = type;
    const whole = this.#measures.ofStruct(fields, type);
    const measures = fields.map((field) => this.#measures.of(field.type));
    const holes = paddingHoles(whole, measures);
    return {
      fields: fields.map((field, index) => ({
        name: field.name,
        typeName: this.#name(field.type),
        offset: whole.offsets[index],
        size: measures[index].size,
        align: measures[index].align,
        pointerBytes: measures[index].pointerBytes,
        isEmbedded: field.isEmbedded,
      })),
      holes,
      paddingBytes: holes.reduce((sum, { bytes }) => sum + bytes, 0),
      best: bestOrder(fields, measures, (ordered) => this.#measures.ofStruct(ordered, type)),
    };
  }
}

/** Calls of the door fail by value. */
export function problemOf(error: unknown): TypeProblem {
  if (!(error instanceof TypeFailure)) throw error;
  return error.problem;
}
