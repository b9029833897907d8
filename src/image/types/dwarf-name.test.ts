import { expect, test } from 'vitest';
import { packageOfSymbol, packageOfTypeName, shortSymbol, shortTypeName } from './dwarf-name.ts';

// Right-hand sides are what reflect.Type.String prints for these types.
test.each([
  ['int', 'int'],
  ['map[string]*github.com/x/y.T', 'map[string]*y.T'],
  ['*github.com/nats-io/nats%2ego.Conn', '*nats.go.Conn'],
  ['[]github.com/x/y.T', '[]y.T'],
  ['[4]encoding/json.Number', '[4]json.Number'],
  ['map[encoding/json.Number]map[int]container/list.List', 'map[json.Number]map[int]list.List'],
  [
    'func(net/http.ResponseWriter, *net/http.Request) error',
    'func(http.ResponseWriter, *http.Request) error',
  ],
  ['main.Box[github.com/x/y.T]', 'main.Box[github.com/x/y.T]'],
  ['map[string]a/b.Box[c/d.T]', 'map[string]b.Box[c/d.T]'],
  ['*a/b.Pair[map[string]c/d.T,int]', '*b.Pair[map[string]c/d.T,int]'],
  ['struct { F a/b.T; g int }', 'struct { F b.T; g int }'],
  ['chan<- a/b.T', 'chan<- b.T'],
])('%s', (dwarf, reflect) => {
  expect(shortTypeName(dwarf)).toBe(reflect);
});

test('packages of types and symbols', () => {
  expect(packageOfTypeName('github.com/x/y%2ev2.T')).toBe('github.com/x/y.v2');
  expect(packageOfTypeName('a/b.Box[c/d.T]')).toBe('a/b');
  expect(packageOfTypeName('map[string]a/b.T')).toBe('');
  expect(packageOfTypeName('*a/b.T')).toBe('');
  expect(packageOfTypeName('int')).toBe('');
  expect(packageOfSymbol('main.srv')).toBe('main');
  expect(packageOfSymbol('github.com/x/y.cache')).toBe('github.com/x/y');
  expect(shortSymbol('github.com/x/y.cache')).toBe('y.cache');
});
