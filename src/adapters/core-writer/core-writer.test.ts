import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource, Diagnostics } from '../../base/index.ts';
import { openElf } from '../../formats/index.ts';
import { readCoreNotes } from '../core/core-notes.ts';
import { inflate } from '../file/inflate.ts';
import type { Mapping } from '../process/mappings.ts';
import { pageGuard, pagePresent, pageSwapped } from '../process/page-map.ts';
import { layOutCore } from './core-header.ts';
import { coreNotes } from './core-note-bytes.ts';
import { type CoreSegment, planCore, type PlannedMemory } from './core-plan.ts';

const pageBytes = 4096;
const base = 0xc000000000;

function mappingOf(pageCount: number): Mapping {
  return {
    start: base,
    end: base + pageCount * pageBytes,
    readable: true,
    writable: true,
    executable: false,
    shared: false,
    fileOffset: 0,
    device: '00:00',
    inode: 0,
    path: '',
  };
}

/** A mapping whose pages are in these states; what stands behind the absent ones is `backing`. */
function memoryOf(states: readonly number[], backing: 'zeros' | 'file' | 'unknown'): PlannedMemory {
  return {
    regions: [mappingOf(states.length)],
    pageBytes,
    backing: () => backing,
    pageStates: (start, end) =>
      Uint8Array.from(states.slice((start - base) / pageBytes, (end - base) / pageBytes)),
    read: () => undefined,
  };
}

test('every page is copied, a hole, or left out, as its state says', () => {
  const state = fc.constantFrom(pagePresent, pagePresent, 0, 0, pageSwapped, pageGuard);
  const backing = fc.constantFrom('zeros', 'file', 'unknown');
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 60 }), backing, (states, behind) => {
      const plan = planCore(memoryOf(states, behind), []);
      const content = states.map(() => 'nowhere');
      let at = base;
      for (const { start, end, fileBytes, runs } of plan.segments) {
        expect(start).toBe(at);
        expect([0, end - start]).toContain(fileBytes);
        at = end;
        const pages = (end - start) / pageBytes;
        content.fill(
          fileBytes > 0 ? 'hole' : 'missing',
          (start - base) / pageBytes,
          (end - base) / pageBytes,
        );
        expect(pages).toBeGreaterThan(0);
        for (const run of runs) {
          expect(run.start >= start && run.end <= end && run.end > run.start).toBe(true);
          content.fill('copied', (run.start - base) / pageBytes, (run.end - base) / pageBytes);
        }
      }
      expect(at).toBe(base + states.length * pageBytes);
      const absent = { zeros: 'hole', file: 'copied', unknown: 'missing' }[behind];
      const expected = states.map((each) =>
        each === pagePresent ? 'copied' : each === 0 ? absent : 'missing',
      );
      expect(content).toEqual(expected);
      const count = (what: string): number => expected.filter((each) => each === what).length * pageBytes;
      expect(plan).toMatchObject({ copyBytes: count('copied'), missingBytes: count('missing') });
    }),
  );
});

const facts = {
  pid: 4711,
  parent: 1,
  name: 'a-name-of-more-than-15',
  commandLine: 'gateway --flag',
  userId: 1000,
  threads: [
    {
      threadId: 4711,
      pc: 0x401234,
      sp: 0xc000001000,
      call: { number: 202n, arguments: [1n, 2n, 3n, 4n, 5n, 2n ** 64n - 1n] },
    },
    { threadId: 4712, pc: 0x405678, sp: 0x7f0000001000 },
  ],
  auxiliaryVector: new Uint8Array(32),
  mappings: [{ ...mappingOf(3), path: '/srv/gateway', inode: 5, fileOffset: 8192 }],
  pageBytes,
};

test.each([
  ['amd64', 62],
  ['arm64', 183],
])('notes and headers of %s are read back, also of more segments than fit the header', (_name, machine) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-core-writer-'));
  for (const count of [3, 70_000]) {
    const segments: CoreSegment[] = Array.from({ length: count }, (_, index) => ({
      start: base + index * pageBytes,
      end: base + (index + 1) * pageBytes,
      flags: 6,
      fileBytes: index % 2 === 0 ? pageBytes : 0,
      runs: [],
    }));
    const notes = coreNotes({ ...facts, machine });
    const { header, offsets, fileBytes } = layOutCore(machine, notes, segments, pageBytes);
    expect(fileBytes).toBe(header.length + Math.ceil(count / 2) * pageBytes);
    const file = path.join(folder, String(count));
    fs.writeFileSync(file, header);
    fs.truncateSync(file, fileBytes);
    const elf = openElf(bytesSource(fs.readFileSync(file)), { inflate, diagnostics: new Diagnostics() });
    if ('rejected' in elf) throw new Error(elf.message);
    const loads = elf.segments.filter(({ type }) => type === 1);
    expect(loads).toHaveLength(count);
    expect(loads.at(-1)).toMatchObject({
      address: segments[count - 1].start,
      fileOffset: offsets[count - 1],
    });
    expect(readCoreNotes(elf.notes(), machine)).toMatchObject({
      pid: 4711,
      name: 'a-name-of-more-',
      commandLine: 'gateway --flag',
      files: [{ start: base, end: base + 3 * pageBytes, fileOffset: 8192, path: '/srv/gateway' }],
      threads: [
        { threadId: 4711, pc: 0x401234, sp: 0xc000001000 },
        { threadId: 4712, pc: 0x405678, sp: 0x7f0000001000 },
      ],
    });
    const said = execFileSync('readelf', ['-lW', file], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(said.split('  LOAD ').length - 1).toBe(count);
  }
  fs.rmSync(folder, { recursive: true });
});
