/* The comparison itself: a report that says what the fixture says passes, and each kind of error in one is seen. */
import { beforeAll, describe, expect, test } from 'vitest';
import { compareWithTruth } from './compare.ts';
import { startFixture } from './fixture-process.ts';
import type { Report, ReportedMap } from './report.ts';
import { buildFixture } from './toolchain.ts';
import type { TrueMap, Truth } from './truth.ts';

let truth: Truth;

beforeAll(async () => {
  const fixture = await startFixture([buildFixture({ toolchain: 'local' }, 'plain')]);
  truth = fixture.truth;
  await fixture.end();
});

function reported(map: TrueMap): ReportedMap {
  const holder = map.match === 'goroutine' ? `goroutine 7 (${map.holders[0]})` : map.holders[0];
  const bytes = map.bytes + map.stackBytes;
  return {
    ...map,
    bytes,
    reclaimableBytes: bytes - map.rebuiltBytes,
    overflowBuckets: map.overflowOutside,
    reachable: map.reachable,
    holders: holder === undefined ? [] : [holder],
    holderCount: map.holders.length,
  };
}

function reportOf(maps: readonly ReportedMap[]): Report {
  return {
    target: {
      kind: 'process',
      pid: truth.pid,
      goVersion: truth.goVersion,
      mapKind: truth.mapKind,
      stripped: false,
      arch: truth.arch,
    },
    cost: { wallMs: 0, pausedMs: 0, bytesRead: 0 },
    maps,
    findings: [],
    diagnostics: [],
  };
}

/** The true report with the map of one scenario changed, or left out. */
function changed(scenario: string, change: Partial<ReportedMap> | undefined): Report {
  const maps = truth.maps.flatMap((map) => {
    if (map.scenario !== scenario) return [reported(map)];
    return change === undefined ? [] : [{ ...reported(map), ...change }];
  });
  return reportOf(maps);
}

const errors: readonly [scenario: string, change: Partial<ReportedMap> | undefined][] = [
  ['emptied', undefined],
  ['unreachable', undefined],
  ['emptied', { len: 1 }],
  ['half-empty', { slots: 8 }],
  ['presized', { bytes: 1 }],
  ['presized', { reclaimableBytes: 1 }],
  ['half-empty', { rebuiltBytes: 48 }],
  ['tombstones', { tombstones: 0 }],
  ['huge-values', { boxedBytes: 0 }],
  ['eight', { growing: true }],
  ['eight', { type: 'map[int]main.nineValue' }],
  ['eight', { type: null }],
  ['unreachable', { reachable: true }],
  ['emptied', { reachable: false }],
  ['emptied', { reachable: null }],
  ['emptied', { holders: ['main.truth.half'] }],
  ['several-holders', { holderCount: 1 }],
  ['goroutine-local', { holders: ['main.localWorker'] }],
  ['sync-map', { holders: ['main.boxed'] }],
];

describe('a report', () => {
  test('that says the same passes', () => {
    const compared = compareWithTruth(truth, reportOf(truth.maps.map(reported)), { stripped: false });
    expect(compared).toMatchObject({ problems: [], otherCount: 0, untypedCount: 0 });
  });

  test.for(errors)('with %s changed by %o fails', ([scenario, change]) => {
    expect(compareWithTruth(truth, changed(scenario, change), { stripped: false }).problems).not.toEqual([]);
  });

  test('with an invented, a freed or a doubled map fails', () => {
    const maps = truth.maps.map(reported);
    const extra = (type: string, address: string): ReportedMap => ({ ...maps[0], type, address });
    for (const added of [
      extra('map[int]main.emptiedValue', '0x1000'),
      extra('map[int]main.unheardOf', '0x1000'),
      extra('map[string]main.freedValue', '0x1000'),
      maps[3],
    ]) {
      expect(compareWithTruth(truth, reportOf([...maps, added]), { stripped: false }).problems).toHaveLength(
        1,
      );
    }
  });
});

test('the fixture covers what it is for', () => {
  const of = (scenario: string): TrueMap | undefined => truth.maps.find((map) => map.scenario === scenario);
  expect(of('emptied')).toMatchObject({ len: 0, type: 'map[int]main.emptiedValue' });
  expect(of('emptied')?.slots).toBeGreaterThan(1_000_000);
  expect(of('never-used')).toMatchObject({ storage: false, bytes: 48 });
  expect(of('tombstones')?.tombstones).toBeGreaterThan(100);
  expect(of('goroutine-local')).toMatchObject({ bytes: 0 });
  expect(of('goroutine-spilled')?.stackBytes).toBe(48);
  expect(of('huge-both')?.boxedBytes).toBe(100 * (208 + 320));
  expect(of('generic-argument')?.type).toBe('map[int]main.Pair[int,highwater.test/truth/pkg.Token]');
});
