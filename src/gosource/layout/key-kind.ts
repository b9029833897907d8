import type { GoType } from '../types/go-type.ts';

/** How the compiler compares and hashes keys, which decides how a map inserts them. */
export type KeyKind = 'memory' | 'string' | 'other';

/**
 * After cmd/compile/internal/types alg.go and size.go (Go 1.26, AlgType): memory byte by byte, strings, and everything that
 * needs more: floats, interfaces, and what has padding, blank fields or one of these in it. `underlying` looks behind a
 * name; `hasPadding` tells whether bytes of a struct belong to no field.
 */
export function keyKind(
  type: GoType,
  underlying: (type: GoType) => GoType,
  hasPadding: (struct: GoType & { kind: 'struct' }) => boolean,
): KeyKind {
  const kindOf = (part: GoType): KeyKind => {
    const plain = underlying(part);
    switch (plain.kind) {
      case 'basic':
        if (plain.name === 'string') return 'string';
        return /^(float|complex)/.test(plain.name) ? 'other' : 'memory';
      case 'pointer':
      case 'channel':
        return 'memory';
      case 'array': {
        if (plain.length === 0n) return 'memory';
        const element = kindOf(plain.element);
        return plain.length === 1n || element === 'memory' ? element : 'other';
      }
      case 'struct': {
        const { fields } = plain;
        if (fields.length === 1 && fields[0].name !== '_') return kindOf(fields[0].type);
        const isPlain = fields.every((field) => field.name !== '_' && kindOf(field.type) === 'memory');
        return isPlain && !hasPadding(plain) ? 'memory' : 'other';
      }
      default:
        return 'other';
    }
  };
  return kindOf(type);
}
