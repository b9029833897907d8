import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Diagnostics } from '../base/index.ts';
import { type Dwarf, findFunctionTable, openDwarf, readBuildInfo } from './index.ts';
import { compareWithGo } from './testdata/compare-go-binary.ts';
import { buildGo, openedElf } from './testdata/go-binary.ts';

const pureGo = { CGO_ENABLED: '0' };

describe.each(['local', 'go1.23.12'])('a binary of Go %s', (toolchain) => {
  it.each([
    ['plain', [], pureGo],
    ['without symbols', ['-ldflags=-s -w'], pureGo],
    ['position-independent', ['-buildmode=pie'], pureGo],
    ['with DWARF as it is', ['-ldflags=-compressdwarf=false'], pureGo],
    ['for arm64', [], { ...pureGo, GOARCH: 'arm64' }],
  ])('is read as by Go itself: %s', (_, flags, environment) => {
    const { ours, go } = compareWithGo(buildGo({ program: 'subject', toolchain, flags, environment }));
    expect(ours).toEqual(go);
    expect(ours.functions.length).toBeGreaterThan(100);
  });

  it('is read as by Go itself: with C units, linked by the C linker', () => {
    const flags = ['-ldflags=-linkmode=external'];
    const { ours, go } = compareWithGo(buildGo({ program: 'subject-cgo', toolchain, flags }));
    expect(ours).toEqual(go);
    expect(ours.dwarf).toBeDefined();
  });
});

describe('what the subject holds', () => {
  let dwarf: Dwarf;
  let plain: string;

  beforeAll(() => {
    plain = buildGo({ program: 'subject', toolchain: 'local', environment: pureGo });
    const opened = openDwarf(openedElf(fs.readFileSync(plain)), new Diagnostics());
    if (!opened) throw new Error('no DWARF');
    dwarf = opened;
  });

  it('struct layouts follow typedefs and give sizes and offsets', () => {
    const server = dwarf.struct('main.server');
    // inner is a string (16) and a pointer (8); then a map, [7][3]int32, a channel, an interface, a byte.
    expect(server?.size).toBe(152);
    expect(Object.fromEntries(server?.fields ?? [])).toEqual({
      inner: 0,
      sessions: 24,
      grid: 32,
      events: 120,
      any: 128,
      名: 144,
    });
    expect(dwarf.struct('main.no_such_type')).toBeUndefined();
    expect(dwarf.struct('int')).toBeUndefined();
    expect(dwarf.struct('runtime.mspan')?.fields.get('next')).toBe(0);
  });

  it('package variables lead to their types', () => {
    const variable = dwarf.variables().find(({ name }) => name === 'main.registry');
    const type = dwarf.type(variable?.type ?? 0);
    expect(type?.name).toBe('map[[2]uint64]main.pair[int,[]string]');
    expect(dwarf.type(type?.goKey ?? 0)?.count).toBe(2);
    const element = dwarf.type(type?.goElem ?? 0);
    // A named type is an alias of its definition, which has the same name.
    expect(element?.tag).toBe(0x16);
    expect(dwarf.type(element?.type ?? 0)?.fields.map(({ name }) => name)).toEqual(['Key', 'Value']);
  });

  it('the closure keeps what it captured', () => {
    const elf = openedElf(fs.readFileSync(plain));
    const closure = elf.symbol('main.capture.func1');
    const captures = dwarf.captures(closure?.address ?? 0);
    expect(captures.map(({ name }) => name.replace('&', '')).sort()).toEqual([
      'count',
      'local',
      'name',
      'total',
    ]);
    const local = captures.find(({ name }) => name === 'local');
    expect(dwarf.type(local?.type ?? 0)?.name).toBe('map[string]int');
    expect(captures.every(({ offset }) => offset >= 8 && offset % 8 === 0)).toBe(true);
  });

  it('an offset that is no type DIE gives undefined', () => {
    for (const offset of [0, 1, 11, 2 ** 31, -5]) expect(dwarf.type(offset)).toBeUndefined();
    expect(dwarf.typeByRuntimeType(12345)).toBe(0);
    expect(dwarf.captures(12345)).toEqual([]);
  });

  it('without section headers the build info and the function table are found by content', () => {
    const bytes = Uint8Array.from(fs.readFileSync(plain));
    // e_shoff, e_shnum and e_shstrndx: what sstrip clears.
    bytes.fill(0, 40, 48);
    bytes.fill(0, 60, 64);
    const bare = openedElf(bytes);
    const whole = openedElf(fs.readFileSync(plain));
    expect(bare.sections).toEqual([]);
    expect(findFunctionTable(bare)).toBe(findFunctionTable(whole));
    expect(readBuildInfo(bare)).toEqual(readBuildInfo(whole));
  });

  it('names the experiments a binary was built with', () => {
    const binary = buildGo({
      program: 'subject',
      toolchain: 'go1.24.12',
      environment: { ...pureGo, GOEXPERIMENT: 'noswissmap' },
    });
    const info = readBuildInfo(openedElf(fs.readFileSync(binary)));
    expect(info?.goVersion).toBe('go1.24.12');
    expect(info?.experiments).toEqual(['noswissmap']);
  });
});
