import type { PackageFile } from './go-package.ts';
import type { GoType } from './go-type.ts';

/** Where an expression stands, which decides what its names mean. */
export interface Context {
  readonly file: PackageFile;
  /** `main.Session`; '' for the expression that was asked about. */
  readonly declaration: string;
  /** By name: what the type parameters of the declaration are at present. */
  readonly typeArguments: ReadonlyMap<string, GoType>;
  /** Value of `iota`; undefined outside constant declarations. */
  readonly iota: number | undefined;
}

/** `main.Session`: a name as others see it; those of the language itself have no package. */
export function qualifiedName({ package: { name: packageName } }: PackageFile, name: string): string {
  return packageName === '' ? name : `${packageName}.${name}`;
}
