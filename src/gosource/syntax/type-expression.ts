import type { ConstantExpression } from './constant-expression.ts';

/** A type as it is written. Parentheses are gone: they change nothing in a type. */
export type TypeExpression =
  | NameExpression
  | ElementExpression
  | ArrayExpression
  | MapExpression
  | ChannelExpression
  | FunctionExpression
  | StructExpression
  | InterfaceExpression;

interface Expression {
  /** Bytes from the start of the source to the first of the type. */
  readonly offset: number;
}

/** `int`, `time.Time`, `Pair[K, V]`. */
export interface NameExpression extends Expression {
  readonly kind: 'name';
  /** What stands before the dot; '' for a name without one. */
  readonly qualifier: string;
  readonly name: string;
  readonly typeArguments: readonly TypeExpression[];
}

export interface ElementExpression extends Expression {
  readonly kind: 'pointer' | 'slice';
  readonly element: TypeExpression;
}

export interface ArrayExpression extends Expression {
  readonly kind: 'array';
  readonly length: ConstantExpression;
  readonly element: TypeExpression;
}

export interface MapExpression extends Expression {
  readonly kind: 'map';
  readonly key: TypeExpression;
  readonly value: TypeExpression;
}

export type ChannelDirection = 'both' | 'send' | 'receive';

export interface ChannelExpression extends Expression {
  readonly kind: 'channel';
  readonly direction: ChannelDirection;
  readonly element: TypeExpression;
}

export interface ParameterExpression {
  /** '' where the signature names none. */
  readonly name: string;
  /** Of a variadic parameter `...T`: `T`. */
  readonly type: TypeExpression;
}

export interface FunctionExpression extends Expression {
  readonly kind: 'function';
  readonly parameters: readonly ParameterExpression[];
  readonly results: readonly ParameterExpression[];
  /** Whether the last parameter is `...T`. */
  readonly isVariadic: boolean;
}

/** One field: `a, b int` is two. */
export interface FieldExpression extends Expression {
  /** Of an embedded field the name of its type. */
  readonly name: string;
  readonly type: TypeExpression;
  readonly isEmbedded: boolean;
  /** Value of the tag, '' without one. */
  readonly tag: string;
}

export interface StructExpression extends Expression {
  readonly kind: 'struct';
  readonly fields: readonly FieldExpression[];
}

export interface MethodExpression extends Expression {
  readonly name: string;
  readonly type: FunctionExpression;
}

/** `~int` or `Stringer`, one of the terms between `|`. */
export interface TermExpression {
  readonly isApproximate: boolean;
  readonly type: TypeExpression;
}

export interface InterfaceExpression extends Expression {
  readonly kind: 'interface';
  readonly methods: readonly MethodExpression[];
  /** Embedded elements; each is a union of at least one term. */
  readonly embedded: readonly (readonly TermExpression[])[];
}
