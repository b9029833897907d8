import { expect, test } from 'vitest';
import { mapShapeOf, parseGoType, readGoTypes, typeScope } from '../index.ts';

const source = `package main
type Text string
type ID [2]uint32
type Gap struct { a int8; b int64 }
type Two struct { a, b int32 }
type One struct { text Text }
type Blank struct { a int32; _ int32 }
`;

// What cmd/compile calls AMEM, ASTRING and all else, by its own rules in types/alg.go.
test.each([
  ['int32', 'memory'],
  ['uint64', 'memory'],
  ['bool', 'memory'],
  ['*int', 'memory'],
  ['chan int', 'memory'],
  ['ID', 'memory'],
  ['Two', 'memory'],
  ['struct{}', 'memory'],
  ['[0]string', 'memory'],
  ['string', 'string'],
  ['Text', 'string'],
  ['One', 'string'],
  ['[1]Text', 'string'],
  ['[2]string', 'other'],
  ['float64', 'other'],
  ['complex64', 'other'],
  ['any', 'other'],
  ['error', 'other'],
  ['Gap', 'other'],
  ['Blank', 'other'],
  ['struct{ a string; b int }', 'other'],
  ['struct{ f float32 }', 'other'],
])('keys of %s are compared as %s', (key, kind) => {
  const parsed = parseGoType(`map[${key}]int`);
  if ('error' in parsed) throw new Error(parsed.error.message);
  const scope = typeScope({ files: [readGoTypes(source)], goMinor: 26 });
  expect(mapShapeOf(parsed.type, scope)).toMatchObject({ shape: { keyKind: kind } });
});
