import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { rounds } from '../../test/truth/rounds.ts';
import { bytesSource, Diagnostics } from '../base/index.ts';
import { findFunctionTable, openDwarf, openElf, openFunctionTable, readBuildInfo } from './index.ts';
import { flipBits, seededRandom } from './testdata/damage.ts';
import { buildGo, inflate, openedElf } from './testdata/go-binary.ts';

/** Far above what the reading of the small binary takes, far below a hang. */
const limitMs = 3000;

/** Reads everything once and gives how many things were seen; damage may change what is seen but not how it comes. */
function readAll(bytes: Uint8Array, textStart: number): number {
  const diagnostics = new Diagnostics();
  const elf = openElf(bytesSource(bytes), { inflate, diagnostics });
  if ('rejected' in elf) return 0;
  let seen = elf.notes().length + (readBuildInfo(elf)?.settings.size ?? 0);
  seen += elf.symbol('runtime.mheap_') ? 1 : 0;
  const dwarf = openDwarf(elf, diagnostics);
  for (const { type, address } of dwarf?.variables() ?? []) {
    seen += dwarf?.type(type)?.fields.length ?? 0;
    seen += dwarf?.captures(address).length ?? 0;
  }
  for (const name of ['runtime.mspan', 'runtime.mheap', 'main.server'])
    seen += dwarf?.struct(name)?.fields.size ?? 0;
  const read = elf.readAt.bind(elf);
  const functionData = elf.symbol('go:func.*')?.address ?? 0;
  const table = openFunctionTable({ address: findFunctionTable(elf), textStart, functionData, read });
  for (let pc = textStart; pc < textStart + 0x40000; pc += 1999) {
    seen += table?.nameOf(pc) === undefined ? 0 : 1;
    seen += table?.lineOf(pc) === undefined ? 0 : 1;
    seen += (table?.callsAt(pc).length ?? 0) > 0 ? 1 : 0;
    seen += table?.frameSizeAt(pc) === undefined ? 0 : 1;
    seen += (table?.functionDataAt(pc, 1) ?? 0) > 0 && (table?.pcDataAt(pc, 1) ?? -1) >= 0 ? 1 : 0;
    seen += (dwarf?.locals(table?.entryOf(pc) ?? 0).length ?? 0) > 0 ? 1 : 0;
  }
  return seen;
}

describe('a damaged binary', () => {
  let plain: Uint8Array;
  let compressed: Uint8Array;
  let textStart: number;

  beforeAll(() => {
    const environment = { CGO_ENABLED: '0' };
    const flags = ['-ldflags=-compressdwarf=false'];
    plain = fs.readFileSync(buildGo({ program: 'subject', toolchain: 'local', environment, flags }));
    compressed = fs.readFileSync(buildGo({ program: 'subject', toolchain: 'local', environment }));
    textStart = openedElf(plain).symbol('runtime.text')?.address ?? 0;
  });

  function readTimed(bytes: Uint8Array): number {
    const start = performance.now();
    const seen = readAll(bytes, textStart);
    expect(performance.now() - start).toBeLessThan(limitMs);
    return seen;
  }

  it('that is whole shows what there is', () => {
    expect(readTimed(plain)).toBeGreaterThan(500);
    expect(readTimed(compressed)).toBeGreaterThan(500);
  });

  it('that is cut off gives no more than the whole one', () => {
    const whole = readTimed(plain);
    for (let tenth = 0; tenth < 10; tenth++) {
      const length = Math.floor((plain.length * tenth) / 10) + 65;
      expect(readTimed(plain.subarray(0, length))).toBeLessThanOrEqual(whole);
    }
  });

  it.each([
    ['.debug_info', 100],
    ['.debug_abbrev', 100],
    ['.debug_addr', 500],
    ['.gopclntab', 300],
    ['.go.buildinfo', 500],
    ['.symtab', 500],
  ])('with flipped bits in %s neither throws nor hangs, and loses only what lay there', (name, least) => {
    const random = seededRandom(name.length);
    const section = openedElf(plain).section(name);
    const start = section?.fileOffset ?? 0;
    const end = start + (section?.size ?? 0);
    expect(end).toBeGreaterThan(start);
    for (let round = 0; round < rounds(10, 60); round++) {
      expect(readTimed(flipBits(plain, random, 2 ** (round % 12), start, end))).toBeGreaterThan(least);
      // The beginning holds headers and counts, where a bit does most.
      const early = flipBits(plain, random, 3, start, Math.min(end, start + 200));
      expect(readTimed(early)).toBeGreaterThan(least);
    }
  });

  it('with flipped bits in compressed sections and headers neither throws nor hangs', () => {
    const random = seededRandom(7);
    const info = openedElf(compressed).section('.debug_info');
    const start = info?.fileOffset ?? 0;
    for (let round = 0; round < rounds(8, 50); round++) {
      expect(readTimed(flipBits(compressed, random, 2, start, start + 40))).toBeGreaterThanOrEqual(0);
      expect(readTimed(flipBits(compressed, random, 2, 0, 64 + 10 * 56))).toBeGreaterThanOrEqual(0);
      expect(readTimed(flipBits(compressed, random, 50))).toBeGreaterThanOrEqual(0);
    }
  });
});
