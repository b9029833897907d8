import { assert } from '../../../base/index.ts';
import type { GoFile } from '../../syntax/go-file.ts';
import { readGoTypes } from '../../syntax/read-go-types.ts';
import { standardDeclarations } from './declarations.ts';

const packages = new Map<string, GoFile>();

/** What is known of a standard package in a Go version; undefined where that is nothing. */
export function standardPackage(path: string, goMinor: number): GoFile | undefined {
  const key = `${path}@${goMinor}`;
  const known = packages.get(key);
  if (known || !Object.hasOwn(standardDeclarations, path)) return known;
  const files = Object.entries(standardDeclarations[path])
    .filter(([since]) => Number(since) <= Math.max(goMinor, oldestMinor))
    .map(([, source]) => readOwn(path, source));
  if (files.length === 0) return undefined;
  const merged: GoFile = {
    packageName: files[0].packageName,
    imports: files.flatMap(({ imports }) => imports),
    // The newest declaration of a name comes last and stays.
    types: new Map(files.flatMap(({ types }) => [...types])),
    constants: new Map(files.flatMap(({ constants }) => [...constants])),
    values: new Map(),
    errors: [],
  };
  packages.set(key, merged);
  return merged;
}

/** The declarations of `oldestMinor` stand for older versions too. */
const oldestMinor = 18;

function readOwn(path: string, source: string): GoFile {
  const file = readGoTypes(source);
  assert(file.errors.length === 0, `${path}: ${file.errors[0]?.message}`);
  return file;
}

/** The minor version of Go that brought a type that is known here. */
export function standardSince(path: string, name: string): number | undefined {
  if (!Object.hasOwn(standardDeclarations, path)) return undefined;
  const sources = Object.entries(standardDeclarations[path]);
  const first = sources.find(([, source]) => readOwn(path, source).types.has(name));
  return first && Number(first[0]);
}

/** The standard package that a name means where nothing was imported: `atomic` is sync/atomic. */
export function standardPathOf(name: string): string | undefined {
  return Object.keys(standardDeclarations).find((path) => path.slice(path.lastIndexOf('/') + 1) === name);
}
