/** A constant expression as it is written: the length of an array, the value of a constant. */
export type ConstantExpression =
  | LiteralConstant
  | NamedConstant
  | UnaryConstant
  | BinaryConstant
  | ParenthesisedConstant
  | CallConstant
  | CompositeValue
  | OpaqueConstant;

interface Expression {
  /** Bytes from the start of the source. */
  readonly offset: number;
}

export interface LiteralConstant extends Expression {
  readonly kind: 'literal';
  readonly form: 'integer' | 'float' | 'imaginary' | 'rune' | 'string';
  /** As it is written. */
  readonly text: string;
}

/** `width`, `math.MaxInt8`. */
export interface NamedConstant extends Expression {
  readonly kind: 'name';
  readonly qualifier: string;
  readonly name: string;
}

export interface UnaryConstant extends Expression {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: ConstantExpression;
}

export interface BinaryConstant extends Expression {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: ConstantExpression;
  readonly right: ConstantExpression;
}

export interface ParenthesisedConstant extends Expression {
  readonly kind: 'parenthesised';
  readonly inner: ConstantExpression;
}

/** A conversion `uint8(x)`, or a builtin `len("x")`, `unsafe.Sizeof(x)`. */
export interface CallConstant extends Expression {
  readonly kind: 'call';
  readonly callee: NamedConstant;
  readonly operands: readonly ConstantExpression[];
}

/** `T{…}`, of which only the type is kept: no constant itself, but its size is one. */
export interface CompositeValue extends Expression {
  readonly kind: 'composite';
  readonly type: NamedConstant;
}

/** Valid Go perhaps, but nothing that is evaluated here. */
export interface OpaqueConstant extends Expression {
  readonly kind: 'opaque';
  readonly text: string;
}

/** The expression as the compiler prints it: one space around a binary operator. */
export function constantText(expression: ConstantExpression): string {
  switch (expression.kind) {
    case 'literal':
    case 'opaque':
      // A raw string may hold line breaks, and a message is one line.
      return expression.text.replaceAll(/\p{Cc}+/gu, '…');
    case 'name':
      return expression.qualifier === '' ? expression.name : `${expression.qualifier}.${expression.name}`;
    case 'unary':
      return expression.operator + constantText(expression.operand);
    case 'binary':
      return `${constantText(expression.left)} ${expression.operator} ${constantText(expression.right)}`;
    case 'parenthesised':
      return `(${constantText(expression.inner)})`;
    case 'call':
      return `${constantText(expression.callee)}(${expression.operands.map(constantText).join(', ')})`;
    case 'composite':
      return `${constantText(expression.type)}{…}`;
  }
}
