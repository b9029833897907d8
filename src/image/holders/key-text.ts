import { formatAddress, u64At, utf8 } from '../../base/index.ts';
import type { GoKind, GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import type { TypeTable } from '../types/type-table.ts';

const textLimit = 40;
const partLimit = 4;
const hidden = '…';
const nestingLimit = 4;
const scalarKinds: ReadonlySet<GoKind> = new Set(['bool', 'int', 'uint', 'float', 'complex']);

/** Shows map keys as a reader of Go would write them: `"alice"`, `42`, `{1 "x"}`, `0xc000012345`. */
export class KeyText {
  readonly #memory: Memory;
  readonly #types: TypeTable;
  readonly #isModuleType: (word: number) => boolean;
  readonly #redact: boolean;

  constructor(memory: Memory, types: TypeTable, isModuleType: (word: number) => boolean, redact: boolean) {
    this.#memory = memory;
    this.#types = types;
    this.#isModuleType = isModuleType;
    this.#redact = redact;
  }

  /** The value of the type at byte `at`; `…` where it is redacted or cannot be read. */
  of(type: GoType, bytes: Uint8Array, at: number): string {
    if (this.#redact || at + type.size > bytes.length) return hidden;
    return cut(this.#text(type, bytes, at, 0));
  }

  #text(type: GoType, bytes: Uint8Array, at: number, depth: number): string {
    // Parts of a damaged type can reach beyond the whole.
    if (at + type.size > bytes.length || (scalarKinds.has(type.kind) && type.size > 16)) return hidden;
    switch (type.kind) {
      case 'bool':
        return bytes[at] === 0 ? 'false' : 'true';
      case 'int':
        return integer(bytes, at, type.size, true);
      case 'uint':
        return integer(bytes, at, type.size, false);
      case 'float':
        return String(float(bytes, at, type.size));
      case 'complex':
        return `(${float(bytes, at, type.size / 2)}+${float(bytes, at + type.size / 2, type.size / 2)}i)`;
      case 'string':
        return this.#string(u64At(bytes, at), u64At(bytes, at + 8));
      case 'uintptr':
      case 'pointer':
      case 'unsafe-pointer':
      case 'chan':
      case 'map':
      case 'func':
        return formatAddress(u64At(bytes, at));
      case 'interface':
        return depth < nestingLimit ? this.#interface(type, bytes, at, depth) : hidden;
      case 'array':
        return depth < nestingLimit ? this.#array(type, bytes, at, depth) : hidden;
      case 'struct': {
        if (depth >= nestingLimit) return hidden;
        const fields = type.fields
          .slice(0, partLimit)
          .map((field) => this.#text(field.type, bytes, at + field.offset, depth + 1));
        return `{${fields.join(' ')}${type.fields.length > partLimit ? ` ${hidden}` : ''}}`;
      }
      default:
        return hidden;
    }
  }

  #string(address: number, length: number): string {
    if (length === 0) return '""';
    // Four bytes a character at most, and one character more, so that the cut shows.
    const bytes = this.#memory.read(address, Math.min(length, (textLimit + 1) * 4));
    return bytes ? JSON.stringify(utf8(bytes)) : hidden;
  }

  #array(type: GoType, bytes: Uint8Array, at: number, depth: number): string {
    const { elem } = type;
    if (!elem || elem.size === 0 || elem.size * type.length > type.size) return '[]';
    if (elem.kind === 'uint' && elem.size === 1) {
      const digits = [...bytes.subarray(at, at + Math.min(type.length, 16))].map((byte) =>
        byte.toString(16).padStart(2, '0'),
      );
      return `0x${digits.join('')}${type.length > 16 ? hidden : ''}`;
    }
    const shown: string[] = [];
    for (let index = 0; index < Math.min(partLimit, type.length); index++) {
      shown.push(this.#text(elem, bytes, at + index * elem.size, depth + 1));
    }
    return `[${shown.join(' ')}${type.length > partLimit ? ` ${hidden}` : ''}]`;
  }

  #interface(type: GoType, bytes: Uint8Array, at: number, depth: number): string {
    const word = u64At(bytes, at);
    if (word === 0) return 'nil';
    const itab = type.emptyInterface ? undefined : this.#memory.read(word, 16);
    const typeWord = type.emptyInterface ? word : itab ? u64At(itab, 8) : 0;
    const dynamic = this.#isModuleType(typeWord) ? this.#types.fromRuntime(typeWord) : undefined;
    if (!dynamic) return hidden;
    if (this.#types.isDirectInterface(dynamic)) return this.#text(dynamic, bytes, at + 8, depth + 1);
    const value = dynamic.size > 4096 ? undefined : this.#memory.read(u64At(bytes, at + 8), dynamic.size);
    return value ? this.#text(dynamic, value, 0, depth + 1) : hidden;
  }
}

function integer(bytes: Uint8Array, at: number, size: number, signed: boolean): string {
  let value = 0n;
  for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[at + index]);
  return (signed ? BigInt.asIntN(size * 8, value) : value).toString();
}

function float(bytes: Uint8Array, at: number, size: number): number {
  if (size !== 4 && size !== 8) return Number.NaN;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  return size === 4 ? Number(view.getFloat32(0, true).toPrecision(7)) : view.getFloat64(0, true);
}

/** At most 40 characters; a quoted string keeps its closing quote. */
function cut(text: string): string {
  const characters = [...text];
  if (characters.length <= textLimit + 2) return text;
  const quoted = text.startsWith('"') && text.endsWith('"');
  return `${characters.slice(0, textLimit).join('')}${hidden}${quoted ? '"' : ''}`;
}
