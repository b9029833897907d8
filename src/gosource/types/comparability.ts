import type { GoType } from './go-type.ts';
import type { Resolver } from './resolver.ts';
import { TypeFailure } from './type-problem.ts';

/** Why values of a type cannot be compared with ==, and so cannot be map keys. */
export interface Incomparability {
  /** In the compiler's words, `struct containing []byte cannot be compared`; '' for a slice, map or function itself. */
  readonly cause: string;
  /** Fields that lead to the part that spoils it, and `[]` for the elements of an array. */
  readonly path: readonly string[];
  /** That part: a slice, map or function type, or a name that stands for one. */
  readonly spoiler: GoType;
}

/** Structs and arrays may hold one another by value this deep. */
const depthMax = 300;

/** types2/predicates.go, comparableType (Go 1.26). Interfaces can be compared, though that may panic at run time. */
export class Comparability {
  readonly #resolver: Resolver;
  readonly #known = new Map<GoType, Incomparability | undefined>();
  #depth = 0;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** undefined for a comparable type; fails where a part's declaration is not at hand. */
  of(type: GoType): Incomparability | undefined {
    if (this.#known.has(type)) return this.#known.get(type);
    if (this.#depth >= depthMax) {
      const message = `types hold one another by value more than ${depthMax} levels deep`;
      this.#resolver.fail('too-deep', message, 0, this.#resolver.ownContext());
    }
    // A type that holds itself by value has no size either, which is what will be said of it.
    this.#known.set(type, undefined);
    this.#depth++;
    try {
      const found = this.#find(type);
      this.#known.set(type, found);
      return found;
    } catch (error) {
      this.#known.delete(type);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #find(type: GoType): Incomparability | undefined {
    const underlying = this.#resolver.underlying(type);
    switch (underlying.kind) {
      case 'slice':
      case 'map':
      case 'function':
        return { cause: '', path: [], spoiler: type };
      case 'array': {
        const inner = this.of(underlying.element);
        const cause = `${this.#resolver.compilerName(type)} cannot be compared`;
        return inner && { cause, path: ['[]', ...inner.path], spoiler: inner.spoiler };
      }
      case 'struct':
        for (const field of underlying.fields) {
          const inner = this.of(field.type);
          if (!inner) continue;
          const cause = `struct containing ${this.#resolver.compilerName(field.type)} cannot be compared`;
          return { cause, path: [field.name, ...inner.path], spoiler: inner.spoiler };
        }
        return undefined;
      case 'unknown':
        throw new TypeFailure(underlying.problem);
      default:
        return undefined;
    }
  }
}
