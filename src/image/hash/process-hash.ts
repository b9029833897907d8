import { type Address, i32At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { scanWords } from '../runtime/scan-words.ts';
import { AesHashAmd64 } from './aes-hash-amd64.ts';
import { AesHashArm64 } from './aes-hash-arm64.ts';
import { FallbackHash } from './fallback-hash.ts';
import type { MemoryHash } from './memory-hash.ts';

export type HashKind = 'aes' | 'fallback';

const kinds: readonly HashKind[] = ['aes', 'fallback'];

/** The hash of one process: which it is, with the random words that the runtime drew at its start (runtime/alg.go alginit). */
export interface ProcessHash {
  readonly kind: HashKind;
  readonly memoryHash: MemoryHash;
}

/** Bytes of runtime.aeskeysched and runtime.hashkey. */
const secretBytes: Readonly<Record<HashKind, number>> = { aes: 128, fallback: 32 };
const variables: Readonly<Record<HashKind, string>> = {
  aes: 'runtime.aeskeysched',
  fallback: 'runtime.hashkey',
};
/** The linker aligns what is at least so large to this (cmd/link/internal/ld/data.go: symalign, MaxAlign). */
const alignment = 32;
/** Places that are tried at most. */
const candidateLimit = 4096;

/** Finds the hash of a process once; memory holds it from the start of the process to its end. */
export class ProcessHashes {
  readonly #runtime: Runtime;
  readonly #memory: Memory;
  #known: ProcessHash | undefined;
  #hasLooked = false;

  constructor(runtime: Runtime, memory: Memory) {
    this.#runtime = runtime;
    this.#memory = memory;
  }

  /** What the symbol table or an earlier search told. */
  get known(): ProcessHash | undefined {
    if (!this.#hasLooked) this.#known = bySymbols(this.#runtime, this.#memory);
    this.#hasLooked = true;
    return this.#known;
  }

  /**
   * For a binary without symbols: what lies among the variables without pointers, could have been drawn at random, and
   * is right by `isRight`, which must be sure.
   */
  find(isRight: (hash: ProcessHash) => boolean): ProcessHash | undefined {
    const { modules, arch } = this.#runtime;
    let candidates = 0;
    scanWords(this.#memory, modules[0].noptrbss, modules[0].enoptrbss, (words, index, address) => {
      if (address % alignment !== 0 || !areDrawn(words, index * 2, secretBytes.fallback / 4)) return false;
      for (const kind of kinds) {
        const hash = candidate(this.#memory, address, kind, arch);
        if (!hash || !isRight(hash)) continue;
        this.#known = hash;
        return true;
      }
      return ++candidates === candidateLimit;
    });
    return this.known;
  }
}

function bySymbols({ elf, loadBias, arch }: Runtime, memory: Memory): ProcessHash | undefined {
  const flag = elf.symbol('runtime.useAeshash');
  const isAes = flag && memory.read(flag.address + loadBias, 1)?.[0];
  if (isAes === undefined || isAes > 1) return undefined;
  const kind = isAes === 1 ? 'aes' : 'fallback';
  const secret = elf.symbol(variables[kind]);
  const bytes = secret && memory.read(secret.address + loadBias, secretBytes[kind]);
  return bytes && processHash(kind, bytes, arch);
}

function candidate(
  memory: Memory,
  address: Address,
  kind: HashKind,
  arch: Runtime['arch'],
): ProcessHash | undefined {
  const bytes = memory.read(address, secretBytes[kind]);
  if (!bytes) return undefined;
  const words = Uint32Array.from({ length: bytes.length / 4 }, (_, index) => i32At(bytes, index * 4));
  return areDrawn(words, 0, words.length) ? processHash(kind, bytes, arch) : undefined;
}

/** Random words are not zero; `words` may hold the first of them only. */
function areDrawn(words: Uint32Array, first: number, count: number): boolean {
  const end = Math.min(first + count, words.length);
  for (let at = first; at < end; at++) if (words[at] === 0) return false;
  return true;
}

function processHash(kind: HashKind, bytes: Uint8Array, arch: Runtime['arch']): ProcessHash {
  const words = Int32Array.from({ length: bytes.length / 4 }, (_, index) => i32At(bytes, index * 4));
  return { kind, memoryHash: memoryHash(kind, words, arch) };
}

function memoryHash(kind: HashKind, words: Int32Array, arch: Runtime['arch']): MemoryHash {
  if (kind === 'fallback') return new FallbackHash(words);
  return arch === 'amd64' ? new AesHashAmd64(words) : new AesHashArm64(words);
}
