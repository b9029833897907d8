import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { openTypes } from './type-table.ts';

/** What testdata/types.go says of a type through reflect. */
interface Fact {
  readonly Address: string;
  readonly Name: string;
  readonly Package: string;
  readonly Size: number;
  readonly Kind: string;
  readonly Len: number;
  readonly Elem: string;
  readonly Key: string;
  readonly Fields: readonly { Name: string; Offset: number; Type: string; Embedded: boolean }[] | null;
  readonly Unit: string;
  readonly ReachesMap: boolean;
  readonly Variable: string;
}

const source = path.join(import.meta.dirname, 'testdata/types.go');
const builds: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['Go 1.23, classic maps', { toolchain: 'go1.23.12' }],
  ['a stripped build', { flags: ['-ldflags=-s -w'] }],
  ['a position-independent build', { flags: ['-buildmode=pie'] }],
];
const kinds: Record<string, string> = {
  int8: 'int',
  int32: 'int',
  uint8: 'uint',
  float64: 'float',
  complex64: 'complex',
  ptr: 'pointer',
  'unsafe.Pointer': 'unsafe-pointer',
};

describe.each(builds)('%s', (_, options) => {
  test('types are what reflect says they are', async () => {
    await inspectGo<Fact[]>(buildGo(source, options), ({ facts, image, runtime }) => {
      const diagnostics = new Diagnostics();
      const types = openTypes(runtime, image.memory, diagnostics);
      for (const fact of facts) {
        const type = types.fromRuntime(Number(fact.Address));
        expect({
          name: type?.name,
          package: type?.packagePath,
          size: type?.size,
          kind: type?.kind,
          length: type?.length,
          elem: type?.elem?.name ?? '',
          key: type?.key?.name ?? '',
          reaches: type?.mayReachMap,
          fields: type?.fields.map((field) => [field.name, field.offset, field.type.name, field.embedded]),
        }).toEqual({
          name: fact.Name,
          package: fact.Package,
          size: fact.Size,
          kind: kinds[fact.Kind] ?? fact.Kind,
          length: fact.Len,
          elem: fact.Elem,
          key: fact.Key,
          reaches: fact.ReachesMap,
          fields: (fact.Fields ?? []).map((field) => [field.Name, field.Offset, field.Type, field.Embedded]),
        });
        expect(types.fromRuntime(Number(fact.Address))).toBe(type);
        if (fact.Unit) {
          const map = types.isMapUnitType(Number(fact.Unit));
          expect([map?.key?.name, map?.elem?.name]).toEqual([fact.Key, fact.Elem]);
          expect(map?.map).toEqual(type?.map);
        }
      }
      expect(types.mapTypes().map(({ name }) => name)).toContain('map[main.Wide]main.Wide');
      expect(diagnostics.list()).toEqual([]);
    });
  });
});

test('a variable of DWARF has the type of its descriptor', async () => {
  await inspectGo<Fact[]>(buildGo(source), ({ facts, image, runtime }) => {
    const types = openTypes(runtime, image.memory, new Diagnostics());
    const variables = new Map(runtime.dwarf?.variables().map((variable) => [variable.name, variable]));
    for (const fact of facts.filter(({ Variable }) => Variable !== '')) {
      const variable = variables.get(fact.Variable);
      expect(variable, fact.Variable).toBeDefined();
      expect(types.fromDwarf(variable?.type ?? 0), fact.Variable).toBe(
        types.fromRuntime(Number(fact.Address)),
      );
    }
  });
});

test('layouts of boxed keys and of values without size', async () => {
  await inspectGo<Fact[]>(buildGo(source), ({ facts, image, runtime }) => {
    const types = openTypes(runtime, image.memory, new Diagnostics());
    const layoutOf = (name: string) =>
      types.fromRuntime(Number(facts.find((fact) => fact.Name === name)?.Address))?.map;
    expect(layoutOf('map[main.Wide]main.Wide')).toMatchObject({
      keySize: 200,
      elemSize: 200,
      keyIndirect: true,
      elemIndirect: true,
      keyStride: runtime.mapKind === 'swiss' ? 16 : 8,
      unitHasPointers: true,
    });
    // A slot of map[int64]struct{} is padded: the struct ends with a field without size.
    expect(layoutOf('map[int64]struct {}')).toMatchObject({
      keySize: 8,
      elemSize: 0,
      keyStride: 16,
      unitSize: 136,
    });
    expect(layoutOf('map[int]int')).toMatchObject({ keysOffset: 8, elemsOffset: 16, unitHasPointers: false });
  });
});

test('addresses that are no descriptors give no type, or one that can be asked without harm', async () => {
  await inspectGo<Fact[]>(buildGo(source), ({ image, runtime }) => {
    const types = openTypes(runtime, image.memory, new Diagnostics());
    const random = seededRandom(3);
    const [module] = runtime.modules;
    for (let turn = 0; turn < 20_000; turn++) {
      const address = Math.floor((module.text + random() * (module.ebss - module.text)) / 8) * 8;
      const type = types.fromRuntime(address);
      if (!type) continue;
      expect([typeof type.mayReachMap, typeof type.name]).toEqual(['boolean', 'string']);
      for (const field of type.fields.slice(0, 8))
        expect(field.offset + field.type.size).toBeLessThanOrEqual(type.size);
      types.isMapUnitType(address);
    }
    for (const address of [0, 1, 4096, 2 ** 47, 2 ** 60, -8, Number.NaN]) {
      expect(types.fromRuntime(address)).toBeUndefined();
    }
  });
});
