/* The truth is Go's own reader of the format: what `go tool pprof -raw` prints of the bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawProfileOf } from '../testdata/go-tool-pprof.ts';
import { encodeProfile } from './encode-profile.ts';
import { MessageWriter } from './message-writer.ts';
import type { Profile, ProfileSample } from './profile.ts';

function profileWith(samples: Iterable<ProfileSample>): Profile {
  return {
    sampleTypes: [
      { type: 'retained_objects', unit: 'count' },
      { type: 'retained_space', unit: 'bytes' },
    ],
    defaultSampleType: 'retained_space',
    periodType: { type: 'retained_space', unit: 'bytes' },
    period: 1,
    timeMs: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
    program: '/srv/gateway',
    comments: ['first of the comments', '第二'],
    samples,
  };
}

function bytesOf(samples: Iterable<ProfileSample>): Uint8Array {
  return Buffer.concat([...encodeProfile(profileWith(samples))]);
}

describe('what go tool pprof reads', () => {
  test('types, time, program, comments and labels', () => {
    const stack = ['main.srv', '.sessions', 'map[int64]main.Session'];
    const labels = { package: 'example.com/服务', generation: 7, depth: -1 };
    const { text, sampleTypes, samples } = rawProfileOf(bytesOf([{ stack, values: [3, 2 ** 40], labels }]));
    expect(sampleTypes).toEqual(['retained_objects/count', 'retained_space/bytes']);
    expect(text).toContain('retained_space/bytes[dflt]');
    expect(text).toContain('Comment: first of the comments\nComment: 第二\n');
    expect(text).toContain('PeriodType: retained_space bytes\nPeriod: 1\n');
    expect(text).toContain('Time: 2026-02-03 04:05:06.789 +0000 UTC');
    expect(text).toMatch(/1: 0x0\/0x0\/0x0 \/srv\/gateway {2}\[FN\]\[FL\]\[LN\]/);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({ stack, values: [3, 2 ** 40] });
    expect(samples[0].labels).toContain('package:[example.com/服务]');
    expect(samples[0].labels).toMatch(/depth:\[-1.*generation:\[7/);
  });

  test('no samples', () => {
    expect(rawProfileOf(bytesOf([])).samples).toEqual([]);
  });

  test('any samples come back as they were', () => {
    const name = fc.stringMatching(/^[\w.*[\]…名<>"'\\/-]{1,12}$/);
    const sample = fc.record({
      stack: fc.array(name, { minLength: 1, maxLength: 6 }),
      values: fc.tuple(fc.nat(), fc.maxSafeInteger()).map(([objects, bytes]) => [objects, bytes]),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), (samples) => {
        const read = rawProfileOf(bytesOf(samples)).samples;
        // pprof adds up what has the same stack, and orders.
        expect(sumsOf(read)).toEqual(sumsOf(samples));
      }),
      { numRuns: 6 },
    );
  });

  test('more than one piece, and memory by names', () => {
    const many = function* (): Generator<ProfileSample> {
      for (let index = 0; index < 50_000; index++)
        yield { stack: ['main.srv', `.field${index % 300}`], values: [1, index] };
    };
    const pieces = [...encodeProfile(profileWith(many()))];
    expect(pieces.length).toBeGreaterThan(3);
    const { samples } = rawProfileOf(Buffer.concat(pieces));
    expect(samples.reduce((sum, { values }) => sum + values[1], 0)).toBe((50_000 * 49_999) / 2);
    expect(samples.reduce((sum, { values }) => sum + values[0], 0)).toBe(50_000);
  });
});

/** Sums by stack, with 64 bits as pprof has them. */
function sumsOf(samples: readonly Pick<ProfileSample, 'stack' | 'values'>[]): Map<string, string> {
  const sums = new Map<string, bigint[]>();
  for (const { stack, values } of samples) {
    const key = stack.join('\n');
    const before = sums.get(key) ?? values.map(() => 0n);
    sums.set(
      key,
      before.map((sum, place) => sum + BigInt(values[place])),
    );
  }
  return new Map([...sums].map(([key, values]) => [key, values.map(Number).join(' ')]));
}

describe('MessageWriter', () => {
  // protobuf.dev/programming-guides/encoding, and the two's complement of its section on signed integers.
  test.each<[number, string]>([
    [1, '0801'],
    [150, '089601'],
    [2 ** 32, '088080808010'],
    [Number.MAX_SAFE_INTEGER, '08ffffffffffffff0f'],
    [-2, '08feffffffffffffffff01'],
  ])('field 1 as %d', (value, hex) => {
    const writer = new MessageWriter();
    writer.integer(1, value);
    expect(Buffer.from(writer.view()).toString('hex')).toBe(hex);
  });

  test('a string, packed integers and a message, as in the guide', () => {
    const writer = new MessageWriter();
    const inner = new MessageWriter();
    writer.bytes(2, Buffer.from('testing'));
    writer.integers(6, [3, 270, 86942], inner);
    inner.clear();
    inner.integer(1, 150);
    writer.message(3, inner);
    expect(Buffer.from(writer.view()).toString('hex')).toBe('120774657374696e673206038e029ea7051a03089601');
  });
});
