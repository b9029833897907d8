/* What the compiler refuses is refused in its words: those of Go 1.26, asked of the compiler itself. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  layoutOf,
  mapKeyProblem,
  type MapKeyProblem,
  parseGoType,
  readGoTypes,
  type TypeScope,
  typeScope,
} from '../index.ts';
import { goMinorOf, scratchFolder } from '../testdata/oracle.ts';

const declarations = `
type Key struct { a int; b []byte }
type Outer struct { a int; b Key }
type Func func()
type Box[T any] struct { v T }
type Pair[A, B any] struct { a A; b B }
type Keys = []Key
type Constraint interface { ~int }
type Embedding interface { m(); Constraint }
const c = -1
const u uint8 = 255
const f float64 = 2
const one, two = two, one
const self = self
var v = 3
`;

/** Types that refer to one another; each is asked about. */
const recursive = `
type R1 struct { r R1 }
type R2 struct { r R3 }
type R3 struct { r [2]R2 }
type R4 [2]R4
type R5 R6
type R6 R5
type R7 = []R7
type R8 = *R9
type R9 = *R8
type R10 struct { r Box[R10] }
type R11 interface { R11 }
type R12 interface { R13 }
type R13 interface { R12 }
type R14 struct { a, b R15 }
type R15 [1]R16
type R16 struct { x struct { y R14 } }
`;

const refused: readonly string[] = [
  // Keys.
  'map[[]byte]int',
  'map[Key]int',
  'map[Outer]int',
  'map[Func]int',
  'map[func(int) string]int',
  'map[map[string]int]int',
  'map[[3][]byte]int',
  'map[[3]Key]int',
  'map[struct{ a int; b []byte }]int',
  'map[Box[[]byte]]int',
  'map[Keys]int',
  'map[[]interface{ m() }]int',
  'map[[]any]int',
  'map[[]rune]int',
  'map[Pair[int, []Key]]int',
  'map[[]interface{}]int',
  'map[struct{ Func; *Key; x, y []string "t" }]int',
  'map[func(a, b int, c ...string) (x int, err error)]int',
  'map[struct { A struct { B []int } }]int',
  'map[string]map[[]byte]int',
  '[]map[[]byte]int',
  'func(map[Key]int)',
  'struct { x map[Key]int }',
  'chan map[[]chan (<-chan int)]int',
  'interface{ m(map[Key]int) }',
  '*map[Key]int',
  // Lengths.
  '[-1]int',
  '[n]int',
  '[1.5]int',
  '["x"]int',
  '[v]int',
  '[1 << 63]int',
  '[c]int',
  '[1 / 0]int',
  '[u + 1]int',
  '[Key]int',
  '[int]int',
  '[x + 1]int',
  '[f]int',
  '[_]int',
  '[iota]int',
  '[uint8(300)]int',
  '[1 << (-1)]int',
  '[1 << 5000]int',
  '[true]int',
  "['a' - 'b']int",
  '[3 % 0]int',
  '[-c - 2]int',
  '[len]int',
  '[7.5 / 2]int',
  // Names.
  'Missing',
  '*Missing',
  '[]Missing',
  'map[string]Missing',
  'v',
  'c',
  'nil',
  'true',
  'len',
  'main',
  'string[int]',
  'Box',
  '[]Box',
  'Box[int, int]',
  'Pair[int]',
  'Key[int]',
  'int[int]',
  'Box[Missing]',
  'Box[Box]',
  // Constraints.
  '[]comparable',
  '[]interface{ int | string }',
  '[]Constraint',
  'map[string]Constraint',
  'struct { x Constraint }',
  '[]Embedding',
  'Box[Constraint]',
  '*comparable',
  '[]interface{ comparable }',
  'interface{ m(Constraint) }',
  'func() Constraint',
];

/** Refused by the part of the compiler that lays out, so each is compiled alone. */
const tooLarge: readonly string[] = [
  '[1 << 50]byte',
  '[1 << 47]int',
  '[1 << 62]Key',
  '[1 << 40][1 << 40]byte',
  '[]([1 << 62]int)',
  'map[string][1 << 62]int',
  'chan [70000]byte',
  'struct { a [1 << 62]int }',
  'func([1 << 50]bool)',
];

/** Accepted, though only just. */
const accepted: readonly string[] = [
  '[1 << 49]byte',
  '[1 << 62]struct{}',
  'chan [65535]byte',
  '[1<<50 - 1]byte',
  'map[[3]Box[any]]int',
  '[u - 250]Key',
];

/** By line: the first thing that the compiler says to it, with its details behind. */
function compile(lines: readonly string[]): ReadonlyMap<number, string> {
  const file = path.join(scratchFolder(), 'refused.go');
  fs.writeFileSync(file, lines.join('\n'));
  const output = path.join(scratchFolder(), 'refused.o');
  const { stdout } = spawnSync('go', ['tool', 'compile', '-e', '-p', 'main', '-o', output, file], {
    encoding: 'utf8',
  });
  const said = new Map<number, string>();
  // Of a cycle, `A refers to B` stands indented on lines of its own, each with its place.
  for (const [, place, detailsText] of stdout.matchAll(/^(\S.*)((?:\n\t.*)*)/gm)) {
    const [, line, message] = /:(\d+):\d+: (.*)$/.exec(place) ?? [];
    const details = [...detailsText.matchAll(/:\d+:\d+: (.*)/g)].map(([, detail]) => detail);
    const text = [message, details.join(', ')].filter((part) => part !== '').join(': ');
    if (!said.has(Number(line))) said.set(Number(line), text);
  }
  return said;
}

function problemOf(type: string, scope: TypeScope): string | undefined {
  const parsed = parseGoType(type);
  if ('error' in parsed) return parsed.error.message;
  const result = layoutOf(parsed.type, scope);
  return 'problem' in result ? result.problem.message : undefined;
}

function keyProblemOf(key: string): MapKeyProblem | undefined {
  const parsed = parseGoType(`map[${key}]int`);
  return 'type' in parsed ? mapKeyProblem(parsed.type, scope) : undefined;
}

const head = ['package main', ...declarations.trim().split('\n'), 'func main() {}'];
const scope = typeScope({ files: [readGoTypes(head.join('\n'))], goMinor: 26 });

describe('like the compiler', () => {
  test('types are refused, and with its words', ({ skip }) => {
    const goMinor = goMinorOf('local') ?? 0;
    if (goMinor !== 26) skip(`the words are those of Go 1.26, and this is Go 1.${goMinor}`);
    const words = compile([...head, ...refused.map((type, index) => `var x${index} ${type}`)]);
    const go = refused.map((type, index) => `${type}: ${words.get(head.length + 1 + index)}`);
    const ours = refused.map((type) => `${type}: ${problemOf(type, scope)}`);
    expect(ours).toEqual(go);
    for (const name of ['self', 'one']) {
      const line = 1 + head.findIndex((text) => text.startsWith(`const ${name}`));
      expect(problemOf(`[${name}]int`, scope)).toBe(words.get(line));
    }
  });

  test('what spoils a key is told with its words for ==', ({ skip }) => {
    const goMinor = goMinorOf('local') ?? 0;
    if (goMinor !== 26) skip(`the words are those of Go 1.26, and this is Go 1.${goMinor}`);
    const keys = [
      'Key',
      'Outer',
      '[3][]byte',
      '[3]Key',
      '[2][1]Outer',
      'struct { a int; f []func() }',
      'Box[[]byte]',
      'Pair[int, []Key]',
      'struct { Key; x []int }',
      'struct { a [2]struct { m map[string]int } }',
      'Box[Box[Func]]',
    ];
    const lines = keys.map((key, index) => `func f${index}(a, b ${key}) bool { return a == b }`);
    const words = compile([...head, ...lines]);
    const go = keys.map((_, index) => words.get(head.length + 1 + index));
    const ours = keys.map((key) => `invalid operation: a == b (${keyProblemOf(key)?.cause})`);
    expect(ours).toEqual(go);
  });

  test('types that hold themselves are refused, and with its words', ({ skip }) => {
    const goMinor = goMinorOf('local') ?? 0;
    if (goMinor !== 26) skip(`the words are those of Go 1.26, and this is Go 1.${goMinor}`);
    const lines = [...head, ...recursive.trim().split('\n')];
    const words = [...compile(lines).values()].filter((message) => message.startsWith('invalid recursive'));
    const names = [...recursive.matchAll(/^type (\w+)/gm)].map(([, name]) => name);
    const own = typeScope({ files: [readGoTypes(lines.join('\n'))], goMinor: 26 });
    const ours = names.map((name) => problemOf(name, own));
    // The compiler tells each cycle once, at one of its types.
    expect([...new Set(ours)]).toEqual(words);
  });

  test('types that are too large are refused, and with its words', ({ skip }) => {
    const goMinor = goMinorOf('local') ?? 0;
    if (goMinor !== 26) skip(`the words are those of Go 1.26, and this is Go 1.${goMinor}`);
    const plain = head.filter((line) => !/^const (one|self)/.test(line));
    const go = tooLarge.map((type) => {
      const words = compile([...plain, `var x *struct { x ${type} }`, 'var y any = x']);
      return `${type}: ${[...words.values()][0]}`;
    });
    expect(tooLarge.map((type) => `${type}: ${problemOf(type, scope)}`)).toEqual(go);
    const words = compile([...plain, ...accepted.map((type, index) => `var x${index} *${type}`)]);
    expect([...words]).toEqual([]);
    expect(accepted.map((type) => problemOf(type, scope))).toEqual(accepted.map(() => undefined));
  });
});

test('the part that spoils a key is named by the way to it', () => {
  expect(keyProblemOf('[]byte')).toEqual({
    message: 'invalid map key type []byte',
    cause: '',
    field: '',
    fieldType: '[]byte',
  });
  expect(keyProblemOf('Outer')).toMatchObject({ field: 'b.b', fieldType: '[]byte' });
  expect(keyProblemOf('[2]struct { x [3]Outer }')).toMatchObject({
    field: '[].x[].b.b',
    fieldType: '[]byte',
  });
  expect(keyProblemOf('struct { f Box[Func] }')).toMatchObject({ field: 'f.v', fieldType: 'Func' });
  expect(keyProblemOf('Box[int]')).toBeUndefined();
  expect(keyProblemOf('Missing')).toBeUndefined();
});
