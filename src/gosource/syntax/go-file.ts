import type { ConstantExpression } from './constant-expression.ts';
import type { GoSyntaxError } from './syntax-error.ts';
import type { TypeExpression } from './type-expression.ts';

/** A type declaration at the top level of a file. */
export interface TypeDeclaration {
  readonly name: string;
  /** Bytes from the start of the file to the name. */
  readonly offset: number;
  readonly typeParameters: readonly string[];
  /** `[K comparable, V any]` as it is written, '' without type parameters. Constraints are not looked at. */
  readonly typeParametersText: string;
  /** `type A = B`: the same type under another name. */
  readonly isAlias: boolean;
  readonly type: TypeExpression;
}

/** One name of a constant declaration at the top level of a file. */
export interface ConstantDeclaration {
  readonly name: string;
  readonly offset: number;
  /** undefined where the constant takes the type of its value. */
  readonly type: TypeExpression | undefined;
  readonly value: ConstantExpression;
  /** Index of the specification in its group, which `iota` stands for. */
  readonly iota: number;
}

export interface ImportDeclaration {
  /** What the file calls the package: '.' for a dot import, '' where the import gives it no name. */
  readonly name: string;
  readonly path: string;
}

/** What a Go file declares that types depend on. */
export interface GoFile {
  /** '' where the file has no package clause. */
  readonly packageName: string;
  readonly imports: readonly ImportDeclaration[];
  /** By name; of two declarations of one name the first. */
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly constants: ReadonlyMap<string, ConstantDeclaration>;
  /** Names that are no types. */
  readonly values: ReadonlyMap<string, 'variable' | 'function'>;
  /** What could not be read, at most a hundred; the rest of the file was read all the same. */
  readonly errors: readonly GoSyntaxError[];
}
