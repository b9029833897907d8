import type { GoFile } from '../syntax/go-file.ts';
import { GoPackage, type PackageFile } from './go-package.ts';
import { standardPackage, standardPathOf, standardSince } from './standard/standard-packages.ts';

const emptyFile: GoFile = {
  packageName: 'main',
  imports: [],
  types: new Map(),
  constants: new Map(),
  values: new Map(),
  errors: [],
};

/** The packages that names can come from: those of the files that were given, and the standard ones that are known. */
export class Packages {
  readonly goMinor: number;
  /** Where an expression is read: the first file, or an empty one of package main. */
  readonly ownFile: PackageFile;
  readonly #given: readonly GoPackage[];
  readonly #standard = new Map<string, GoPackage>();

  constructor(files: readonly GoFile[], goMinor: number) {
    this.goMinor = goMinor;
    const byName = Map.groupBy(files, ({ packageName }) => packageName || 'main');
    const paths = new Map(
      files.flatMap(({ imports }) =>
        imports.flatMap(({ name: alias, path }) =>
          [alias, ...possibleNames('', path)].map((name) => [name, path] as const),
        ),
      ),
    );
    const packages = [...byName].map(
      ([name, ofName]) => new GoPackage(name, paths.get(name) ?? name, ofName, false),
    );
    this.#given = packages;
    const own = packages[0] ?? new GoPackage('main', 'main', [emptyFile], false);
    this.ownFile = own.files[0];
  }

  /**
   * The packages that a qualifier can mean in a file, likeliest first; none where nothing is known of it. Of a standard
   * package only a part is known here, so that a given file of the same name may hold the rest.
   */
  find(qualifier: string, from: PackageFile): readonly GoPackage[] {
    const imported = from.file.imports.find(({ name, path }) =>
      possibleNames(name, path).includes(qualifier),
    );
    if (imported) return this.#imported(imported.path, qualifier, from.package);
    const standard = this.standard(qualifier);
    return [...this.#given.filter(({ name }) => name === qualifier), ...(standard ? [standard] : [])];
  }

  /** Whether a file gives a package this name. */
  imports(name: string, { file }: PackageFile): boolean {
    return file.imports.some((declared) => possibleNames(declared.name, declared.path).includes(name));
  }

  /** A package that an expression may name without an import. */
  standard(name: string): GoPackage | undefined {
    const path = standardPathOf(name);
    return path === undefined ? undefined : this.#standardAt(path);
  }

  /** Packages whose names a file uses without a qualifier. */
  dotImports(from: PackageFile): readonly GoPackage[] {
    return from.file.imports.flatMap(({ name, path }) => {
      return name === '.' ? this.#imported(path, '', from.package) : [];
    });
  }

  /** The minor version of Go that brought a standard type, where the version asked for is older. */
  missingSince(qualifier: string, name: string): number | undefined {
    const path = standardPathOf(qualifier);
    const since = path === undefined ? undefined : standardSince(path, name);
    return since !== undefined && since > this.goMinor ? since : undefined;
  }

  /**
   * No package imports itself, so a given package of the same name is another one. Who imports under a name does so most
   * often because the package has that name, which its path does not show.
   */
  #imported(path: string, alias: string, by: GoPackage): readonly GoPackage[] {
    const standard = this.#standardAt(path);
    const others = this.#given.filter((known) => known !== by);
    const names = possibleNames('', path);
    const byPath = others.filter(({ name }) => names.includes(name));
    const given = byPath.length > 0 || standard ? byPath : others.filter(({ name }) => name === alias);
    return standard ? [standard, ...given] : given;
  }

  #standardAt(path: string): GoPackage | undefined {
    const known = this.#standard.get(path);
    if (known) return known;
    const file = standardPackage(path, this.goMinor);
    const found = file && new GoPackage(file.packageName, path, [file], true);
    if (found) this.#standard.set(path, found);
    return found;
  }
}

/**
 * What a package may be called in a file that imports it. Its package clause decides, which is not at hand; by custom
 * it is the last element of the path, without a major version and a `go-` or `-go`.
 */
function possibleNames(name: string, path: string): string[] {
  if (name !== '') return [name];
  const elements = path.split('/');
  const last = elements.pop() ?? '';
  const previous = elements.pop();
  const base = /^v[0-9]+$/.test(last) && previous !== undefined ? previous : last;
  const plain = base.replace(/\.v[0-9]+$/, '');
  return [...new Set([last, plain, plain.replace(/^go-|[-.]go$/g, '')])];
}
