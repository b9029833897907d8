import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { buildGo, openedElf } from '../testdata/go-binary.ts';
import { AttributeReader } from './attribute-reader.ts';
import { indexDies } from './die-index.ts';
import { DebugSections } from './sections.ts';
import { readType } from './type-reader.ts';
import { readUnits, type Unit } from './units.ts';

/** Sizes by the System V ABI of union { long; char[16] } and struct { pointer; enum; double[5]; unsigned : 3 }. */
const sizes = { either: 16, node: 64 };

describe.each([
  ['-gdwarf-4', sizes],
  ['-gdwarf-5', sizes],
  // Type units take the structs out of the compilation units, and are not read.
  ['-gdwarf-5 -O0 -fdebug-types-section', { either: undefined, node: undefined }],
])('units of the C compiler with %s', (debug, expected) => {
  let sections: DebugSections;
  let units: Unit[];

  beforeAll(() => {
    const binary = buildGo({
      program: 'subject-cgo',
      toolchain: 'local',
      flags: ['-ldflags=-linkmode=external'],
      environment: { CGO_ENABLED: '1', CGO_CFLAGS: `-O2 ${debug}` },
    });
    const elf = openedElf(fs.readFileSync(binary));
    sections = new DebugSections(elf);
    units = readUnits(sections, new Diagnostics()).filter(({ isGo }) => !isGo);
  });

  it('can be walked from one end to the other, and their types read', () => {
    expect(units.length).toBeGreaterThan(1);
    const diagnostics = new Diagnostics();
    // Taken for Go units, they are indexed too: a form that is skipped wrongly would end a unit early.
    const index = indexDies(
      sections,
      units.map((unit) => ({ ...unit, isGo: true })),
      diagnostics,
    );
    expect(diagnostics.list()).toEqual([]);
    const reader = new AttributeReader(sections);
    const types = [...index.types].map((offset) => {
      const unit = units.find(({ start, end }) => start <= offset && offset < end);
      return unit && readType(sections.info, reader, unit, offset);
    });
    const sizeOf = (name: string): number | undefined =>
      types.find((type) => type?.name === name && type.fields.length > 0)?.byteSize;
    expect({ either: sizeOf('either'), node: sizeOf('node') }).toEqual(expected);
    expect(types.length).toBeGreaterThan(10);
  });
});
