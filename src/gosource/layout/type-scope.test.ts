/* Which declaration a name means, and what becomes of those that nothing declares or that never end. */
import { describe, expect, test } from 'vitest';
import { layoutOf, mapShapeOf, parseGoType, readGoTypes, type TypeScope, typeScope } from '../index.ts';

function scopeOf(goMinor: number, ...sources: readonly string[]): TypeScope {
  return typeScope({ files: sources.map((source) => readGoTypes(source)), goMinor });
}

/** `name size`, or the problem. */
function describeType(text: string, scope: TypeScope): string {
  const parsed = parseGoType(text);
  if ('error' in parsed) return parsed.error.message;
  const result = layoutOf(parsed.type, scope);
  if ('layout' in result) return `${result.layout.name} ${result.layout.size}`;
  const { code, message, declaration } = result.problem;
  return `${code}${declaration === '' ? '' : ` in ${declaration}`}: ${message}`;
}

describe('a name means', () => {
  const store = 'package store\nimport ("github.com/google/uuid"; m "github.com/x/go-model/v2"; t "time")\n';

  test.each([
    ['what a file of the package declares', 'Session', 'store.Session 56'],
    ['what another file of the package declares', 'Other', 'store.Other 24'],
    ['the own package also with its name', 'store.Other', 'store.Other 24'],
    ['what a file of an imported package declares', 'uuid.UUID', 'uuid.UUID 16'],
    ['the same under the name that the import gives it', 'm.User', 'model.User 8'],
    ['a standard package under the name that the import gives it', 't.Time', 'time.Time 24'],
    ['a standard package that is not imported', 'netip.Addr', 'netip.Addr 24'],
    ['the own declaration before the one of the language', 'string', 'store.string 1'],
    ['the parameter before any declaration', 'Shadow[int64]', 'store.Shadow[int64] 8'],
  ])('%s', (_, type, expected) => {
    const scope = scopeOf(
      26,
      `${store}type Session struct { id uuid.UUID; user m.User; other *Other; at Other }\ntype string bool\n` +
        'type Shadow[Other any] struct { x Other }',
      'package store\nimport . "sync"\ntype Other struct { a [width]Mutex }\nconst width = 3',
      'package uuid\ntype UUID [16]byte',
      'package model\ntype User struct { next *User }',
    );
    expect(describeType(type, scope)).toBe(expected);
  });

  test('in type arguments the whole path of its package, where an import tells it', () => {
    const scope = scopeOf(
      26,
      'package main\nimport "github.com/google/uuid"\ntype Box[T any] struct { v T }',
      'package uuid\ntype UUID [16]byte',
    );
    expect(describeType('Box[uuid.UUID]', scope)).toBe('main.Box[github.com/google/uuid.UUID] 16');
  });

  test('a given file of a standard package for what is not known of it', () => {
    const scope = scopeOf(26, 'package main', 'package http\ntype Cookie struct { Name, Value string }');
    expect(describeType('http.Cookie', scope)).toBe('http.Cookie 32');
    expect(describeType('http.Header', scope)).toBe('http.Header 8');
  });
});

describe('a name that nothing declares', () => {
  const notAtHand = (name: string): string =>
    `the declaration of ${name} is not at hand: give the Go file that holds it too (--from FILE), or declare a type like it in yours`;
  const scope = scopeOf(
    22,
    'package main\nimport "github.com/google/uuid"\ntype A struct { id uuid.UUID; p *Gone }\ntype B struct { p *uuid.UUID; q []Gone }\n' +
      'type C struct { g Gone }\ntype D struct { c C }',
  );

  test.each([
    ['Gone', 'undefined: undefined: Gone'],
    ['list', 'undefined: undefined: list'],
    ['uuid', 'not-a-type: uuid (package name) is not a type'],
    ['time.zone', 'undefined: name zone not exported by package time'],
    ['*Gone', 'undefined: undefined: Gone'],
    ['map[string][]Gone', 'undefined: undefined: Gone'],
    ['uuid.UUID', `unknown-package-type: ${notAtHand('uuid.UUID')}`],
    ['map[uuid.UUID]int', 'map[uuid.UUID]int 8'],
    ['*uuid.UUID', '*uuid.UUID 8'],
    ['[]pkg.Box[int]', '[]pkg.Box[…] 24'],
    ['struct { a uuid.UUID }', `unknown-package-type: ${notAtHand('uuid.UUID')}`],
    ['A', `unknown-package-type in main.A: ${notAtHand('uuid.UUID')}`],
    ['B', 'main.B 32'],
    ['D', 'undefined in main.C: undefined: Gone'],
    [
      '[uuid.Size]byte',
      'unknown-package-type: the value of uuid.Size is not at hand: give the Go file that declares it too (--from FILE)',
    ],
    ['unique.Handle[string]', 'not-in-this-go: unique.Handle came with Go 1.23, and this is for Go 1.22'],
  ])('%s', (type, expected) => {
    expect(describeType(type, scope)).toBe(expected);
  });

  test('is a problem for the shape of a map, which needs its size', () => {
    const parsed = parseGoType('map[uuid.UUID]*Gone2');
    const fine = parseGoType('map[uuid.UUID]int');
    if ('error' in parsed || 'error' in fine) throw new Error('no type');
    expect(mapShapeOf(parsed.type, scope)).toMatchObject({ problem: { code: 'undefined' } });
    expect(mapShapeOf(fine.type, scope)).toMatchObject({ problem: { code: 'unknown-package-type' } });
  });
});

test('a map type behind names has a shape, what is no map has none', () => {
  const scope = scopeOf(26, 'package main\ntype M map[K]V\ntype K [3]uint16\ntype V = *int\ntype N = M');
  const shapeOf = (text: string): unknown => {
    const parsed = parseGoType(text);
    return 'type' in parsed ? mapShapeOf(parsed.type, scope) : parsed.error;
  };
  expect(shapeOf('N')).toEqual({
    shape: {
      name: 'main.M',
      keyName: 'main.K',
      keyBytes: 6,
      keyAlign: 2,
      keyHasPointers: false,
      keyKind: 'memory',
      valueName: '*int',
      valueBytes: 8,
      valueAlign: 8,
      valueHasPointers: true,
    },
  });
  expect(shapeOf('K')).toMatchObject({ problem: { code: 'not-a-map' } });
  expect(shapeOf('map[[]N]int')).toMatchObject({ problem: { code: 'map-key' } });
});

describe('declarations that never end, or nearly so', () => {
  const chain = (length: number, first: string, next: (index: number) => string): string =>
    [`package main\n${first}`, ...Array.from({ length }, (_, index) => next(index + 1))].join('\n');

  test.each([
    ['aliases', chain(20_000, 'type T0 = int', (n) => `type T${n} = T${n - 1}`)],
    ['defined types', chain(20_000, 'type T0 int', (n) => `type T${n} T${n - 1}`)],
    ['structs in structs', chain(20_000, 'type T0 int', (n) => `type T${n} struct { a T${n - 1} }`)],
    ['arrays of arrays', chain(20_000, 'type T0 struct{}', (n) => `type T${n} [1]T${n - 1}`)],
    [
      'embedded interfaces',
      chain(20_000, 'type T0 interface{}', (n) => `type T${n} interface { T${n - 1} }`),
    ],
    [
      'constants',
      `${chain(20_000, 'const c0 = 1', (n) => `const c${n} = (c${n - 1})`)}\ntype T20000 [c20000]int`,
    ],
    ['sizes', chain(20_000, 'type T0 int', (n) => `type T${n} [unsafe.Sizeof(T${n - 1}{}) / 1000000]int`)],
    ['instances', 'package main\ntype T[P any] struct { x [0]T[[]P] }\ntype T20000 T[int]'],
    ['instances of aliases', 'package main\ntype T[P any] = struct { x *T[[]P] }\ntype T20000 T[int]'],
    [
      'deep aliases',
      chain(400, 'type T0 = int', (n) => `type T${n} = ${'[]'.repeat(200)}T${n - 1}`) + '\ntype T20000 T400',
    ],
    [
      'deep arguments',
      `package main\ntype G[P any] struct { x [0]G[${'[]'.repeat(200)}P] }\ntype T20000 G[int]`,
    ],
  ])('%s', (_, source) => {
    const scope = scopeOf(26, source);
    for (const type of [
      'T20000',
      '*T20000',
      'map[T20000]int',
      '[]T20000',
      'struct { T20000 }',
      'interface { T20000 }',
    ]) {
      expect(describeType(type, scope)).toMatch(
        /^(too-deep|recursive|constraint|map-key)\b.*: .|^[\w*[\] {}.]+ \d+$/,
      );
    }
  });

  test('names that double at each step are cut, and their sizes are right', () => {
    const scope = scopeOf(
      26,
      `${chain(100, 'type T0 = int', (n) => `type T${n} = Pair[T${n - 1}, T${n - 1}]`)}\ntype Pair[A, B any] struct { a *A; b *B }\n` +
        chain(100, 'type S0 = struct{}', (n) => `type S${n} = struct { a, b S${n - 1} }`).replace(
          'package main',
          '',
        ),
    );
    const pair = describeType('T100', scope);
    expect(pair).toMatch(/… 16$/);
    expect(pair.length).toBeLessThan(20_000);
    expect(describeType('S100', scope)).toMatch(/… 0$/);
    expect(describeType('map[S100]T100', scope)).toMatch(/… 8$/);
    expect(describeType('map[[]S100]T100', scope)).toMatch(/^map-key: invalid map key type \[\]S100$/);
  });

  test('constants that grow at each step end', () => {
    const source = chain(100, 'const c0 = 1e300', (n) => `const c${n} = c${n - 1} * c${n - 1}`);
    const scope = scopeOf(26, `${source}\nconst whole0 = 1 << 400\nconst whole1 = whole0 * whole0`);
    expect(describeType('[c99]int', scope)).toBe('constant in main.c6: constant multiplication overflow');
    expect(describeType('[whole1]int', scope)).toBe(
      'constant in main.whole1: constant multiplication overflow',
    );
    expect(describeType('[1e5000]struct{}', scope)).toMatch(/^array-length|^constant/);
    expect(describeType('[1e999999999]struct{}', scope)).toMatch(/^constant/);
    expect(describeType(`[${'9'.repeat(100_000)}]int`, scope)).toMatch(/^constant/);
  });
});
