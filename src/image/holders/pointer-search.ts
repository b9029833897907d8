import { u64At } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { DynamicTypes } from './dynamic-types.ts';
import type { KeyText } from './key-text.ts';
import type { Scope } from './scope.ts';
import { dynamicStep, isTrieEntry, specialOf } from './special-types.ts';

/** Where a pointer was found: the way to it as Go spells it, and the slice that it belongs to, if it is one's. */
export interface Found {
  readonly step: string;
  readonly slice?: SliceContext;
}

/** The array behind a slice or channel, for the indexes of what lies in it. */
export type SliceContext =
  | { readonly address: number; readonly length: number; readonly channel?: (index: number) => number }
  | undefined;

/** What is looked for: a word in [start, end) that `has` takes. `has` is asked in the order of the words, each once. */
export interface Target {
  readonly start: number;
  readonly end: number;
  has(word: number): boolean;
}

/** Looks through one value for a word that points to a target, to say in Go's spelling where it lies. */
export class PointerSearch {
  readonly #types: TypeTable;
  readonly #dynamic: DynamicTypes;
  readonly #keys: KeyText;
  readonly #scope: Scope;

  constructor(types: TypeTable, dynamic: DynamicTypes, keys: KeyText, scope: Scope) {
    this.#scope = scope;
    this.#types = types;
    this.#dynamic = dynamic;
    this.#keys = keys;
  }

  in(type: GoType, bytes: Uint8Array, at: number, target: Target): Found | undefined {
    if (!this.#scope.wants(type) || at + type.size > bytes.length) return undefined;
    switch (type.kind) {
      case 'struct':
        return this.#inStruct(type, bytes, at, target);
      case 'array':
        return this.#inArray(type, bytes, at, target);
      case 'interface':
        return this.#inInterface(type.emptyInterface, bytes, at, target);
      case 'slice': {
        const address = u64At(bytes, at);
        if (address === 0 || !target.has(address)) return undefined;
        return { step: '', slice: { address, length: u64At(bytes, at + 8) } };
      }
      case 'pointer':
      case 'string':
      case 'map':
      case 'chan':
      case 'func':
      case 'unsafe-pointer': {
        const word = u64At(bytes, at);
        return word !== 0 && target.has(word) ? { step: '' } : undefined;
      }
      default:
        return undefined;
    }
  }

  #inArray(type: GoType, bytes: Uint8Array, at: number, target: Target): Found | undefined {
    const { elem, length } = type;
    if (!elem || elem.size === 0) return undefined;
    for (let index = 0; index < length && (index + 1) * elem.size <= type.size; index++) {
      const found = this.in(elem, bytes, at + index * elem.size, target);
      if (found) return prefixed(`[${index}]`, found);
    }
    return undefined;
  }

  #inStruct(type: GoType, bytes: Uint8Array, at: number, target: Target): Found | undefined {
    const special = specialOf(type, this.#types);
    if (!special) {
      for (const field of type.fields) {
        const found = this.in(field.type, bytes, at + field.offset, target);
        if (found) return prefixed(`.${field.name}`, found);
      }
      return undefined;
    }
    for (const field of special.fields) {
      const found = this.#inSpecial(field.how, field.type, bytes, at + field.offset, target);
      if (!found) continue;
      return prefixed(isTrieEntry(type) ? this.#trieStep(type, field.step, bytes, at) : field.step, found);
    }
    return undefined;
  }

  #inSpecial(how: string, type: GoType, bytes: Uint8Array, at: number, target: Target): Found | undefined {
    if (how === 'value') return this.in(type, bytes, at, target);
    if (how === 'eface') return this.#inInterface(true, bytes, at, target);
    const word = u64At(bytes, at);
    if (word === 0 || !target.has(word)) return undefined;
    return how === 'pool' ? { step: '', slice: { address: word, length: Infinity } } : { step: '' };
  }

  /** The entry's own key in place of the `[*]` of its abstract step. */
  #trieStep(type: GoType, step: string, bytes: Uint8Array, at: number): string {
    const key = type.fields.find((field) => field.name === 'key');
    return key ? step.replace('[*]', () => `[${this.#keys.of(key.type, bytes, at + key.offset)}]`) : step;
  }

  #inInterface(isEmpty: boolean, bytes: Uint8Array, at: number, target: Target): Found | undefined {
    const word = u64At(bytes, at);
    const dynamic =
      word === 0 ? undefined : isEmpty ? this.#dynamic.ofType(word) : this.#dynamic.ofItab(word);
    if (!dynamic) return undefined;
    const step = dynamicStep(dynamic.type);
    if (!dynamic.direct) return target.has(u64At(bytes, at + 8)) ? { step } : undefined;
    const found = this.in(dynamic.type, bytes, at + 8, target);
    return found && prefixed(step, found);
  }
}

export function prefixed(step: string, found: Found): Found {
  return { step: step + found.step, slice: found.slice };
}
