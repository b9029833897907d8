import { encodeText, u16At, u32At, u64At } from '../../base/index.ts';
import type { ElfSymbol } from './elf.ts';

const symbolBytes = 24;

/**
 * Looks symbols up in the bytes of .symtab and .strtab. A binary has some hundred thousand symbols and a handful are
 * asked, so each question is one scan that compares bytes and makes nothing.
 */
export class SymbolTable {
  readonly #symbols: Uint8Array;
  readonly #names: Uint8Array;
  readonly #found = new Map<string, ElfSymbol | undefined>();

  constructor(symbols: Uint8Array, names: Uint8Array) {
    this.#symbols = symbols;
    this.#names = names;
  }

  /** The first defined symbol of this name. */
  find(name: string): ElfSymbol | undefined {
    const known = this.#found.get(name);
    if (known || this.#found.has(name)) return known;
    const found = this.#scan(name);
    this.#found.set(name, found);
    return found;
  }

  #scan(name: string): ElfSymbol | undefined {
    const symbols = this.#symbols;
    const names = this.#names;
    const wanted = encodeText(name);
    const length = wanted.length;
    const last = symbols.length - symbolBytes;
    for (let at = 0; at <= last; at += symbolBytes) {
      const nameAt = u32At(symbols, at);
      // The terminator is where few names agree, so it is looked at first.
      if (names[nameAt + length] !== 0 || names[nameAt] !== wanted[0]) continue;
      if (!sameBytes(names, nameAt, wanted)) continue;
      // Section index 0 is SHN_UNDEF: the symbol lives in another file.
      if (u16At(symbols, at + 6) === 0) continue;
      return { name, address: u64At(symbols, at + 8), size: u64At(symbols, at + 16) };
    }
    return undefined;
  }
}

function sameBytes(bytes: Uint8Array, offset: number, wanted: Uint8Array): boolean {
  for (let index = wanted.length - 1; index >= 0; index--) {
    if (bytes[offset + index] !== wanted[index]) return false;
  }
  return true;
}
