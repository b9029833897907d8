import type { Address } from '../base/index.ts';

export type GoKind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'float'
  | 'complex'
  | 'string'
  | 'unsafe-pointer'
  | 'uintptr'
  | 'pointer'
  | 'slice'
  | 'array'
  | 'struct'
  | 'interface'
  | 'map'
  | 'chan'
  | 'func'
  | 'unknown';

export interface GoField {
  readonly name: string;
  /** Bytes from the start of the struct. */
  readonly offset: number;
  readonly type: GoType;
  readonly embedded: boolean;
}

/**
 * A Go type of the target, from its DWARF or from its runtime type descriptor; one object a type, so identity is
 * equality. Composite parts are resolved on first use (types are cyclic).
 */
export interface GoType {
  /** Dense number from 0, for columns indexed by type. */
  readonly id: number;
  readonly kind: GoKind;
  /** As reflect prints it: `map[string]*main.Session`; packages by their last element. */
  readonly name: string;
  /** Full import path of the package of a named type, '' for unnamed and predeclared ones. */
  readonly packagePath: string;
  /** Bytes. */
  readonly size: number;
  /** Runtime type descriptor (run-time address), 0 where the type has none. */
  readonly runtimeType: Address;
  /** Element of a pointer, slice, array, channel or map. */
  readonly elem: GoType | undefined;
  readonly key: GoType | undefined;
  /** Length of an array type. */
  readonly length: number;
  readonly fields: readonly GoField[];
  /** For kind `map` only. */
  readonly map: MapLayout | undefined;
  /** Interface without methods (eface: type word is a *_type, else an *itab). */
  readonly emptyInterface: boolean;
  /** False where no value of this type can lead to a map by any path: the traversal's prune. */
  readonly mayReachMap: boolean;
}

/** How the entries of one map type lie in memory. Sizes in bytes. */
export interface MapLayout {
  readonly keySize: number;
  readonly elemSize: number;
  /** Keys (elems) over 128 bytes are stored as pointers to boxes of their own. */
  readonly keyIndirect: boolean;
  readonly elemIndirect: boolean;
  /** Bucket (classic) or group (Swiss), with overflow pointer or control word. */
  readonly unitSize: number;
  /** Whether the bucket or group has pointers: decides rounding (malloc header) and where overflow pointers are kept. */
  readonly unitHasPointers: boolean;
  /** Offset of key i and elem i in the unit is base + i * stride: covers classic, interleaved Swiss and split groups. */
  readonly keysOffset: number;
  readonly keyStride: number;
  readonly elemsOffset: number;
  readonly elemStride: number;
}
