import type { Address } from '../../base/index.ts';
import type { Runtime } from '../runtime.ts';

/** Run-time address of a package variable (`runtime.allfin`), 0 where neither symbols nor DWARF name it. */
export function runtimeVariable({ elf, dwarf, loadBias }: Runtime, name: string): Address {
  const symbol =
    elf.symbol(name)?.address ?? dwarf?.variables().find((variable) => variable.name === name)?.address;
  return symbol === undefined ? 0 : symbol + loadBias;
}
