import type { KeyKind } from './key-kind.ts';

/** How values of a type lie in memory on 64-bit machines (amd64, arm64). Sizes and offsets in bytes. */
export interface TypeLayout {
  /** As reflect prints it: `map[string]*main.Session`. */
  readonly name: string;
  /** What it is behind its name. */
  readonly kind: LayoutKind;
  /** unsafe.Sizeof. */
  readonly size: number;
  /** unsafe.Alignof. */
  readonly align: number;
  /** Length of the part at the front beyond which no pointer lies: what the collector scans. */
  readonly pointerBytes: number;
  readonly hasPointers: boolean;
  /** Whether it can be a map key. */
  readonly isComparable: boolean;
  /** undefined for what is no struct. */
  readonly struct: StructLayout | undefined;
}

export type LayoutKind =
  | 'basic'
  | 'pointer'
  | 'slice'
  | 'array'
  | 'map'
  | 'channel'
  | 'function'
  | 'struct'
  | 'interface';

export interface StructLayout {
  readonly fields: readonly FieldLayout[];
  readonly holes: readonly PaddingHole[];
  /** Sum of the holes. */
  readonly paddingBytes: number;
  readonly best: BestOrder;
}

export interface FieldLayout {
  readonly name: string;
  /** As reflect prints it. */
  readonly typeName: string;
  /** From the start of the struct: unsafe.Offsetof. */
  readonly offset: number;
  readonly size: number;
  readonly align: number;
  readonly pointerBytes: number;
  readonly isEmbedded: boolean;
}

/** Bytes that hold nothing. */
export interface PaddingHole {
  readonly offset: number;
  readonly bytes: number;
  /** Index of the field in front of it. */
  readonly afterField: number;
}

/** The order of fields that makes the struct smallest, and among those the one with the fewest bytes to scan. */
export interface BestOrder {
  readonly size: number;
  readonly pointerBytes: number;
  /** Indexes of the fields as they are declared. */
  readonly order: readonly number[];
}

/** What the cost of a map hangs on. Sizes in bytes. */
export interface MapShape {
  /** As reflect prints it. */
  readonly name: string;
  readonly keyName: string;
  readonly keyBytes: number;
  readonly keyAlign: number;
  readonly keyHasPointers: boolean;
  readonly keyKind: KeyKind;
  /** undefined for what is no struct. */
  readonly keyStruct: StructLayout | undefined;
  readonly valueName: string;
  readonly valueBytes: number;
  readonly valueAlign: number;
  readonly valueHasPointers: boolean;
  readonly valueStruct: StructLayout | undefined;
}

/** Why a type cannot be the key of a map. */
export interface MapKeyProblem {
  /** The compiler's words: `invalid map key type Key`. */
  readonly message: string;
  /** What spoils it, in the words that the compiler has for ==: `struct containing []byte cannot be compared`; '' for a slice, map or function itself. */
  readonly cause: string;
  /** Where in the key that is: `header.tags`; '' for the key itself. */
  readonly field: string;
  /** Type of that part as the compiler spells it: `[]byte`. */
  readonly fieldType: string;
}
