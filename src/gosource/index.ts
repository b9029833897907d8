/**
 * gosource: Go source text: tokens, type expressions, the declarations of a file, and how the compiler lays types out.
 * Pure: it reads no file, asks no Go toolchain, and never guesses: what is not declared or not known is said.
 */
export { elementLayoutOf, layoutOf, mapKeyProblem, mapShapeOf, typeScope } from './layout/layout-of.ts';
export type {
  BestOrder,
  FieldLayout,
  LayoutKind,
  MapKeyProblem,
  MapShape,
  PaddingHole,
  StructLayout,
  TypeLayout,
} from './layout/type-layout.ts';
export type { TypeScope, TypeScopeOptions } from './layout/type-scope.ts';
export type { GoFile } from './syntax/go-file.ts';
export { type ParsedType, parseGoType } from './syntax/parse-go-type.ts';
export { readGoTypes } from './syntax/read-go-types.ts';
export { type GoSyntaxError, positionText } from './syntax/syntax-error.ts';
export type { TypeExpression } from './syntax/type-expression.ts';
export { Token, tokenTexts } from './tokens/token-kind.ts';
export type { TokenTable } from './tokens/token-table.ts';
export { sourceBytesMax, tokenize } from './tokens/tokenize.ts';
export type { TypeProblem, TypeProblemCode } from './types/type-problem.ts';
