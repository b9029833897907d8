import type { Address } from '../../base/index.ts';
import type { GoField, GoKind, GoType, MapLayout } from '../go-type.ts';

/** What is known of a type without looking at other types. */
export interface TypeHead {
  readonly kind: GoKind;
  readonly name: string;
  readonly packagePath: string;
  readonly size: number;
  readonly runtimeType: Address;
  readonly length: number;
  readonly emptyInterface: boolean;
  /** The value sits in an interface's data word itself. */
  readonly directInterface: boolean;
  /** False where the type is known to hold no pointer at all. */
  readonly hasPointers: boolean;
}

/** What refers to other types; resolved on first use because types are cyclic. */
export interface TypeParts {
  readonly elem?: GoType | undefined;
  readonly key?: GoType | undefined;
  readonly fields?: readonly GoField[];
  readonly map?: MapLayout | undefined;
}

/** reflect.Kind to this layer's kinds. */
export const kindByNumber: readonly GoKind[] = [
  'unknown',
  'bool',
  ...Array<GoKind>(5).fill('int'),
  ...Array<GoKind>(5).fill('uint'),
  'uintptr',
  'float',
  'float',
  'complex',
  'complex',
  'array',
  'chan',
  'func',
  'interface',
  'map',
  'pointer',
  'slice',
  'string',
  'struct',
  'unsafe-pointer',
];
