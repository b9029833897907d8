import type { TypeDeclaration } from '../syntax/go-file.ts';
import type { ChannelDirection } from '../syntax/type-expression.ts';
import type { GoPackage, PackageFile } from './go-package.ts';
import type { TypeProblem } from './type-problem.ts';

/** A type with its names looked up. Equal types of one resolver are one object, as far as they are written the same. */
export type GoType =
  | BasicType
  | NamedType
  | AliasType
  | ElementType
  | ArrayType
  | MapType
  | ChannelType
  | FunctionType
  | StructType
  | InterfaceType
  | UnknownType;

interface Numbered {
  /** Dense, from 0, within one resolver. */
  readonly id: number;
  /** How deep it is as it is written out; a name counts as one, whatever it stands for. */
  readonly depth: number;
}

export interface BasicType extends Numbered {
  readonly kind: 'basic';
  /** `int32`, `string`, `unsafe.Pointer`. */
  readonly name: string;
}

/** A defined type, or an instance of a generic one. What it stands for is resolved when it is asked. */
export interface NamedType extends Numbered {
  readonly kind: 'named';
  readonly name: string;
  readonly file: PackageFile;
  readonly declaration: TypeDeclaration;
  readonly typeArguments: readonly GoType[];
}

/** `byte`, or what `type A = B` declares: another spelling of the target. */
export interface AliasType extends Numbered {
  readonly kind: 'alias';
  readonly name: string;
  readonly file: PackageFile;
  readonly typeArguments: readonly GoType[];
  readonly target: GoType;
}

export interface ElementType extends Numbered {
  readonly kind: 'pointer' | 'slice';
  readonly element: GoType;
}

export interface ArrayType extends Numbered {
  readonly kind: 'array';
  /** Up to 2^63 - 1, which arrays of empty elements may have. */
  readonly length: bigint;
  readonly element: GoType;
}

export interface MapType extends Numbered {
  readonly kind: 'map';
  readonly key: GoType;
  readonly value: GoType;
}

export interface ChannelType extends Numbered {
  readonly kind: 'channel';
  readonly direction: ChannelDirection;
  readonly element: GoType;
}

export interface Parameter {
  readonly name: string;
  readonly type: GoType;
}

export interface FunctionType extends Numbered {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  readonly results: readonly Parameter[];
  readonly isVariadic: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: GoType;
  readonly isEmbedded: boolean;
  readonly tag: string;
}

export interface StructType extends Numbered {
  readonly kind: 'struct';
  readonly fields: readonly Field[];
  /** Where the struct is written: its unexported fields belong to that package. */
  readonly package: GoPackage;
}

export interface Method {
  readonly name: string;
  readonly type: FunctionType;
}

export interface Term {
  readonly isApproximate: boolean;
  readonly type: GoType;
}

export interface InterfaceType extends Numbered {
  readonly kind: 'interface';
  readonly methods: readonly Method[];
  readonly embedded: readonly (readonly Term[])[];
  readonly package: GoPackage;
}

/** A name that nothing declares, or a part that makes no sense. It is a problem for whoever needs to know its size. */
export interface UnknownType extends Numbered {
  readonly kind: 'unknown';
  readonly name: string;
  readonly problem: TypeProblem;
}
