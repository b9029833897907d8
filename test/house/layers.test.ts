/*
 * The layers of src/ and who may import whom. The `references` of src/LAYER/tsconfig.json are the table, and the compiler
 * refuses an import that they do not allow; this test says in words what is wrong, and checks what the compiler cannot:
 * that a layer is entered by its door, that every file belongs to a layer, and that a pure layer stays pure.
 */
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles, readText } from './source-files.ts';

/** Every layer, lowest first: no layer may be given a reference to one that comes after it. */
const layerOrder = [
  'base',
  'formats',
  'gosource',
  'gomem',
  'predict',
  'simulate',
  'workload',
  'hpa',
  'profile',
  'image',
  'findings',
  'adapters',
  'inspect',
  'lab',
  'web',
  'cli',
];
const pureLayers = [
  'base',
  'formats',
  'gosource',
  'gomem',
  'predict',
  'simulate',
  'workload',
  'hpa',
  'profile',
  'image',
  'findings',
];
/** Packages of npm that src/ may import: they are built into dist/, so that users install none of them. */
const bundledPackages = ['commander', 'yaml'];

interface Project {
  readonly compilerOptions: { readonly lib?: string[]; readonly types?: string[] };
  readonly references: { readonly path: string }[];
}

const projects = new Map(
  listFiles('src/*/tsconfig.json').map((path) => [path.split('/')[1], JSON.parse(readText(path)) as Project]),
);
const mayImport = new Map(
  [...projects].map(([layer, project]) => [
    layer,
    project.references.map(({ path }) => posix.basename(path)),
  ]),
);
const files = listFiles('src/**/*.ts');

interface Import {
  readonly from: string;
  readonly specifier: string;
}

/** Static, re-exporting, side-effect and dynamic imports, of values and of types. */
function importsOf(path: string): Import[] {
  const statement = /(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm;
  return [...readText(path).matchAll(statement)].map((match) => ({ from: path, specifier: match[1] }));
}

const imports = files.flatMap(importsOf);

/** Tests and what they start: not compiled for users, and free to look at the layers above. */
function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/testdata/');
}

/** undefined for src/index.ts, the library's door, which may enter every layer. */
function layerOf(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length > 2 ? parts[1] : undefined;
}

function problemOf({ from, specifier }: Import): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = posix.join(posix.dirname(from), specifier);
  const layer = layerOf(from);
  const entered = layerOf(target);
  if (!target.startsWith('src/')) {
    return isTest(from) ? undefined : `${from} imports ${target}: src/ stands on its own, move it there`;
  }
  if (entered === layer) return undefined;
  if (entered === undefined) return `${from} imports ${target}: that door is for users, import the layer`;
  if (target !== `src/${entered}/index.ts`) {
    return `${from} imports ${target}: enter through src/${entered}/index.ts (export it there if it is meant for others)`;
  }
  if (layer === undefined || isTest(from) || mayImport.get(layer)?.includes(entered)) return undefined;
  return `${from} imports ${entered}: src/${layer}/tsconfig.json allows [${mayImport.get(layer)?.join(', ')}]; move what both need down to a layer that both may import`;
}

test('there is enough to check', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(files.length);
});

test('every folder of src/ is a layer of the table, and the other way round', () => {
  const folders = new Set(files.map(layerOf).filter((layer) => layer !== undefined));
  expect([...folders].toSorted()).toEqual(layerOrder.toSorted());
  expect([...projects.keys()].toSorted()).toEqual(layerOrder.toSorted());
});

test('references point downward', () => {
  const upward = [...mayImport].flatMap(([layer, targets]) =>
    targets
      .filter((target) => layerOrder.indexOf(target) >= layerOrder.indexOf(layer))
      .map((target) => `src/${layer}/tsconfig.json references ${target}, which comes after it in layerOrder`),
  );
  expect(upward).toEqual([]);
});

test('imports follow the table and enter through doors', () => {
  expect(imports.map(problemOf).filter((problem) => problem !== undefined)).toEqual([]);
});

test('a planted upward import, a deep import and a stray file are refused', () => {
  expect(problemOf({ from: 'src/formats/elf/elf.ts', specifier: '../../image/index.ts' })).toContain(
    'allows [base]',
  );
  expect(problemOf({ from: 'src/image/reader.ts', specifier: '../base/address.ts' })).toContain(
    'src/base/index.ts',
  );
  expect(problemOf({ from: 'src/cli/main.ts', specifier: '../../scripts/tool.ts' })).toContain(
    'stands on its own',
  );
});

test('what comes from Node or npm is named in full', () => {
  const strange = imports
    .filter(({ from, specifier }) => !specifier.startsWith('.') && !isTest(from))
    .filter(({ specifier }) => !specifier.startsWith('node:') && !bundledPackages.includes(specifier))
    .map(({ from, specifier }) => `${from}: '${specifier}' is neither node:… nor in bundledPackages`);
  expect(strange).toEqual([]);
});

describe.each(pureLayers)('the pure layer %s', (layer) => {
  test('is compiled without the types of Node and DOM', () => {
    expect(projects.get(layer)?.compilerOptions).toMatchObject({ lib: ['es2024'], types: [] });
  });

  test('imports nothing from outside src/', () => {
    const outside = imports
      .filter(({ from }) => layerOf(from) === layer && !isTest(from))
      .filter(({ specifier }) => !specifier.startsWith('.'))
      .map(
        ({ from, specifier }) =>
          `${from} imports ${specifier}: take it as a port (see src/image/evidence.ts)`,
      );
    expect(outside).toEqual([]);
  });
});

describe.each(layerOrder)('the door of %s', (layer) => {
  test('says first what the layer is', () => {
    // No layer enters cli; its door is the program.
    const door = readText(`src/${layer}/${layer === 'cli' ? 'main' : 'index'}.ts`).replace(/^#!.*\n/, '');
    expect(door.slice(0, 200)).toMatch(new RegExp(`^/\\*\\*?\\s*\\*? ?${layer}: `));
  });
});
