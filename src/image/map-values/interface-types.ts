import { type Address, isAddress } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import type { TypeTable } from '../types/type-table.ts';

/** Bytes into an itab of its *_type (internal/abi/iface.go ITab). */
const itabTypeOffset = 8;

/** What an interface holds. */
export interface Held {
  readonly type: GoType;
  /** The data word is the value itself, not a pointer to it. */
  readonly direct: boolean;
}

/** The dynamic type behind an interface's first word, whatever it leads to; types that reflect made are left out. */
export class InterfaceTypes {
  readonly #runtime: Runtime;
  readonly #types: TypeTable;
  readonly #reader: Reader;
  readonly #byWord = new Map<Address, Held | undefined>();

  constructor(runtime: Runtime, types: TypeTable, memory: Memory) {
    this.#runtime = runtime;
    this.#types = types;
    this.#reader = new Reader(memory, 16);
  }

  /** `isEmpty`: the interface has no methods, so that the word is the *_type itself and not an *itab. */
  of(word: Address, isEmpty: boolean): Held | undefined {
    if (!isAddress(word) || word % 8 !== 0) return undefined;
    const known = this.#byWord.get(word);
    if (known !== undefined || this.#byWord.has(word)) return known;
    const found = this.#describe(isEmpty ? word : this.#reader.u64(word + itabTypeOffset));
    // An address is an itab or a type, never both, so one map serves. Damage must not fill it.
    if (this.#byWord.size < 65_536) this.#byWord.set(word, found);
    return found;
  }

  #describe(typeWord: number): Held | undefined {
    const { modules } = this.#runtime;
    if (!modules.some(({ types, etypes }) => typeWord >= types && typeWord < etypes)) return undefined;
    const type = this.#types.fromRuntime(typeWord);
    return type && { type, direct: this.#types.isDirectInterface(type) };
  }
}
