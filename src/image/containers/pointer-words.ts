import type { GoType } from '../go-type.ts';

/** A word of a value that leads to an object which the value can own. */
export interface PointerWord {
  /** Bytes into the value. */
  readonly offset: number;
  readonly kind: 'pointer' | 'slice' | 'string' | 'map' | 'chan';
  /** Of what the word leads to; undefined where that has no pointers worth following. */
  readonly elem: GoType | undefined;
}

/** Of a value with more of them the first ones are taken. */
const wordLimit = 256;

/**
 * Words of a value through which it can own other objects. Interfaces, functions and unsafe pointers are left out: what
 * they lead to is as often somebody else's.
 */
export class PointerWords {
  readonly #known = new Map<GoType, readonly PointerWord[]>();

  of(type: GoType): readonly PointerWord[] {
    let words = this.#known.get(type);
    if (!words) {
      const found: PointerWord[] = [];
      collect(type, 0, found, 0);
      this.#known.set(type, (words = found));
    }
    return words;
  }
}

function collect(type: GoType, offset: number, found: PointerWord[], depth: number): void {
  if (found.length >= wordLimit || depth > 32) return;
  switch (type.kind) {
    case 'pointer':
    case 'slice':
    case 'map':
    case 'chan':
    case 'string':
      found.push({ offset, kind: type.kind, elem: type.elem });
      return;
    case 'struct':
      for (const field of type.fields) collect(field.type, offset + field.offset, found, depth + 1);
      return;
    case 'array':
      // A damaged type can lack its element.
      if (!type.elem) return;
      for (let index = 0; index < type.length && found.length < wordLimit; index++) {
        const before = found.length;
        collect(type.elem, offset + index * type.elem.size, found, depth + 1);
        if (found.length === before) return;
      }
      return;
    default:
  }
}
