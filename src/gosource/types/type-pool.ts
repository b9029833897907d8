import type { GoType } from './go-type.ts';

/** A type as it comes to the pool: without what the pool adds. */
type Unnumbered<Type> = Type extends GoType ? Omit<Type, 'id' | 'depth'> : never;
export type NewType = Unnumbered<GoType>;

/** Gives equal types one object, so that what is worked out for a type is worked out once, and a number to each. */
export class TypePool {
  readonly #types = new Map<string, GoType>();
  readonly #owners = new Map<object, number>();

  /** `key` says all that distinguishes the type from others of its kind; the parts in it are named by their numbers. */
  intern(key: string, type: NewType, parts: readonly GoType[]): GoType {
    const fullKey = `${type.kind} ${key}`;
    const known = this.#types.get(fullKey);
    if (known) return known;
    const depth = 1 + parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0);
    const made = { ...type, id: this.#types.size, depth } as GoType;
    this.#types.set(fullKey, made);
    return made;
  }

  /** Number of a declaration or file, for keys. */
  numberOf(owner: object): number {
    const known = this.#owners.get(owner);
    if (known !== undefined) return known;
    this.#owners.set(owner, this.#owners.size);
    return this.#owners.size - 1;
  }
}
