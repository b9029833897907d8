import { formatAddress, i32At, u16At, u32At, u64At, utf8 } from '../base/index.ts';
import type { GoType, Memory } from '../image/index.ts';

const stringLimit = 48;
const elementLimit = 8;
const depthLimit = 4;

/** Shows values of the target as Go would print them, shortened; with `redact` nothing that a program stored as text. */
export class ValueText {
  readonly #memory: Memory;
  readonly #redact: boolean;

  constructor(memory: Memory, redact: boolean) {
    this.#memory = memory;
    this.#redact = redact;
  }

  /** A key: with `redact` nothing of it is shown. */
  key(type: GoType | undefined, bytes: Uint8Array): string {
    return this.#redact ? '…' : this.value(type, bytes);
  }

  value(type: GoType | undefined, bytes: Uint8Array, depth = 0): string {
    if (!type || bytes.length < type.size) return '?';
    if (depth > depthLimit) return '…';
    switch (type.kind) {
      case 'bool':
        return bytes[0] === 0 ? 'false' : 'true';
      case 'int':
        return integer(bytes, type.size, true);
      case 'uint':
      case 'uintptr':
        return integer(bytes, type.size, false);
      case 'float':
        return float(bytes, type.size);
      case 'string':
        return this.#string(bytes);
      case 'slice':
        return u64At(bytes, 0) === 0 ? 'nil' : `${type.name} len ${u64At(bytes, 8)} cap ${u64At(bytes, 16)}`;
      case 'array':
        return this.#array(type, bytes, depth);
      case 'struct':
        return this.#struct(type, bytes, depth);
      case 'interface':
        return u64At(bytes, 0) === 0 ? 'nil' : `${type.name} ${formatAddress(u64At(bytes, 8))}`;
      case 'pointer':
      case 'map':
      case 'chan':
      case 'func':
      case 'unsafe-pointer':
        return u64At(bytes, 0) === 0 ? 'nil' : formatAddress(u64At(bytes, 0));
      default:
        return `(${type.name})`;
    }
  }

  #string(bytes: Uint8Array): string {
    const length = u64At(bytes, 8);
    if (length === 0) return '""';
    if (this.#redact) return `"…" (${length} bytes)`;
    const text = this.#memory.read(u64At(bytes, 0), Math.min(length, stringLimit));
    if (!text) return `"?" (${length} bytes)`;
    return `${JSON.stringify(utf8(text))}${length > stringLimit ? `… (${length} bytes)` : ''}`;
  }

  #array(type: GoType, bytes: Uint8Array, depth: number): string {
    const { elem, length } = type;
    if (!elem) return '[?]';
    if (elem.size === 1 && this.#redact) return `[… ${length} bytes]`;
    const shown: string[] = [];
    for (let index = 0; index < Math.min(length, elementLimit); index++) {
      shown.push(this.value(elem, bytes.subarray(index * elem.size, (index + 1) * elem.size), depth + 1));
    }
    return `[${shown.join(' ')}${length > elementLimit ? ' …' : ''}]`;
  }

  #struct(type: GoType, bytes: Uint8Array, depth: number): string {
    const shown = type.fields
      .slice(0, elementLimit)
      .map(
        (field) =>
          `${field.name}:${this.value(field.type, bytes.subarray(field.offset, field.offset + field.type.size), depth + 1)}`,
      );
    return `{${shown.join(' ')}${type.fields.length > elementLimit ? ' …' : ''}}`;
  }
}

function integer(bytes: Uint8Array, size: number, signed: boolean): string {
  if (size === 8) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
    return String(signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true));
  }
  if (size === 4) return String(signed ? i32At(bytes, 0) : u32At(bytes, 0));
  const raw = size === 2 ? u16At(bytes, 0) : bytes[0];
  const half = 2 ** (size * 8 - 1);
  return String(signed && raw >= half ? raw - 2 * half : raw);
}

function float(bytes: Uint8Array, size: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  return String(size === 4 ? Math.fround(view.getFloat32(0, true)) : view.getFloat64(0, true));
}
