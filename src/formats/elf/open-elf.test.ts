import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesSource, Diagnostics } from '../../base/index.ts';
import { u16, u32, u64 } from '../testdata/byte-writer.ts';
import { flipBits, seededRandom } from '../testdata/damage.ts';
import { elfFile, elfNote } from '../testdata/elf-file.ts';
import { inflate, openedElf } from '../testdata/go-binary.ts';
import { openElf } from './open-elf.ts';

const encoder = new TextEncoder();
const plain = encoder.encode('plain text, plain text, plain text, plain text');
const compressed = zlib.deflateSync(plain);
const compressedFlag = 0x800;

function codes(diagnostics: Diagnostics): string[] {
  return diagnostics.list().map(({ code }) => code);
}

describe('openElf', () => {
  const options = { inflate, diagnostics: new Diagnostics() };
  const whole = elfFile({ segments: [{ type: 1, address: 0x1000, bytes: plain }] });

  it.each([
    ['not-elf', encoder.encode('#!/bin/sh\n')],
    ['not-elf', new Uint8Array(0)],
    ['elf-32-bit', whole.with(4, 1)],
    ['elf-big-endian', whole.with(5, 2)],
    ['elf-damaged', whole.subarray(0, 40)],
    ['elf-damaged', whole.subarray(0, 64)],
  ])('rejects: %s', (rejected, bytes) => {
    expect(openElf(bytesSource(bytes), options)).toMatchObject({ rejected });
  });

  it('reads content at an address only where the file holds all of it', () => {
    const elf = openedElf(
      elfFile({
        segments: [
          { type: 1, address: 0x9000, bytes: encoder.encode('second') },
          { type: 1, address: 0x1000, bytes: encoder.encode('first') },
        ],
      }),
    );
    expect(elf.readAt(0x1001, 4)).toEqual(encoder.encode('irst'));
    expect(elf.readAt(0x9000, 6)).toEqual(encoder.encode('second'));
    expect(elf.readAt(0x1001, 5)).toBeUndefined();
    expect(elf.readAt(0xfff, 1)).toBeUndefined();
    expect(elf.readAt(0x5000, 1)).toBeUndefined();
    expect(elf.readAt(0x1000, -1)).toBeUndefined();
  });

  it('takes the count of more than 65534 program headers from section 0', () => {
    const segments = Array.from({ length: 70_000 }, (_, index) => ({
      type: 1,
      address: 0x10000 + index * 16,
      bytes: Uint8Array.of(index & 0xff),
    }));
    const elf = openedElf(elfFile({ type: 4, segments, countInSectionZero: true }));
    expect(elf.segments).toHaveLength(70_000);
    expect(elf.readAt(0x10000 + 69_999 * 16, 1)).toEqual(Uint8Array.of(69_999 & 0xff));
  });

  it('reads notes of segments, and of sections outside them, with either padding', () => {
    const notes = [elfNote('CORE', 1, [1, 2, 3, 4, 5]), elfNote('LINUX', 0x202, [])];
    const elf = openedElf(
      elfFile({
        segments: [
          { type: 4, bytes: Uint8Array.from(notes.flatMap((note) => [...note])) },
          { type: 4, bytes: elfNote('GNU', 5, [9, 9, 9], 8), alignment: 8 },
        ],
        sections: [{ name: '.note.gnu.build-id', type: 7, bytes: elfNote('GNU', 3, [0xab, 0x01]) }],
      }),
    );
    expect(elf.notes().map(({ owner, type, bytes }) => [owner, type, [...bytes]])).toEqual([
      ['CORE', 1, [1, 2, 3, 4, 5]],
      ['LINUX', 0x202, []],
      ['GNU', 5, [9, 9, 9]],
      ['GNU', 3, [0xab, 0x01]],
    ]);
    expect(elf.buildId).toBe('ab01');
    expect(elf.goBuildId).toBe('');
  });

  it('finds symbols whose names share their tail, and no undefined ones', () => {
    const names = encoder.encode('\0my.runtime.allgs\0other\0größe\0');
    const symbol = (name: number, section: number, value: number, size: number): number[] =>
      [u32(name), [1, 0], u16(section), u64(value), u64(size)].flat();
    const table = [
      symbol(0, 0, 0, 0),
      symbol(4, 0, 1, 1),
      symbol(4, 3, 0x2000, 24),
      symbol(24, 3, 0x3000, 8),
    ];
    const elf = openedElf(
      elfFile({
        sections: [
          { name: '.symtab', type: 2, bytes: Uint8Array.from(table.flat()) },
          { name: '.strtab', type: 3, bytes: names },
        ],
      }),
    );
    expect(elf.symbol('runtime.allgs')).toEqual({ name: 'runtime.allgs', address: 0x2000, size: 24 });
    expect(elf.symbol('größe')?.address).toBe(0x3000);
    expect(elf.symbol('runtime.all')).toBeUndefined();
    expect(elf.symbol('')).toBeUndefined();
  });
});

describe('section content', () => {
  const header = (algorithm: number, size: number): number[] => [
    ...u32(algorithm),
    ...u32(0),
    ...u64(size),
    ...u64(1),
  ];
  const oldHeader = (size: number): number[] => [...encoder.encode('ZLIB'), ...u64(size).reverse()];

  function read(
    name: string,
    flags: number,
    bytes: readonly number[],
    asked = '.debug_x',
  ): [string, string[]] {
    const diagnostics = new Diagnostics();
    const section = { name, flags, bytes: Uint8Array.from(bytes) };
    const content = openedElf(elfFile({ sections: [section] }), diagnostics).sectionBytes(asked);
    return [new TextDecoder().decode(content), codes(diagnostics)];
  }

  it('is decompressed under the plain name', () => {
    const expected = [new TextDecoder().decode(plain), []];
    expect(read('.debug_x', 0, [...plain])).toEqual(expected);
    expect(read('.debug_x', compressedFlag, [...header(1, plain.length), ...compressed])).toEqual(expected);
    expect(read('.zdebug_x', 0, [...oldHeader(plain.length), ...compressed])).toEqual(expected);
    expect(read('.debug_x', 0, [...plain], '.debug_y')).toEqual(['', []]);
  });

  it.each([
    ['elf-section-damaged', [...header(1, plain.length + 1), ...compressed]],
    ['elf-section-damaged', [...header(1, 2 ** 40), ...compressed]],
    ['elf-section-damaged', [...header(1, plain.length), ...compressed.subarray(0, 9)]],
    ['elf-section-damaged', [1, 0, 0]],
    ['elf-compression-unsupported', [...header(2, plain.length), ...compressed]],
  ])('that cannot be decompressed is empty, with a diagnostic: %s', (code, bytes) => {
    expect(read('.debug_x', compressedFlag, bytes)).toEqual(['', [code]]);
  });

  it('past the end of the file is empty, with a diagnostic', () => {
    const file = elfFile({ sections: [{ name: '.debug_x', bytes: plain }] });
    const sizeField = file.length - 2 * 64 + 32;
    file.set(u64(2 ** 33), sizeField);
    const diagnostics = new Diagnostics();
    expect(openedElf(file, diagnostics).sectionBytes('.debug_x')).toHaveLength(0);
    expect(codes(diagnostics)).toEqual(['elf-section-damaged']);
  });
});

describe('damaged files', () => {
  const core = elfFile({
    type: 4,
    segments: [
      { type: 4, bytes: elfNote('CORE', 1, new Array(336).fill(7)) },
      ...Array.from({ length: 50 }, (_, index) => ({
        type: 1,
        address: 0xc000000000 + index * 64,
        bytes: plain,
      })),
    ],
    sections: [{ name: '.note', type: 7, bytes: elfNote('Go', 4, [65, 66]) }],
    countInSectionZero: true,
  });

  /** Asks everything once; damage may change answers but not how they come. */
  function exercise(bytes: Uint8Array): void {
    const diagnostics = new Diagnostics();
    const elf = openElf(bytesSource(bytes), { inflate, diagnostics });
    if ('rejected' in elf) return;
    for (const section of elf.sections) elf.sectionBytes(section.name);
    for (const segment of elf.segments) elf.readAt(segment.address, 8);
    elf.symbol('runtime.mheap_');
    expect(elf.notes().length * 12).toBeLessThanOrEqual(bytes.length * elf.segments.length + bytes.length);
    expect(`${elf.buildId}${elf.goBuildId}`.length).toBeLessThan(2048);
  }

  it('a truncated core says so and keeps what is there', () => {
    for (let length = 64; length < core.length; length += 37) exercise(core.subarray(0, length));
    const diagnostics = new Diagnostics();
    const elf = openedElf(core.subarray(0, 64 + 51 * 56 + 500), diagnostics);
    // Without section 0 the header counts 65535 program headers.
    expect(codes(diagnostics)).toContain('elf-truncated');
    expect(elf.notes()).toHaveLength(1);
  });

  it('flipped bits neither throw nor run away', () => {
    const random = seededRandom(1);
    const start = performance.now();
    for (let round = 0; round < 2000; round++) exercise(flipBits(core, random, 1 + (round % 8)));
    for (let round = 0; round < 2000; round++) exercise(flipBits(core, random, 4, 0, 64 + 20 * 56));
    for (let round = 0; round < 2000; round++) exercise(flipBits(core, random, 4, core.length - 3 * 64));
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
