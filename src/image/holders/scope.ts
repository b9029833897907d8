import type { GoType } from '../go-type.ts';

/** What a trace is after: the maps of a heap, or every object in it. */
export interface Scope {
  /** Objects without pointers have ids and paths too, and nothing that leads to no map is passed over. */
  readonly isWhole: boolean;
  /** False where maps are passed over. */
  readonly holdsMaps: boolean;
  /** Whether values of the type can lead to what the trace is after. */
  wants(type: GoType): boolean;
}

export const mapsOnly: Scope = {
  isWhole: false,
  holdsMaps: true,
  wants: (type) => type.mayReachMap,
};

/** A scope of its own for each trace: it remembers what it was asked. */
export function wholeHeap(): Scope {
  const known = new Map<GoType, boolean>();
  return { isWhole: true, holdsMaps: true, wants: (type) => hasPointers(type, known) };
}

/** For a trace that does not enter the heap. */
export function staticsOnly(): Scope {
  return { ...wholeHeap(), holdsMaps: false };
}

/** Values lie in values to a bounded depth; only damage goes on. */
const nestingLimit = 64;

function hasPointers(type: GoType, known: Map<GoType, boolean>, depth = 0): boolean {
  const before = known.get(type);
  if (before !== undefined) return before;
  const has = depth < nestingLimit && decide(type, known, depth);
  known.set(type, has);
  return has;
}

function decide(type: GoType, known: Map<GoType, boolean>, depth: number): boolean {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'uint':
    case 'float':
    case 'complex':
    case 'uintptr':
      return false;
    case 'array':
      return type.length > 0 && type.elem !== undefined && hasPointers(type.elem, known, depth + 1);
    case 'struct':
      return type.fields.some((field) => hasPointers(field.type, known, depth + 1));
    default:
      return true;
  }
}
