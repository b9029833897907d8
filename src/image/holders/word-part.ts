import type { GoType } from '../go-type.ts';

/** The part of a value that one of its words belongs to. */
export interface WordPart {
  /** Of a kind that has words of its own: pointer, slice, string, interface, map, chan, func, unsafe-pointer. */
  readonly type: GoType;
  /** Bytes from the start of the part to the word. */
  readonly offset: number;
  /** The way to it: `.cache.shards[*]`. */
  readonly step: string;
}

/** Values lie in values to a bounded depth; only damage goes on. */
const nestingLimit = 64;

/** The innermost part at a byte offset of a value; undefined where nothing with a pointer lies there. */
export function wordPartAt(type: GoType, offset: number): WordPart | undefined {
  let at = offset;
  let inner = type;
  let step = '';
  for (let depth = 0; depth < nestingLimit; depth++) {
    if (at < 0 || at >= inner.size) return undefined;
    if (inner.kind === 'struct') {
      const field = inner.fields.findLast((each) => each.offset <= at && at < each.offset + each.type.size);
      if (!field) return undefined;
      at -= field.offset;
      step += `.${field.name}`;
      inner = field.type;
    } else if (inner.kind === 'array') {
      const { elem } = inner;
      if (!elem || elem.size === 0) return undefined;
      at %= elem.size;
      step += '[*]';
      inner = elem;
    } else return { type: inner, offset: at, step };
  }
  return undefined;
}
