/* The truth is what `go tool pprof -raw` prints of the profiles that a Go program writes of itself. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileNames, rawText, takeProfiles, type TakenProfiles } from '../../../test/truth/profiles.ts';
import { Diagnostics } from '../../base/index.ts';
import { flipBits, seededRandom } from '../testdata/damage.ts';
import { goToolPprof, rawProfileOf } from '../testdata/go-tool-pprof.ts';
import { encodeColumns } from './encode-columns.ts';
import { encodeProfile } from './encode-profile.ts';
import { MessageWriter } from './message-writer.ts';
import { noIndex, type ProfileColumns } from './profile-columns.ts';
import { ProfileDecoder } from './profile-decoder.ts';

const lines = [{ toolchain: 'local' }, { toolchain: 'go1.23.12' }];
const taken = new Map<string, TakenProfiles>();

beforeAll(() => {
  for (const line of lines) taken.set(line.toolchain, takeProfiles(line, 65_536));
});

afterAll(() => {
  for (const profiles of taken.values()) profiles[Symbol.dispose]();
});

function profilesOf(toolchain: string): TakenProfiles {
  const profiles = taken.get(toolchain);
  if (profiles === undefined) throw new Error(`no profiles of ${toolchain}`);
  return profiles;
}

function decoded(pieces: Iterable<Uint8Array>): { profile: ProfileColumns; codes: string[] } {
  const diagnostics = new Diagnostics();
  const decoder = new ProfileDecoder({ diagnostics });
  for (const piece of pieces) decoder.push(piece);
  return { profile: decoder.finish(), codes: diagnostics.list().map(({ code }) => code) };
}

function rawBytes(toolchain: string, name: (typeof profileNames)[number]): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(profilesOf(toolchain).path(name))));
}

describe.each(lines)('profiles of $toolchain', ({ toolchain }) => {
  test.each(profileNames)('%s: equal to go tool pprof -raw', (name) => {
    const profiles = profilesOf(toolchain);
    const profile = profiles.read(name);
    const text = goToolPprof('-raw', profiles.path(name));
    expect(rawText(profile)).toBe(text.slice(text.indexOf('Samples:\n')));
    expect(text).toContain(
      `PeriodType: ${profile.periodType.type} ${profile.periodType.unit}\nPeriod: ${profile.period}\n`,
    );
    expect(profile.samples.count).toBeGreaterThan(0);
  });

  test('the heap profile says when it was taken and of what', () => {
    const { timeNanos, mappings, sampleTypes } = profilesOf(toolchain).read('heap');
    expect(Math.abs(Number(timeNanos / 1_000_000n) - Date.now())).toBeLessThan(600_000);
    expect(mappings[0].fileName).toMatch(/\/profiles$/);
    expect(sampleTypes.map(({ type }) => type)).toEqual([
      'alloc_objects',
      'alloc_space',
      'inuse_objects',
      'inuse_space',
    ]);
  });
});

describe('in pieces', () => {
  test('of any length the profile is the same', () => {
    const bytes = rawBytes('local', 'cpu');
    const whole = rawText(decoded([bytes]).profile);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 }), (lengths) => {
        const pieces: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const length = lengths[turn % lengths.length];
          pieces.push(bytes.slice(at, at + length));
          at += length;
        }
        const { profile, codes } = decoded(pieces);
        expect(codes).toEqual([]);
        expect(rawText(profile)).toBe(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('of one byte', () => {
    const bytes = rawBytes('local', 'goroutine');
    const pieces = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
    expect(rawText(decoded(pieces).profile)).toBe(rawText(decoded([bytes]).profile));
  });
});

describe('encoded again', () => {
  test.each(profileNames)('%s is the same profile, for us and for pprof', (name) => {
    const { profile } = decoded([rawBytes('local', name)]);
    const bytes = Buffer.concat([...encodeColumns(profile)]);
    const again = decoded([bytes]);
    expect(again.codes).toEqual([]);
    expect(rawText(again.profile)).toBe(rawText(profile));
    expect({ ...again.profile, samples: 0, locations: 0, functions: 0, texts: 0 }).toEqual({
      ...profile,
      samples: 0,
      locations: 0,
      functions: 0,
      texts: 0,
    });
    const { text } = rawProfileOf(bytes);
    expect(rawText(profile)).toBe(text.slice(text.indexOf('Samples:\n')));
  });

  test('what highwater writes itself is read back', () => {
    const stack = ['main.srv', '.sessions', 'map[int64]main.Session'];
    const written = encodeProfile({
      sampleTypes: [
        { type: 'objects', unit: 'count' },
        { type: 'space', unit: 'bytes' },
      ],
      defaultSampleType: 'space',
      periodType: { type: 'space', unit: 'bytes' },
      period: 1,
      timeMs: 1_770_091_506_789,
      program: '/srv/服务',
      comments: ['第一', 'second'],
      samples: [{ stack, values: [-3, 2 ** 40], labels: { depth: -1, 包: '服务' } }],
    });
    const { profile, codes } = decoded([...written]);
    expect(codes).toEqual([]);
    expect(profile.comments).toEqual(['第一', 'second']);
    expect(profile.defaultSampleType).toBe('space');
    expect(profile.timeNanos).toBe(1_770_091_506_789_000_000n);
    expect([...profile.samples.values]).toEqual([-3, 2 ** 40]);
    expect(profile.mappings[0].fileName).toBe('/srv/服务');
    expect(rawText(profile)).toContain('包:[服务]');
    expect(rawText(profile)).toContain('depth:[-1]');
  });
});

describe('damage', () => {
  test('cut anywhere, what came before is there', () => {
    const bytes = rawBytes('local', 'cpu');
    const whole = decoded([bytes]).profile.samples;
    for (let length = 0; length < bytes.length; length += 7) {
      const { profile, codes } = decoded([bytes.slice(0, length)]);
      expect(profile.samples.count).toBeLessThanOrEqual(whole.count);
      expect(profile.samples.values).toEqual(
        whole.values.subarray(0, profile.samples.count * profile.samples.width),
      );
      expect(codes.filter((code) => !known.has(code))).toEqual([]);
      rawText(profile);
    }
  });

  test('bits turned over give a value and diagnostics of a known kind', () => {
    const random = seededRandom(7);
    for (const name of ['heap', 'cpu', 'mutex'] as const) {
      const bytes = rawBytes('go1.23.12', name);
      for (let round = 0; round < 100; round++) {
        const { profile, codes } = decoded([flipBits(bytes, random, 1 + (round % 20))]);
        expect(codes.filter((code) => !known.has(code))).toEqual([]);
        expectWithinBounds(profile);
        // Whatever was read can be written, and pprof's rules hold: that is what the reader of it relies on.
        const again = decoded([...encodeColumns(profile)]);
        expect(again.profile.samples.count).toBe(profile.samples.count);
      }
    }
  });

  test('noise of any kind ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expectWithinBounds(decoded([bytes]).profile);
      }),
    );
  });

  test('dangling ids and ids given twice are said, and pprof accepts what is written of the rest', () => {
    const writer = new MessageWriter();
    const inner = new MessageWriter();
    const scratch = new MessageWriter();
    const record = (field: number, fill: () => void): void => {
      inner.clear();
      fill();
      writer.message(field, inner);
    };
    for (const text of ['', 'space', 'bytes', 'main.f', 'main.g']) writer.bytes(6, Buffer.from(text));
    record(1, () => {
      inner.integer(1, 1);
      inner.integer(2, 2);
    });
    record(2, () => {
      inner.integers(1, [1, 99, 2], scratch);
      inner.integers(2, [64], scratch);
    });
    record(2, () => {
      inner.integers(1, [1], scratch);
      inner.integers(2, [64, 65], scratch);
    });
    for (const [id, name] of [
      [1, 3],
      [1, 4],
    ]) {
      record(5, () => {
        inner.integer(1, id);
        inner.integer(2, name);
      });
    }
    for (const [id, callee] of [
      [1, 1],
      [2, 77],
    ]) {
      record(4, () => {
        inner.integer(1, id);
        scratch.clear();
        scratch.integer(1, callee);
        inner.message(4, scratch);
      });
    }
    const { profile, codes } = decoded([writer.view()]);
    expect(codes.toSorted()).toEqual(['pprof-dangling-id', 'pprof-repeated-id', 'pprof-sample-damaged']);
    expect(profile.samples.count).toBe(1);
    expect([...profile.samples.stackLocations]).toEqual([0, noIndex, 1]);
    expect([...profile.locations.lineFunctions]).toEqual([0, noIndex]);
    const { text } = rawProfileOf(Buffer.concat([...encodeColumns(profile)]));
    expect(text).toContain('main.f');
    expect(text).toMatch(/ 64: 1 2 $/m);
  });

  test('ids of 64 bits are told apart', () => {
    const hashes = [0xffff_ffff_0000_0001n, 0xffff_fffe_0000_0001n, 1n << 31n];
    const writer = new MessageWriter();
    const inner = new MessageWriter();
    for (const text of ['', 'space', 'bytes']) writer.bytes(6, Buffer.from(text));
    inner.integer(1, 1);
    writer.message(1, inner);
    inner.clear();
    for (const hash of [hashes[2], hashes[0], hashes[1]]) inner.bigInteger(1, hash);
    inner.integer(2, 5);
    writer.message(2, inner);
    for (const hash of hashes) {
      inner.clear();
      inner.bigInteger(1, hash);
      inner.bigInteger(3, hash);
      writer.message(4, inner);
    }
    const { profile, codes } = decoded([writer.view()]);
    expect(codes).toEqual([]);
    expect([...profile.samples.stackLocations]).toEqual([2, 0, 1]);
    expect([...profile.locations.addresses]).toEqual(hashes);
  });

  test('a profile that would take more than it may stops', () => {
    const sample = Buffer.concat([Buffer.from([0x12, 0x82, 0x08, 0x0a, 0xff, 0x07]), Buffer.alloc(1023, 1)]);
    const diagnostics = new Diagnostics();
    const decoder = new ProfileDecoder({ diagnostics, mostColumnBytes: 2 ** 22 });
    const piece = Buffer.concat(Array.from({ length: 1000 }, () => sample));
    let pieces = 0;
    while (pieces < 1000 && decoder.push(piece)) pieces++;
    expect(pieces).toBeLessThan(4);
    decoder.finish();
    expect(diagnostics.has('pprof-too-large')).toBe(true);
    const short = new ProfileDecoder({ diagnostics, mostBytes: 100 });
    expect(short.push(Buffer.alloc(101))).toBe(false);
  });

  test.each([
    { name: 'empty texts', record: [0x32, 0x00] },
    { name: 'empty samples', record: [0x12, 0x00] },
    { name: 'empty locations', record: [0x22, 0x00] },
    { name: 'empty functions', record: [0x2a, 0x00] },
    { name: 'empty mappings', record: [0x1a, 0x00] },
    { name: 'locations of many lines', record: [0x22, 0x04, 0x22, 0x00, 0x22, 0x00] },
  ])('$name without end are not kept without end', ({ record }) => {
    const piece = Uint8Array.from({ length: 2 ** 20 * record.length }, (_, at) => record[at % record.length]);
    const decoder = new ProfileDecoder({ diagnostics: new Diagnostics() });
    let pieces = 0;
    while (pieces < 20 && decoder.push(piece)) pieces++;
    const { samples, locations, functions, texts, mappings } = decoder.finish();
    for (const count of [samples.count, locations.count, functions.count, texts.count, mappings.length])
      expect(count).toBeLessThan(2 ** 22 + 2 ** 17);
    expect(locations.lineNumbers.length).toBeLessThan(2 ** 22 + 2 ** 17);
  });

  test('a text of 20 MB is left out, and what follows is read', () => {
    const head = Buffer.from([0x32, 0x80, 0x80, 0x80, 0x0a]);
    const rest = rawBytes('local', 'goroutine');
    const pieces = [head, ...Array.from({ length: 20 }, () => Buffer.alloc(2 ** 20, 0x61)), rest];
    const { profile, codes } = decoded(pieces);
    expect(codes).toEqual(['pprof-field-too-long']);
    expect(profile.samples.count).toBe(profilesOf('local').read('goroutine').samples.count);
  });
});

const known = new Set([
  'pprof-truncated',
  'pprof-damaged',
  'pprof-sample-damaged',
  'pprof-record-damaged',
  'pprof-dangling-id',
  'pprof-repeated-id',
  'pprof-inexact',
  'pprof-sample-types',
  'pprof-field-too-long',
]);

/** Every index of the columns leads somewhere, or says that it does not. */
function expectWithinBounds({ samples, locations, functions }: ProfileColumns): void {
  const within = (indices: Uint32Array, count: number): boolean =>
    indices.every((index) => index < count || index === noIndex);
  expect(samples.values.length).toBe(samples.count * samples.width);
  expect(samples.stackStarts.at(-1)).toBe(samples.stackLocations.length);
  expect(samples.labelStarts.at(-1)).toBe(samples.labels.keys.length);
  expect(within(samples.stackLocations, locations.count)).toBe(true);
  expect(within(locations.lineFunctions, functions.count)).toBe(true);
  expect(locations.lineStarts.at(-1)).toBe(locations.lineFunctions.length);
}
