import type { GoLine, MapShape } from '../../gomem/index.ts';

export const swiss: GoLine = { minor: 26, mapKind: 'swiss' };
export const classic: GoLine = { minor: 23, mapKind: 'classic' };

/** `map[int]` of so many bytes without pointers. */
export function intMap(valueBytes: number): MapShape {
  return {
    keyBytes: 8,
    keyAlign: 8,
    keyHasPointers: false,
    valueBytes,
    valueAlign: valueBytes % 8 === 0 ? 8 : 1,
    valueHasPointers: false,
  };
}
