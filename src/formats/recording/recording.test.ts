import fc from 'fast-check';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource, Diagnostics, UnreadableError } from '../../base/index.ts';
import {
  encodeAbsent,
  encodeFileHeader,
  encodeResident,
  encodeSection,
  openRecording,
  PageCollector,
  type RawSection,
  type RecordedFacts,
  recordedPageBytes,
  recordedSpace,
  type RecordingCodec,
  sectionKind,
} from '../index.ts';
import { flipBits, seededRandom } from '../testdata/damage.ts';

const codec: RecordingCodec = {
  pack: (raw) => zlib.zstdCompressSync(raw),
  unpack: (stored, rawBytes) => {
    try {
      const raw = zlib.zstdDecompressSync(stored, { maxOutputLength: Math.max(1, rawBytes) });
      return raw.length === rawBytes ? raw : undefined;
    } catch {
      return undefined;
    }
  },
  checksum: (bytes) => zlib.crc32(bytes),
};

const facts: RecordedFacts = {
  recordedAt: '2026-01-31T10:00:00.000Z',
  host: 'pod-1',
  redacted: false,
  kind: 'process',
  pid: 4711,
  executablePath: '/srv/gateway',
  executableBytes: 12_345,
  executableMappings: [{ start: 0x400000, end: 0x500000, fileOffset: 0 }],
  threads: [{ threadId: 4711, pc: 0x401000, sp: 0xc000001000 }],
  regions: [
    {
      start: 0x400000,
      end: 0x500000,
      fileOffset: 0,
      readable: true,
      writable: false,
      executable: true,
      path: '/srv/gateway',
    },
  ],
  partialPages: [],
  pauses: 0,
  isFrozen: true,
  ended: false,
  rssBytes: 1_000_000,
  monotonicNs: 1e16 + 1,
  cgroup: null,
  addressSpace: null,
  diagnostics: [{ code: 'memory-swapped-out', message: '4096 bytes …' }],
};

interface Page {
  readonly space: number;
  readonly page: number;
  readonly turn?: number;
  readonly bytes: Uint8Array;
}

function factsSection(of: unknown = facts): RawSection {
  return { kind: sectionKind.facts, raw: Buffer.from(JSON.stringify(of)) };
}

function fileOf(sections: readonly RawSection[]): Uint8Array {
  const parts = sections.flatMap(({ kind, raw }) => [...encodeSection(kind, raw, codec)]);
  return Buffer.concat([encodeFileHeader(), ...parts]);
}

function recordingOf(pages: readonly Page[]): Uint8Array {
  const sections: RawSection[] = [factsSection()];
  const collectors = [recordedSpace.memory, recordedSpace.executable].map(
    (space) => new PageCollector(space, codec, (section) => sections.push(section)),
  );
  for (const { space, page, bytes, turn } of pages)
    expect(collectors[space].add(page, bytes, turn)).toBe(true);
  for (const collector of collectors) collector.flush();
  sections.push({ kind: sectionKind.end, raw: new Uint8Array(0) });
  return fileOf(sections);
}

function pageOf(fill: number): Uint8Array {
  return Uint8Array.from({ length: recordedPageBytes }, (_, index) =>
    fill === 0 ? 0 : (fill * (index + 1)) & 255,
  );
}

function isSame(page: Uint8Array | undefined, other: Uint8Array): boolean {
  return page !== undefined && Buffer.compare(page, other) === 0;
}

function opened(bytes: Uint8Array): {
  recording: ReturnType<typeof openRecording>;
  diagnostics: Diagnostics;
} {
  const diagnostics = new Diagnostics();
  return { recording: openRecording(bytesSource(bytes), codec, diagnostics), diagnostics };
}

const somePages = fc.array(
  fc.record({
    space: fc.constantFrom(recordedSpace.memory, recordedSpace.executable),
    page: fc.oneof(fc.nat(2000), fc.integer({ min: 2 ** 35, max: 2 ** 35 + 700 })),
    fill: fc.nat(40),
    newTurn: fc.nat(30).map((number) => number === 0),
  }),
  { maxLength: 900 },
);

test('every page comes back as it was at each turn, and no other', () => {
  fc.assert(
    fc.property(somePages, (added) => {
      let turn = 0;
      const pages = added.map(({ space, page, fill, newTurn }) => {
        if (newTurn) turn++;
        return { space, page, turn, bytes: pageOf(fill) };
      });
      const { recording, diagnostics } = opened(recordingOf(pages));
      for (let at = 0; at <= turn; at++) {
        // Read for the first time only later: as it was then.
        const known = new Map(pages.toReversed().map((each) => [`${each.space} ${each.page}`, each]));
        for (const each of pages) if (each.turn <= at) known.set(`${each.space} ${each.page}`, each);
        for (const { space, page, bytes } of known.values()) {
          expect(recording.has(space, page)).toBe(true);
          expect(isSame(recording.page(space, page, at), bytes)).toBe(true);
        }
      }
      for (const page of [2001, 2 ** 34, 2 ** 40]) {
        expect(recording.has(recordedSpace.memory, page)).toBe(false);
        expect(recording.page(recordedSpace.memory, page, turn)).toBeUndefined();
      }
      expect(recording.facts).toEqual(facts);
      expect(diagnostics.list()).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('a page that is added again unchanged takes no space; zeros take none either', () => {
  const random = seededRandom(7);
  const noise = Uint8Array.from({ length: recordedPageBytes }, () => random() * 256);
  const once = recordingOf([{ space: 0, page: 5, bytes: noise }]);
  const twice = recordingOf([
    { space: 0, page: 5, bytes: noise },
    { space: 0, page: 5, bytes: noise },
    { space: 0, page: 6, bytes: pageOf(0) },
  ]);
  expect(once.length).toBeGreaterThan(recordedPageBytes);
  expect(twice.length - once.length).toBeLessThan(100);
});

test('resident pages and absent ranges come back', () => {
  const bits = Uint32Array.of(0xffff_0001, 5);
  const { recording } = opened(
    fileOf([
      factsSection(),
      { kind: sectionKind.resident, raw: encodeResident([{ start: 0xc000000000, pageCount: 37, bits }]) },
      { kind: sectionKind.absent, raw: encodeAbsent([{ start: 4096, length: 12 }]) },
      { kind: sectionKind.end, raw: new Uint8Array(0) },
    ]),
  );
  expect(recording.resident).toEqual([{ start: 0xc000000000, pageCount: 37, bits }]);
  expect(recording.absent).toEqual([{ start: 4096, length: 12 }]);
});

describe('damage', () => {
  const pages = Array.from({ length: 700 }, (_, index) => ({
    space: index % 2,
    page: index * 3,
    bytes: pageOf(index % 50),
  }));
  const whole = recordingOf(pages);

  /** All that is told is true: each page is as it was, or not there. */
  function readDamaged(bytes: Uint8Array): 'refused' | 'whole' | 'less' {
    const diagnostics = new Diagnostics();
    let wrong = 0;
    try {
      const recording = openRecording(bytesSource(bytes), codec, diagnostics);
      for (const { space, page, bytes: before } of pages) {
        const now = recording.page(space, page, 0);
        if (now) wrong += isSame(now, before) ? 0 : 1;
      }
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableError);
      return 'refused';
    }
    expect(wrong).toBe(0);
    return diagnostics.list().length > 0 ? 'less' : 'whole';
  }

  test('cut off anywhere', () => {
    expect(readDamaged(whole)).toBe('whole');
    for (let length = 0; length < whole.length; length += 1 + Math.floor(whole.length / 300))
      expect(readDamaged(whole.subarray(0, length))).not.toBe('whole');
    expect(readDamaged(whole.subarray(0, whole.length - 1))).toBe('less');
  });

  test('any bit turned over is seen', () => {
    const random = seededRandom(11);
    for (let run = 0; run < 300; run++) expect(readDamaged(flipBits(whole, random, 1, 16))).not.toBe('whole');
    for (let run = 0; run < 50; run++) readDamaged(flipBits(whole, random, 20));
  });

  test('whole sections with wrong contents', () => {
    const hostile = (...sections: RawSection[]): Uint8Array => fileOf([factsSection(), ...sections]);
    const run = (first: number, count: number, isZero: number): Uint8Array => {
      const bytes = Buffer.alloc(24);
      bytes.writeUInt32LE(1, 4);
      bytes.writeBigUInt64LE(BigInt(first), 8);
      bytes.writeUInt32LE(count, 16);
      bytes.writeUInt32LE(isZero, 20);
      return bytes;
    };
    const pagesSection = { kind: sectionKind.pages, raw: new Uint8Array(0) };
    const zeros = { kind: sectionKind.runs, raw: run(0, 0xffff_ffff, 1) };
    // A run of 16 TiB of zeros, many times: the work is bounded.
    const many = Array.from({ length: 200 }, () => [zeros, pagesSection]).flat();
    expect(opened(hostile(...many)).diagnostics.has('recording-damaged')).toBe(true);
    const few = { kind: sectionKind.runs, raw: run(3, 200, 0) };
    expect(opened(hostile(few, pagesSection)).recording.page(0, 3, 0)).toBeUndefined();
    const beyond = { kind: sectionKind.runs, raw: run(2 ** 52, 1, 1) };
    expect(opened(hostile(beyond, pagesSection)).diagnostics.has('recording-damaged')).toBe(true);
    const resident = { kind: sectionKind.resident, raw: Buffer.alloc(16, 0xff) };
    expect(opened(hostile(resident)).recording.resident).toEqual([]);
  });

  test('facts of another shape are no facts', () => {
    const wrong: unknown[] = [
      null,
      [],
      { ...facts, pid: '4711' },
      { ...facts, threads: { length: 1e9 } },
      { ...facts, regions: [{ start: 0 }] },
      { ...facts, executableBytes: -1 },
      { ...facts, kind: 'other' },
      { ...facts, cgroup: {} },
    ];
    for (const each of wrong)
      expect(() => opened(fileOf([factsSection(each)]))).toThrow(/damaged or was cut off/);
  });

  test('another version of the format, another file', () => {
    const newer = Uint8Array.from(whole);
    newer[8] = 2;
    expect(() => opened(newer)).toThrow(/format 2.*reads format 1/);
    expect(() => opened(Buffer.from('\x7fELF and more than sixteen bytes'))).toThrow(UnreadableError);
  });
});
