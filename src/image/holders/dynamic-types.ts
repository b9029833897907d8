import { type Address, isAddress } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { Scope } from './scope.ts';

/** Bytes into an itab of its *_type (internal/abi/iface.go ITab; the same from Go 1.18 to 1.26). */
const itabTypeOffset = 8;
const rememberedLimit = 1_000_000;

/** The type of what an interface holds. */
export interface Dynamic {
  readonly type: GoType;
  /** The data word is the value itself, not a pointer to it. */
  readonly direct: boolean;
}

/** Finds the dynamic type behind an interface's first word; each word is looked up once. */
export class DynamicTypes {
  readonly #runtime: Runtime;
  readonly #types: TypeTable;
  readonly #reader: Reader;
  readonly #scope: Scope;
  readonly #isHeap: (address: Address) => boolean;
  readonly #byTypeWord = new Map<Address, Dynamic | undefined>();
  readonly #byItab = new Map<Address, Dynamic | undefined>();

  /** `isHeap`: whether a live object with pointers can be there; reflect makes types on the heap. */
  constructor(
    runtime: Runtime,
    types: TypeTable,
    memory: Memory,
    scope: Scope,
    isHeap: (address: Address) => boolean,
  ) {
    this.#scope = scope;
    this.#runtime = runtime;
    this.#types = types;
    this.#reader = new Reader(memory, 64);
    this.#isHeap = isHeap;
  }

  /** From the *_type of an interface without methods. undefined also for types that cannot lead to what is wanted. */
  ofType(word: Address): Dynamic | undefined {
    const known = this.#byTypeWord.get(word);
    if (known !== undefined || this.#byTypeWord.has(word)) return known;
    const found = this.#describe(word);
    if (this.#byTypeWord.size < rememberedLimit) this.#byTypeWord.set(word, found);
    return found;
  }

  /** From the *itab of an interface with methods. */
  ofItab(word: Address): Dynamic | undefined {
    const known = this.#byItab.get(word);
    if (known !== undefined || this.#byItab.has(word)) return known;
    const typeWord = isAddress(word) && word % 8 === 0 ? this.#reader.u64(word + itabTypeOffset) : -1;
    const found = typeWord > 0 ? this.ofType(typeWord) : undefined;
    if (this.#byItab.size < rememberedLimit) this.#byItab.set(word, found);
    return found;
  }

  /** True where the word can only be the address of one of the module's type descriptors. */
  isModuleType(word: Address): boolean {
    return this.#runtime.modules.some((module) => word >= module.types && word < module.etypes);
  }

  #describe(word: Address): Dynamic | undefined {
    if (!this.isModuleType(word) && !this.#isHeap(word)) return undefined;
    const type = this.#types.fromRuntime(word);
    if (!type || (!this.#scope.isWhole && !this.#scope.wants(type))) return undefined;
    return { type, direct: this.#types.isDirectInterface(type) };
  }
}
