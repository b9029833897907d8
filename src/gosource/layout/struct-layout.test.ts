import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf, parseGoType, type StructLayout, type TypeLayout, typeScope } from '../index.ts';

const scope = typeScope({ goMinor: 26 });

function layout(text: string): TypeLayout {
  const parsed = parseGoType(text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  const result = layoutOf(parsed.type, scope);
  if ('problem' in result) throw new Error(result.problem.message);
  return result.layout;
}

function structOf(types: readonly string[]): TypeLayout & { struct: StructLayout } {
  const found = layout(`struct { ${types.map((type, index) => `f${index} ${type}`).join('; ')} }`);
  if (!found.struct) throw new Error('no struct');
  return { ...found, struct: found.struct };
}

/** Every alignment, sizes beyond it, pointers at the front and further back, nothing at all. */
const fieldTypes = fc.constantFrom(
  'bool',
  'int16',
  'int32',
  'int64',
  'string',
  '*int',
  'any',
  'complex64',
  '[3]byte',
  '[0]int64',
  'struct{}',
  '[0]*int',
  'struct { n int; p *int }',
  'struct { p *int; n [3]int }',
  'struct { a int32; b byte }',
  '[2]int16',
);
const someFields = fc.array(fieldTypes, { minLength: 1, maxLength: 5 });

function orders(indexes: readonly number[]): number[][] {
  if (indexes.length === 0) return [[]];
  return indexes.flatMap((first) =>
    orders(indexes.filter((index) => index !== first)).map((rest) => [first, ...rest]),
  );
}

test('no order of the fields is smaller than the best, nor as small with fewer bytes to scan', () => {
  fc.assert(
    fc.property(someFields, (types) => {
      const { best } = structOf(types).struct;
      const all = orders(types.map((_, index) => index)).map((order) =>
        structOf(order.map((index) => types[index])),
      );
      const size = Math.min(...all.map((other) => other.size));
      const sameSize = all.filter((other) => other.size === size);
      const pointerBytes = Math.min(...sameSize.map((other) => other.pointerBytes));
      expect({ size: best.size, pointerBytes: best.pointerBytes }).toEqual({ size, pointerBytes });
      const arranged = structOf(best.order.map((index) => types[index]));
      expect(arranged).toMatchObject({ size, pointerBytes });
      expect(best.order.toSorted((a, b) => a - b)).toEqual(types.map((_, index) => index));
    }),
    { numRuns: 150 },
  );
});

test('fields and holes follow one another and fill the struct', () => {
  fc.assert(
    fc.property(someFields, (types) => {
      const { size, align, struct } = structOf(types);
      let offset = 0;
      for (const [index, field] of struct.fields.entries()) {
        expect(field.offset).toBe(offset);
        expect(field.offset % field.align).toBe(0);
        offset += field.size;
        const hole = struct.holes.find(({ afterField }) => afterField === index);
        if (hole) expect(hole.offset).toBe(offset);
        offset += hole?.bytes ?? 0;
      }
      expect(offset).toBe(size);
      expect(size % align).toBe(0);
      expect(struct.paddingBytes).toBe(struct.holes.reduce((sum, { bytes }) => sum + bytes, 0));
      expect(size - struct.best.size).toBeLessThanOrEqual(struct.paddingBytes);
    }),
  );
});

test('the holes of a wasteful struct', () => {
  expect(structOf(['bool', 'int64', 'bool', 'int32', 'struct{}'])).toMatchObject({
    size: 32,
    struct: {
      holes: [
        { offset: 1, bytes: 7, afterField: 0 },
        { offset: 17, bytes: 3, afterField: 2 },
        { offset: 24, bytes: 8, afterField: 4 },
      ],
      paddingBytes: 18,
      best: { size: 16, order: [4, 1, 3, 0, 2] },
    },
  });
});
