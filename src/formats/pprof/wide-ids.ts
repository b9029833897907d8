/** Ids from here on stand for one of 64 bits. */
const firstAlias = 0x8000_0000;

/**
 * Ids of 64 bits as words of 32. Writers count from 1, but the format allows any number, and some use addresses or
 * hashes: those above 2^31 get a word of their own, the same wherever the id occurs.
 */
export class WideIds {
  readonly #aliases = new Map<bigint, number>();

  word(low: number, high: number): number {
    if (high === 0 && low < firstAlias) return low;
    const id = (BigInt(high) << 32n) | BigInt(low);
    const known = this.#aliases.get(id);
    if (known !== undefined) return known;
    // Beyond the bound all are id 0, which refers to nothing.
    if (this.#aliases.size >= mostAliases) return 0;
    const alias = firstAlias + this.#aliases.size;
    this.#aliases.set(id, alias);
    return alias;
  }
}

const mostAliases = 1 << 22;

/** For each id the index at which it was declared. */
export class IdIndex {
  readonly #dense: boolean;
  readonly #count: number;
  readonly #places = new Map<number, number>();
  /** Ids that were declared again; the first declaration holds. */
  readonly repeatedCount: number = 0;

  constructor(ids: Uint32Array) {
    this.#count = ids.length;
    // As Go and nearly all others write them: 1, 2, 3 …
    this.#dense = ids.every((id, index) => id === index + 1);
    if (this.#dense) return;
    for (let index = 0; index < ids.length; index++) {
      if (this.#places.has(ids[index])) this.repeatedCount++;
      else this.#places.set(ids[index], index);
    }
  }

  /** undefined where nothing has this id. */
  find(id: number): number | undefined {
    if (this.#dense) return id > 0 && id <= this.#count ? id - 1 : undefined;
    return this.#places.get(id);
  }
}
