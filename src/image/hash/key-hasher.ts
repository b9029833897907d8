import { u32At, u64At } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { TypeTable } from '../types/type-table.ts';
import { HashWord } from './hash-word.ts';
import { type HashRules, type KeyAlgorithm, KeyAlgorithms } from './key-algorithm.ts';
import type { KeyMemory } from './key-memory.ts';
import type { MemoryHash } from './memory-hash.ts';

/**
 * 'random': a NaN is among the floats, for which the runtime draws a hash by lot. 'unreadable': a part of the key that
 * lies elsewhere could not be read, is longer than is read, or is of no type that a key can have.
 */
export type HashOutcome = 'hashed' | 'random' | 'unreadable';

/** c0 and c1 of runtime/alg.go, for 64 bits. */
const c0Low = 0x6a56a621;
const c0High = 0x756ea1;
const c1Low = 0xbb8f63bf | 0;
const c1High = 0x52ef6b;
/** Bytes into an itab of its *_type (internal/abi/iface.go ITab). */
const itabTypeOffset = 8;
const wordBytes = 8;
const nestingLimit = 64;
/** Elements, fields and values of one key. */
const stepLimit = 2 ** 20;
const rememberedLimit = 100_000;

/** What an interface holds. */
interface Dynamic {
  readonly algorithm: KeyAlgorithm;
  readonly size: number;
  /** The data word is the value itself, not a pointer to it. */
  readonly isDirect: boolean;
}

/** Hashes keys of one type as one process does. */
export class KeyHasher {
  /** The hash of the key that was last hashed. */
  readonly hash: HashWord = new HashWord();
  readonly #size: number;
  readonly #algorithm: KeyAlgorithm;
  readonly #memoryHash: MemoryHash;
  readonly #memory: KeyMemory;
  readonly #types: TypeTable;
  readonly #algorithms: KeyAlgorithms;
  readonly #byTypeWord = new Map<number, Dynamic | undefined>();
  #steps = 0;

  private constructor(
    size: number,
    algorithm: KeyAlgorithm,
    algorithms: KeyAlgorithms,
    memoryHash: MemoryHash,
    memory: KeyMemory,
    types: TypeTable,
  ) {
    this.#size = size;
    this.#algorithm = algorithm;
    this.#algorithms = algorithms;
    this.#memoryHash = memoryHash;
    this.#memory = memory;
    this.#types = types;
  }

  /** undefined where the type is none that a key can have, or not wholly known. */
  static of(
    type: GoType,
    rules: HashRules,
    memoryHash: MemoryHash,
    memory: KeyMemory,
    types: TypeTable,
  ): KeyHasher | undefined {
    const algorithms = new KeyAlgorithms();
    const algorithm = algorithms.of(type, rules);
    return algorithm && new KeyHasher(type.size, algorithm, algorithms, memoryHash, memory, types);
  }

  /** Hashes the key at byte `at` of `bytes` with a map's seed in two halves. */
  of(bytes: Uint8Array, at: number, seedLow: number, seedHigh: number): HashOutcome {
    if (at + this.#size > bytes.length) return 'unreadable';
    this.#steps = 0;
    this.hash.set(seedLow, seedHigh);
    return this.#add(this.#algorithm, bytes, at, 0);
  }

  #add(algorithm: KeyAlgorithm, bytes: Uint8Array, at: number, depth: number): HashOutcome {
    if (++this.#steps > stepLimit || depth > nestingLimit) return 'unreadable';
    switch (algorithm.kind) {
      case 'memory':
        this.#memoryHash.memory(bytes, at, algorithm.size, this.hash);
        return 'hashed';
      case 'memory32':
        this.#memoryHash.memory32(bytes, at, this.hash);
        return 'hashed';
      case 'memory64':
        this.#memoryHash.memory64(bytes, at, this.hash);
        return 'hashed';
      case 'string':
        return this.#string(u64At(bytes, at), u64At(bytes, at + 8));
      case 'floats':
        return this.#floats(bytes, at, algorithm.size, algorithm.count);
      case 'interface':
        return this.#interface(bytes, at, algorithm.isEmpty, depth);
      case 'array':
        for (let index = 0; index < algorithm.count; index++) {
          const outcome = this.#add(algorithm.elem, bytes, at + index * algorithm.stride, depth + 1);
          if (outcome !== 'hashed') return outcome;
        }
        return 'hashed';
      case 'struct':
        for (const part of algorithm.parts) {
          const outcome = this.#add(part.algorithm, bytes, at + part.offset, depth + 1);
          if (outcome !== 'hashed') return outcome;
        }
        return 'hashed';
    }
  }

  #string(address: number, length: number): HashOutcome {
    const text = this.#memory.read(address, length);
    if (!text) return 'unreadable';
    this.#memoryHash.memory(text, 0, length, this.hash);
    return 'hashed';
  }

  /** f32hash and f64hash: both zeros get one hash, which no memory is read for. */
  #floats(bytes: Uint8Array, at: number, size: number, count: number): HashOutcome {
    const isDouble = size === 8;
    for (let from = at; from < at + size * count; from += size) {
      const low = isDouble ? u32At(bytes, from) : 0;
      const high = u32At(bytes, isDouble ? from + 4 : from) & 0x7fffffff;
      const infinity = isDouble ? 0x7ff00000 : 0x7f800000;
      if (high > infinity || (high === infinity && low !== 0)) return 'random';
      if (high === 0 && low === 0) {
        this.hash.xor(c0Low, c0High);
        this.hash.multiply(c1Low, c1High);
      } else this.#memoryHash.memory(bytes, from, size, this.hash);
    }
    return 'hashed';
  }

  /** nilinterhash and interhash. */
  #interface(bytes: Uint8Array, at: number, isEmpty: boolean, depth: number): HashOutcome {
    const word = u64At(bytes, at);
    if (word === 0) return 'hashed';
    const dynamic = this.#dynamic(isEmpty ? word : this.#typeOfItab(word));
    if (!dynamic) return 'unreadable';
    // What is read is good until more is read, which a value of strings can take.
    const value = dynamic.isDirect ? bytes : this.#memory.read(u64At(bytes, at + 8), dynamic.size)?.slice();
    if (!value) return 'unreadable';
    this.hash.xor(c0Low, c0High);
    const outcome = this.#add(dynamic.algorithm, value, dynamic.isDirect ? at + 8 : 0, depth + 1);
    this.hash.multiply(c1Low, c1High);
    return outcome;
  }

  #typeOfItab(itab: number): number {
    const bytes = this.#memory.read(itab + itabTypeOffset, wordBytes);
    return bytes ? u64At(bytes, 0) : 0;
  }

  #dynamic(typeWord: number): Dynamic | undefined {
    if (this.#byTypeWord.has(typeWord)) return this.#byTypeWord.get(typeWord);
    const type = this.#types.fromRuntime(typeWord);
    const found = type && this.#describe(type);
    if (this.#byTypeWord.size < rememberedLimit) this.#byTypeWord.set(typeWord, found);
    return found;
  }

  #describe(type: GoType): Dynamic | undefined {
    const algorithm = this.#algorithms.of(type, 'typehash');
    const isDirect = this.#types.isDirectInterface(type);
    if (!algorithm || (isDirect && type.size !== wordBytes)) return undefined;
    return { algorithm, size: type.size, isDirect };
  }
}
