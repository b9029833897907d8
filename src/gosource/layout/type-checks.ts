import type { Comparability } from '../types/comparability.ts';
import type { Context } from '../types/context.ts';
import type { GoType } from '../types/go-type.ts';
import type { Resolver } from '../types/resolver.ts';
import { TypeFailure, type TypeProblemCode } from '../types/type-problem.ts';
import { channelElementLimit, type Measures } from './measures.ts';

/**
 * What the compiler refuses in a type whose names are all right: keys that cannot be compared, constraints that stand
 * where a value's type belongs, arrays that are too large. Looks at what is written, not behind the names of types.
 */
export class TypeChecks {
  readonly #resolver: Resolver;
  readonly #measures: Measures;
  readonly #comparability: Comparability;
  readonly #context: Context;
  readonly #seen = new Set<GoType>();

  constructor(resolver: Resolver, measures: Measures, comparability: Comparability) {
    this.#resolver = resolver;
    this.#measures = measures;
    this.#comparability = comparability;
    this.#context = resolver.ownContext();
  }

  /** Fails with the first thing that is wrong. */
  check(type: GoType): void {
    if (this.#seen.has(type)) return;
    this.#seen.add(type);
    this.#refuseConstraint(type);
    switch (type.kind) {
      case 'pointer':
      case 'slice':
        return this.check(type.element);
      case 'array':
        this.check(type.element);
        return this.#tolerateUnknown(() => this.#measures.of(type));
      case 'map':
        this.check(type.key);
        this.check(type.value);
        return this.#tolerateUnknown(() => this.#checkKey(type.key));
      case 'channel':
        this.check(type.element);
        return this.#tolerateUnknown(() => this.#checkChannelElement(type.element));
      case 'function':
        for (const { type: part } of [...type.parameters, ...type.results]) this.check(part);
        return;
      case 'struct':
        for (const field of type.fields) this.check(field.type);
        return;
      case 'interface':
        for (const method of type.methods) this.check(method.type);
        return;
      case 'named':
      case 'alias':
        for (const argument of type.typeArguments) this.check(argument);
        return;
      case 'basic':
      case 'unknown':
    }
  }

  /** Nothing can be said against a part whose declaration is not at hand; whoever needs its size will hear of it. */
  #tolerateUnknown(check: () => void): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof TypeFailure) || error.problem.code !== 'unknown-package-type') throw error;
    }
  }

  #fail(code: TypeProblemCode, message: string): never {
    return this.#resolver.fail(code, message, 0, this.#context);
  }

  #checkKey(key: GoType): void {
    if (this.#comparability.of(key)) {
      this.#fail('map-key', `invalid map key type ${this.#resolver.compilerName(key)}`);
    }
  }

  #checkChannelElement(element: GoType): void {
    if (this.#measures.of(element).size >= channelElementLimit) {
      this.#fail('too-large', 'channel element type too large (>64kB)');
    }
  }

  #refuseConstraint(type: GoType): void {
    const why = this.#constraint(type);
    if (why === undefined) return;
    const name = this.#resolver.compilerName(type);
    this.#fail('constraint', `cannot use type ${name} outside a type constraint: interface ${why}`);
  }

  /** What makes an interface a constraint only; undefined for all other types. */
  #constraint(type: GoType): string | undefined {
    const embedded = new Set([type]);
    // A set hands out what is added to it on the way.
    for (const part of embedded) {
      if (isComparable(part)) return 'is (or embeds) comparable';
      const underlying = this.#resolver.underlying(part);
      if (underlying.kind !== 'interface') continue;
      for (const terms of underlying.embedded) {
        const [{ isApproximate, type: first }] = terms;
        const { kind } = this.#resolver.underlying(first);
        const isPlain = terms.length === 1 && !isApproximate && kind === 'interface';
        // What is not at hand may be an interface.
        if (!isPlain && kind !== 'unknown') return 'contains type constraints';
        embedded.add(first);
      }
    }
    return undefined;
  }
}

function isComparable(type: GoType): boolean {
  if (type.kind === 'alias') return isComparable(type.target);
  return type.kind === 'named' && type.name === 'comparable' && type.file.package.name === '';
}
