/* Declarations against go/parser and go/types: of the standard library one file in eight here, in test/matrix all of it. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutOf, parseGoType, readGoTypes, typeScope } from '../index.ts';
import { compareTypes } from '../testdata/compare-types.ts';
import { damagedSources } from '../testdata/damaged-sources.ts';
import { mainSource } from '../testdata/grid-types.ts';
import { goMinorOf, scratchFolder, standardFiles } from '../testdata/oracle.ts';

test('go/parser finds the same names in the standard library, and go/types the same layouts', () => {
  const compared = compareTypes(standardFiles('local', 8), goMinorOf('local') ?? 0);
  expect(compared.problems).toEqual([]);
  expect(compared.validCount).toBeGreaterThan(800);
  expect(compared.nameCount).toBeGreaterThan(1500);
  expect(compared.layoutCount).toBeGreaterThan(1000);
});

test('brackets behind the name of a type hold parameters or a length, as go/parser decides', () => {
  const declarations = [
    '[P any] []P',
    '[P, Q any] P',
    '[P *C] int',
    '[P *C,] int',
    '[P *C, Q any] int',
    '[P *struct{}] int',
    '[P *[]int] int',
    '[P (C)] int',
    '[P (C),] int',
    '[P (interface{ m() })] int',
    '[P interface{ *C }] int',
    '[P ~int] int',
    '[P *C | ~int] int',
    '[P []int] int',
    '[P map[string]int] int',
    '[P func()] int',
    '[P <-chan int] int',
    '[P comparable] = []P',
    '[P *(C)] int',
    '[P *C|D] int',
    '[P *p.C] int',
    '[P *(p.C)] int',
    '[P chan int] int',
    '[P struct{}] int',
    '[P (chan int)] int',
    '[_ any] int',
    '[N]int',
    '[N * M]int',
    '[N * len("a,b")]int',
    '[N * f(1, 2)]int',
    '[N + 1]int',
    '[p.N]int',
    '[uint8(3)]int',
    '[3]int',
    '[]int',
    '[len([...]string{"a", "b"})]Missing',
    '[N * (M + 1)]int',
    '[N(1)(2)]int',
    '[N * len([]int{1})]int',
    '[(N)]int',
    '= [N]int',
    '[P, Q interface{ ~int | ~string }, R any] struct{}',
    '[P interface{ m(a, b int) }] int',
    '[P *int, _ any] int',
  ];
  const files = declarations.map((declaration, index) => {
    const file = path.join(scratchFolder(), `brackets-${index}.go`);
    fs.writeFileSync(file, `package p\ntype T ${declaration}\ntype After int\n`);
    return file;
  });
  const compared = compareTypes(files, 26);
  expect(compared.problems).toEqual([]);
  expect(compared.validCount).toBe(files.length);
});

test('constants repeat what stands above them', () => {
  const file = readGoTypes('package p\nconst (\n\ta, b uint8 = iota, "x"\n\tc, d\n\t_, e\n)\nconst f = 1');
  const shown = [...file.constants.values()].map(
    ({ name, iota, type, value }) => `${name} ${iota} ${type?.kind ?? ''} ${value.kind}`,
  );
  expect(shown).toEqual([
    'a 0 name name',
    'b 0 name literal',
    'c 1 name name',
    'd 1 name literal',
    'e 2 name literal',
    'f 0  literal',
  ]);
});

test('imports, variables and functions are kept by name', () => {
  const file = readGoTypes(
    'package p\nimport ("fmt"; . "math"; x "y/z"; _ "q")\nvar a, b = 1, 2\nvar (\n\tc int\n)\nfunc f() {}\nfunc (T) m() {}',
  );
  expect(file.packageName).toBe('p');
  expect(file.imports).toEqual([
    { name: '', path: 'fmt' },
    { name: '.', path: 'math' },
    { name: 'x', path: 'y/z' },
  ]);
  expect([...file.values]).toEqual([
    ['a', 'variable'],
    ['b', 'variable'],
    ['c', 'variable'],
    ['f', 'function'],
  ]);
});

describe('what cannot be read', () => {
  test('is an error, and the declarations around it are read', () => {
    const file = readGoTypes(
      'package p\n\ntype A int\n\ntype B struct {\n\tx [\n}\n\ntype C string\n\nfunc f( {\n\ntype D bool\n',
    );
    expect(file.errors.map(({ message }) => message)).toEqual(["line 7, col 1: expected a type, found '}'"]);
    expect([...file.types.keys()]).toEqual(['A', 'C']);
    const rest = readGoTypes('package p\n\ntype (\n\tA int\n\tB map[\n)\n\ntype C string\n');
    expect([...rest.types.keys()]).toEqual(['A', 'C']);
    expect(rest.errors).toHaveLength(1);
  });

  test.each([
    ['', "col 1: expected 'package', found the end"],
    ['type T int', "col 1: expected 'package', found 'type'"],
    ['package p; x', "col 12: expected a declaration, found 'x'"],
    ['package p\n"abc', 'line 2, col 1: string literal not terminated'],
  ])('%j', (source, message) => {
    expect(readGoTypes(source).errors[0].message).toBe(message);
  });

  test('is bounded in number', () => {
    const file = readGoTypes(`package p\n${'type T [\n'.repeat(5000)}${'@'.repeat(5000)}`);
    expect(file.errors.length).toBeLessThanOrEqual(100);
  });
});

test('damaged files give what is left, and every type of it a layout or a problem', () => {
  const grid = path.join(scratchFolder(), 'grid.go');
  fs.writeFileSync(grid, mainSource);
  let laidOut = 0;
  const sources = [...damagedSources(standardFiles('local', 60), 800), ...damagedSources([grid], 400)];
  for (const source of sources) {
    const file = readGoTypes(source);
    const scope = typeScope({ files: [file], goMinor: 26 });
    for (const name of file.types.keys()) {
      const parsed = parseGoType(name);
      if ('type' in parsed && 'layout' in layoutOf(parsed.type, scope)) laidOut++;
    }
  }
  expect(laidOut).toBeGreaterThan(1000);
});
