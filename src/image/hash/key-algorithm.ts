import type { GoField, GoKind, GoType } from '../go-type.ts';

/** How the hash of a key is made, as a tree: what is hashed first is the seed of what comes next. */
export type KeyAlgorithm =
  | { readonly kind: 'memory'; readonly size: number }
  | { readonly kind: 'memory32' | 'memory64' | 'string' }
  /** `count` floats of `size` bytes: a complex number is two. */
  | { readonly kind: 'floats'; readonly size: number; readonly count: number }
  | { readonly kind: 'interface'; readonly isEmpty: boolean }
  | {
      readonly kind: 'array';
      readonly elem: KeyAlgorithm;
      readonly count: number;
      readonly stride: number;
    }
  | { readonly kind: 'struct'; readonly parts: readonly KeyPart[] };

interface KeyPart {
  readonly offset: number;
  readonly algorithm: KeyAlgorithm;
}

/**
 * Who wrote the hash function: the compiler, which takes fields that lie side by side as one piece of memory
 * (cmd/compile/internal/reflectdata/alg.go), or runtime.typehash, which goes field by field (runtime/alg.go). The latter
 * is for what an interface holds, and for map types that reflect made.
 */
export type HashRules = 'compiler' | 'typehash';

const memoryKinds: ReadonlySet<GoKind> = new Set([
  'bool',
  'int',
  'uint',
  'uintptr',
  'pointer',
  'chan',
  'unsafe-pointer',
]);
const nestingLimit = 100;
const partLimit = 65536;
/** Elements without size add to the hash too, but no sane program has many. */
const emptyElementLimit = 65536;

/** Finds the algorithm of each type once. */
export class KeyAlgorithms {
  readonly #isMemory = new Map<GoType, boolean>();
  readonly #known: Readonly<Record<HashRules, Map<GoType, KeyAlgorithm | undefined>>> = {
    compiler: new Map(),
    typehash: new Map(),
  };
  #depth = 0;

  /** undefined for a type that no map can have as a key, and for one whose parts are not all known. */
  of(type: GoType, rules: HashRules): KeyAlgorithm | undefined {
    if (!this.#isRegularMemory(type)) return this.#composed(type, rules);
    // memhash0 of the compiler leaves the seed as it is; typehash asks memhash.
    if (type.size === 0 && rules === 'compiler') return { kind: 'struct', parts: [] };
    if (type.size === 4) return { kind: 'memory32' };
    return type.size === 8 ? { kind: 'memory64' } : { kind: 'memory', size: type.size };
  }

  #composed(type: GoType, rules: HashRules): KeyAlgorithm | undefined {
    const known = this.#known[rules];
    if (known.has(type) || this.#depth >= nestingLimit) return known.get(type);
    // A type that holds itself is damage: it meets this entry and ends.
    known.set(type, undefined);
    this.#depth++;
    const algorithm = this.#make(type, rules);
    this.#depth--;
    known.set(type, algorithm);
    return algorithm;
  }

  #make(type: GoType, rules: HashRules): KeyAlgorithm | undefined {
    switch (type.kind) {
      case 'string':
        return { kind: 'string' };
      case 'float':
        return { kind: 'floats', size: type.size, count: 1 };
      case 'complex':
        return { kind: 'floats', size: type.size / 2, count: 2 };
      case 'interface':
        return { kind: 'interface', isEmpty: type.emptyInterface };
      case 'array': {
        const { elem: elemType, length: count } = type;
        const elem = elemType && this.of(elemType, rules);
        if (!elem || count * elemType.size > type.size) return undefined;
        if (elemType.size === 0 && count > emptyElementLimit) return undefined;
        return { kind: 'array', elem, count, stride: elemType.size };
      }
      case 'struct': {
        const parts = rules === 'compiler' ? this.#runs(type) : this.#fields(type);
        return parts && { kind: 'struct', parts };
      }
      default:
        return undefined;
    }
  }

  /** Each field by itself, as typehash does. */
  #fields(type: GoType): KeyPart[] | undefined {
    const parts: KeyPart[] = [];
    for (const field of type.fields) {
      if (isBlank(field)) continue;
      const algorithm = this.of(field.type, 'typehash');
      if (!algorithm || parts.length === partLimit) return undefined;
      parts.push({ offset: field.offset, algorithm });
    }
    return parts;
  }

  /** Fields of plain memory that follow each other without a gap are one run, and memhash hashes it whatever its length. */
  #runs(type: GoType): KeyPart[] | undefined {
    const { fields } = type;
    const parts: KeyPart[] = [];
    for (let index = 0; index < fields.length; ) {
      const field = fields[index];
      if (isBlank(field)) index++;
      else if (this.#isRegularMemory(field.type)) {
        const next = this.#runEnd(type, index);
        const last = fields[next - 1];
        const size = last.offset + last.type.size - field.offset;
        parts.push({ offset: field.offset, algorithm: { kind: 'memory', size } });
        index = next;
      } else {
        const algorithm = this.#composed(field.type, 'compiler');
        if (!algorithm || parts.length === partLimit) return undefined;
        parts.push({ offset: field.offset, algorithm });
        index++;
      }
    }
    return parts;
  }

  /** Index behind the run that begins at a field (cmd/compile/internal/compare Memrun; amd64 and arm64 align nothing). */
  #runEnd(type: GoType, start: number): number {
    const { fields } = type;
    let next = start + 1;
    while (
      next < fields.length &&
      !isPadded(type, next - 1) &&
      !isBlank(fields[next]) &&
      this.#isRegularMemory(fields[next].type)
    )
      next++;
    return next;
  }

  /** Whether a value is compared and hashed as plain memory (cmd/compile/internal/types/size.go: AMEM). */
  #isRegularMemory(type: GoType): boolean {
    const known = this.#isMemory.get(type);
    if (known !== undefined || this.#depth >= nestingLimit) return known ?? false;
    this.#isMemory.set(type, false);
    this.#depth++;
    const isMemory = this.#decideMemory(type);
    this.#depth--;
    this.#isMemory.set(type, isMemory);
    return isMemory;
  }

  #decideMemory(type: GoType): boolean {
    if (type.kind === 'array') return type.length === 0 || (!!type.elem && this.#isRegularMemory(type.elem));
    if (type.kind !== 'struct') return memoryKinds.has(type.kind);
    const { fields } = type;
    // A struct without fields has no bytes that could differ, unless its fields could not be read.
    if (fields.length === 0) return type.size === 0;
    return fields.every(
      (field, index) => !isBlank(field) && !isPadded(type, index) && this.#isRegularMemory(field.type),
    );
  }
}

function isBlank(field: GoField): boolean {
  return field.name === '_';
}

/** Padding follows the field. */
function isPadded({ fields, size }: GoType, index: number): boolean {
  const { offset, type } = fields[index];
  return offset + type.size !== (fields[index + 1]?.offset ?? size);
}
