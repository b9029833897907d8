import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutOf, parseGoType, type TypeExpression, typeScope } from '../index.ts';
import { gridTypes } from '../testdata/grid-types.ts';

function errorOf(text: string): string {
  const parsed = parseGoType(text);
  return 'error' in parsed ? parsed.error.message : 'no error';
}

describe('what is no type is said with its place', () => {
  test.each([
    ['', 'col 1: expected a type, found the end'],
    ['[]', 'col 3: expected a type, found the end'],
    ['map[]int', "col 5: expected a type, found ']'"],
    ['map[string', "col 11: expected ']', found the end"],
    ['map string', "col 5: expected '[', found 'string'"],
    ['map[string]]', "col 12: expected a type, found ']'"],
    ['int x', "col 5: expected the end of the type, found 'x'"],
    ['time.', 'col 6: expected a type name, found the end'],
    ['Pair[int', "col 9: expected ']', found the end"],
    ['Pair[]', "col 6: expected a type, found ']'"],
    ['chan', 'col 5: expected a type, found the end'],
    ['<-int', "col 3: expected 'chan', found 'int'"],
    ['[...]int', "col 2: expected an array length, found '...'"],
    ['[1+]int', "col 4: expected a constant, found ']'"],
    ['[3 4]int', "col 4: expected ']', found '4'"],
    ['struct { a }; b', "col 13: expected the end of the type, found ';'"],
    ['struct { a int b int }', "col 16: expected '}', found 'b'"],
    ['struct { *[]int }', "col 17: expected the name of an embedded type, found '}'"],
    ['struct { a, int }', "col 17: expected a type, found '}'"],
    ['struct {\n\ta int\n\t]\n}', "line 3, col 2: expected a field name or a type, found ']'"],
    ['func(a int, string)', 'col 20: expected a name for every parameter or for none, found the end'],
    ['func(...int, string)', "col 14: expected ')' behind the '...' parameter, found 'string'"],
    ['interface { 3 }', "col 13: expected a method or a type, found '3'"],
    ['func', "col 5: expected '(', found the end"],
    ['type', "col 1: expected a type, found 'type'"],
    ['int\nstring', "line 2, col 1: expected the end of the type, found 'string'"],
    ['map[string]"int"', `col 12: expected a type, found '"int"'`],
    ['"abc', 'col 1: string literal not terminated'],
    ['[0x]int', 'col 4: hexadecimal literal has no digits'],
    ['map[string]@', "col 12: illegal character U+0040 '@'"],
    ['int /* comment', 'col 5: comment not terminated'],
    [`map[${'x'.repeat(100)}`, "col 105: expected ']', found the end"],
    [`int ${'x'.repeat(100)}`, 'col 5: expected the end of the type, found a name'],
  ])('%j', (text, message) => {
    expect(errorOf(text)).toBe(message);
  });

  test('with all its parts', () => {
    expect(parseGoType('map[\n  ]')).toEqual({
      error: {
        offset: 7,
        line: 2,
        column: 3,
        expected: 'a type',
        found: "']'",
        message: "line 2, col 3: expected a type, found ']'",
      },
    });
  });
});

const types = gridTypes(26);

describe('damage', () => {
  test('of a type that is cut off gives an error at its end, or a shorter type', () => {
    for (const type of types) {
      for (let length = 0; length < type.length; length++) {
        const parsed = parseGoType(type.slice(0, length));
        if ('error' in parsed) expect(parsed.error.offset).toBeLessThanOrEqual(Buffer.byteLength(type));
      }
    }
  });

  test('by flipped bits and junk gives one line and a place in the text', () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...Array.from('[](){}*,;.~|"`\'<-0a \n')), maxLength: 80 }),
      fc.tuple(fc.constantFrom(...types), fc.nat(), fc.nat(7)).map(([type, at, bit]) => {
        const bytes = Buffer.from(type);
        bytes[at % bytes.length] ^= 1 << bit;
        return bytes.toString('utf8');
      }),
      fc
        .array(
          fc.constantFrom(
            '[',
            ']',
            'map[',
            'struct {',
            '}',
            'func(',
            ')',
            'int',
            ';',
            ',',
            '*',
            'chan ',
            '3',
            'x',
            '.',
            'interface {',
            '|',
            '~',
            '...',
          ),
          {
            maxLength: 40,
          },
        )
        .map((words) => words.join('')),
    );
    const scope = typeScope({ goMinor: 26 });
    fc.assert(
      fc.property(junk, (text) => {
        const parsed = parseGoType(text);
        if ('error' in parsed) {
          expect(parsed.error.message).toMatch(/^(line \d+, )?col \d+: [^\n]+$/);
          expect(parsed.error.offset).toBeLessThanOrEqual(Buffer.byteLength(text.toWellFormed()));
        } else layoutOf(parsed.type, scope);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['pointers', (depth: number) => `${'*'.repeat(depth)}int`],
    ['slices', (depth: number) => `${'[]'.repeat(depth)}int`],
    ['parentheses', (depth: number) => `${'('.repeat(depth)}int${')'.repeat(depth)}`],
    ['maps', (depth: number) => `${'map['.repeat(depth)}int`],
    ['structs', (depth: number) => `${'struct { a '.repeat(depth)}int${' }'.repeat(depth)}`],
    ['functions', (depth: number) => `${'func('.repeat(depth)}${')'.repeat(depth)}`],
    ['type arguments', (depth: number) => `${'A['.repeat(depth)}int${']'.repeat(depth)}`],
    ['lengths', (depth: number) => `[${'('.repeat(depth)}1${')'.repeat(depth)}]int`],
    ['signs', (depth: number) => `[${'-'.repeat(depth)}1]int`],
    ['sums', (depth: number) => `[${'1+'.repeat(depth)}1]int`],
    ['interfaces', (depth: number) => 'interface { m() '.repeat(depth)],
  ])('%s nested without end are refused, and some levels are not', (_, nested) => {
    const scope = typeScope({ goMinor: 26 });
    for (const depth of [300, 10_000, 300_000]) {
      expect(errorOf(nested(depth))).toMatch(
        /^col \d+: (expected at most 250 levels of nesting, found more|expected)/,
      );
    }
    const parsed = parseGoType(nested(100));
    if ('type' in parsed) layoutOf(parsed.type, scope);
  });
});

/** Types without names of their own, whose printed form is Go again. */
const plainTypes = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(
      'int',
      'string',
      'uint8',
      'bool',
      'float64',
      'error',
      'struct {}',
      'interface {}',
      'unsafe.Pointer',
    ),
    fc
      .tuple(
        fc.constantFrom('*', '[]', '[3]', '[0]', 'chan ', 'chan<- ', '<-chan ', 'map[string]'),
        tie('type'),
      )
      .map(([prefix, type]) =>
        prefix === 'chan ' && type.startsWith('<-') ? `chan (${type})` : prefix + type,
      ),
    fc
      .array(tie('type'), { minLength: 1, maxLength: 3 })
      .map((fields) => `struct { ${fields.map((type, index) => `f${index} ${type}`).join('; ')} }`),
    fc
      .tuple(fc.array(tie('type'), { maxLength: 2 }), fc.array(tie('type'), { maxLength: 2 }))
      .map(([parameters, results]) => {
        const out = results.length === 1 ? results[0] : `(${results.join(', ')})`;
        return `func(${parameters.join(', ')})${results.length === 0 ? '' : ` ${out}`}`;
      }),
  ),
})).type;

test('a type is printed as it was written, and lies the same with blanks and line breaks in it', () => {
  const scope = typeScope({ goMinor: 26 });
  fc.assert(
    fc.property(plainTypes, (text) => {
      const written = layoutOf(typeOf(text), scope);
      if ('problem' in written) throw new Error(`${text}: ${written.problem.message}`);
      expect(written.layout.name).toBe(text);
      const spread = text.replaceAll(/([^{]) }/g, '$1; }').replaceAll(/([[{(;,])/g, '$1\n /* c */ ');
      expect(layoutOf(typeOf(spread), scope)).toEqual(written);
    }),
    { numRuns: 400 },
  );
});

function typeOf(text: string): TypeExpression {
  const parsed = parseGoType(text);
  if ('error' in parsed) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.type;
}
