import path from 'node:path';
import { expect, test } from 'vitest';
import { fileSource, inflate } from '../../adapters/index.ts';
import { assert, Diagnostics } from '../../base/index.ts';
import { openDwarf, openElf, readBuildInfo } from '../../formats/index.ts';
import { parseGoVersion } from '../runtime/go-version.ts';
import { buildGo, type BuildOptions } from '../runtime/testdata/go-process.ts';
import { offsetTable } from './offset-table.ts';
import { tableLayout } from './table-layout.ts';

const program = path.join(import.meta.dirname, '../spans/testdata/heap.go');

test.each<[string, BuildOptions]>([
  ['the local Go', {}],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
])('the table says what the compiler of %s wrote into its DWARF', (_, options) => {
  const diagnostics = new Diagnostics();
  const elf = openElf(fileSource(buildGo(program, options)), { inflate, diagnostics });
  assert(!('rejected' in elf), 'the compiler writes ELF');
  const dwarf = openDwarf(elf, diagnostics);
  const version = parseGoVersion(readBuildInfo(elf)?.goVersion ?? '');
  assert(dwarf && version, 'the compiler writes DWARF and build info');
  let compared = 0;
  for (const name of Object.keys(offsetTable)) {
    const layout = tableLayout(name, { ...version, arch: 'amd64' });
    const truth = dwarf.struct(name);
    if (!layout || !truth) continue;
    if (layout.size > 0) expect([name, layout.size]).toEqual([name, truth.size]);
    for (const [field, offset] of layout.fields) {
      expect([name, field, offset]).toEqual([name, field, truth.fields.get(field)]);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(250);
});

const amd64 = { arch: 'amd64', experiments: [] } as const;

test('versions that are not known take the nearest one', () => {
  expect(tableLayout('runtime.mspan', { ...amd64, minor: 40 })).toEqual(
    tableLayout('runtime.mspan', { ...amd64, minor: 26 }),
  );
  expect(tableLayout('runtime.nonsense', { ...amd64, minor: 26 })).toBeUndefined();
  expect(tableLayout('constructor', { ...amd64, minor: 26 })).toBeUndefined();
});

test('experiments and architectures have rows of their own', () => {
  const classic = tableLayout('runtime.hmap', { ...amd64, minor: 24, experiments: ['noswissmap'] });
  expect(classic?.fields.get('clearSeq')).toBe(40);
  expect(tableLayout('runtime.hmap', { ...amd64, minor: 25, experiments: ['noswissmap'] })).toEqual(classic);
  expect(tableLayout('runtime.hmap', { ...amd64, minor: 25 })).toBeUndefined();
  expect(tableLayout('runtime.spanInlineMarkBits', { ...amd64, minor: 26 })?.size).toBe(128);
  expect(
    tableLayout('runtime.spanInlineMarkBits', { ...amd64, minor: 26, experiments: ['nogreenteagc'] })?.size,
  ).toBe(0);
  const arenas = (arch: 'amd64' | 'arm64'): number | undefined =>
    tableLayout('runtime.mheap', { minor: 24, arch, experiments: [] })?.fields.get('arenas');
  expect([arenas('amd64'), arenas('arm64')]).toEqual([66008, 66072]);
});
