import { encodeText } from '../../base/index.ts';
import { type DieIndex, hashText } from './die-index.ts';

/** Finds types by name through the hashes of the index; `nameOf` settles what equal hashes leave open. */
export class TypeNames {
  readonly #index: DieIndex;
  readonly #nameOf: (typeOffset: number) => string;
  readonly #mask: number;
  /** Hash buckets: ordinal + 1 of the first type, then `#next` of each; 0 ends a chain. */
  readonly #first: Uint32Array;
  readonly #next: Uint32Array;

  constructor(index: DieIndex, nameOf: (typeOffset: number) => string) {
    const count = index.types.length;
    const places = 2 ** Math.ceil(Math.log2(count + 1));
    this.#index = index;
    this.#nameOf = nameOf;
    this.#mask = places - 1;
    this.#first = new Uint32Array(places);
    this.#next = new Uint32Array(count);
    // Backwards, so that a chain lists types in the order of the file.
    for (let ordinal = count - 1; ordinal >= 0; ordinal--) {
      const place = index.typeNameHashes[ordinal] & this.#mask;
      this.#next[ordinal] = this.#first[place];
      this.#first[place] = ordinal + 1;
    }
  }

  /**
   * Offset of the type DIE of this name, 0 where none. A named type has two DIEs of one name, its definition and an alias
   * (typedef) that points at it: the definition is given.
   */
  find(name: string): number {
    const hash = hashText(encodeText(name), 0);
    const { types, typeNameHashes, isAlias } = this.#index;
    let alias = 0;
    for (let link = this.#first[hash & this.#mask]; link > 0; link = this.#next[link - 1]) {
      const ordinal = link - 1;
      if (typeNameHashes[ordinal] !== hash || this.#nameOf(types[ordinal]) !== name) continue;
      if (isAlias[ordinal] === 0) return types[ordinal];
      alias ||= types[ordinal];
    }
    return alias;
  }
}
