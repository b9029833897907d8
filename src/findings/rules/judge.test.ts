import { describe, expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import { headline } from '../headline.ts';
import { groupKey, surveyMaps } from '../survey/survey.ts';
import { type MadeMap, MadeMaps, mapType } from '../testdata/made-maps.ts';
import type { CensusEvidence } from './evidence.ts';
import { judge } from './judge.ts';

const mebibyte = 2 ** 20;
const sessionType = mapType(0, 'map[int64]main.Session', 8, 128);
const smallType = mapType(1, 'map[string]int', 16, 8);
const names = ['main.srv.sessions', 'main.cache.shards[*].m', 'main.users[*].tags'];

function evidenceOf(maps: readonly MadeMap[], more: Partial<CensusEvidence> = {}): CensusEvidence {
  const table = new MadeMaps(maps);
  const holderOf = (index: number): string[] => {
    const path = table.holderPathOf(index);
    return path < 0 ? [] : [names[path].replace('*', String(index))];
  };
  return {
    totalBytes: 400 * mebibyte,
    heapBytes: 350 * mebibyte,
    goMinor: 26,
    mapKind: 'swiss',
    incomplete: false,
    survey: surveyMaps(table, 20),
    holders: { abstractPath: (path) => names[path], packageOf: () => 'main' },
    recordOf: (index) => table.record(index, holderOf(index)),
    inlineElemBytesOf: (index) => table.typeOf(index)?.map?.elemSize ?? 0,
    groupKeyOf: (index) => groupKey(table.typeOf(index), table.holderPathOf(index)),
    ...more,
  };
}

const emptied: MadeMap = {
  len: 0,
  slots: 2_097_152,
  bytes: 300 * mebibyte,
  rebuiltBytes: 48,
  type: sessionType,
  path: 0,
};

function judged(maps: readonly MadeMap[], more?: Partial<CensusEvidence>): Finding[] {
  return judge(evidenceOf(maps, more), 'en');
}

describe('map-retained', () => {
  test('an emptied map is named with its bytes, and the remedy is Go code with its own name', () => {
    const [finding, ...others] = judged([emptied]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: 'map-retained',
      severity: 'high',
      where: 'main.srv.sessions',
      bytes: 300 * mebibyte,
    });
    expect(finding.reclaimableBytes).toBe(300 * mebibyte - 48);
    expect(finding.remedy).toContain('srv.sessions = make(map[int64]Session)');
    expect(finding.remedy).toMatch(/second GC.*GOMEMLIMIT/s);
    expect(finding.remedy).toContain('debug.FreeOSMemory()');
    expect(headline(evidenceOf([emptied]), [finding], 'en')).toBe(
      'main.srv.sessions (map[int64]main.Session) holds 300 MiB of 400 MiB for 0 entries; a rebuild gives back 300 MiB.',
    );
  });

  test('a map with entries is copied into a fresh one; what maps.Clone does depends on the version', () => {
    const partly = { ...emptied, len: 10, rebuiltBytes: 4096 };
    expect(judged([partly])[0].remedy).toContain('fresh := make(map[int64]Session, len(srv.sessions))');
    expect(judged([partly])[0].remedy).toContain('maps.Clone does not do it: since Go 1.25');
    expect(judged([partly], { goMinor: 23 })[0].remedy).toContain('up to Go 1.24');
    expect(judged([partly], { goMinor: 18 })[0].remedy).toContain('needs Go 1.21');
  });

  test('a map that fits its entries, and a dead one, are no finding of that kind', () => {
    const full = { ...emptied, len: 1_800_000, rebuiltBytes: 300 * mebibyte };
    expect(judged([full]).map((each) => each.id)).toEqual(['maps-not-the-problem']);
    expect(judged([{ ...emptied, reachable: false }]).map((each) => each.id)).toEqual([
      'maps-not-the-problem',
    ]);
  });

  test('shards of one cache are one finding, the small ones with them, and no byte is told twice', () => {
    const shards = Array.from({ length: 64 }, (_, index) => ({
      ...emptied,
      slots: 8192,
      bytes: index < 32 ? 8 * mebibyte : mebibyte / 2,
      path: 1,
    }));
    const findings = judged(shards);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      id: 'map-retained',
      where: 'main.cache.shards[*].m',
      severity: 'high',
    });
    expect(findings[0].bytes).toBe(shards.reduce((sum, each) => sum + each.bytes, 0));
    expect(findings[0].evidence['maps']).toBe(64);
  });

  test('many retaining maps that are too small for a finding each are told together', () => {
    const shards = Array.from({ length: 100 }, () => ({
      ...emptied,
      slots: 4096,
      bytes: mebibyte / 2,
      path: 1,
    }));
    expect(judged(shards)).toMatchObject([
      { id: 'map-retained', severity: 'medium', reclaimableBytes: 50 * mebibyte - 4800 },
    ]);
  });
});

describe('other findings', () => {
  test('map-growing-idle: an old array is still held', () => {
    const growing = { ...emptied, len: 900_000, rebuiltBytes: 200 * mebibyte, growing: true };
    const [finding] = judged([growing], { mapKind: 'classic', goMinor: 23 });
    expect(finding).toMatchObject({
      id: 'map-growing-idle',
      severity: 'high',
      reclaimableBytes: 100 * mebibyte,
    });
  });

  test('map-tombstones: churned, not emptied; Go 1.24 is told to upgrade', () => {
    const churned = { ...emptied, len: 400_000, rebuiltBytes: 75 * mebibyte, tombstones: 500_000 };
    expect(judged([churned], { goMinor: 24 })[0]).toMatchObject({ id: 'map-tombstones' });
    expect(judged([churned], { goMinor: 24 })[0].remedy).toContain('Upgrade to Go 1.25');
    expect(judged([churned], { goMinor: 26 })[0].remedy).not.toContain('Upgrade');
    expect(judged([{ ...churned, len: 100 }])[0].id).toBe('map-retained');
  });

  test('maps-many-small: a million small maps weigh as much as a large one', () => {
    const small = Array.from({ length: 200_000 }, () => ({
      len: 1,
      slots: 8,
      bytes: 256,
      rebuiltBytes: 256,
      type: smallType,
      path: 2,
    }));
    const [finding] = judged(small, { totalBytes: 100 * mebibyte });
    expect(finding).toMatchObject({
      id: 'maps-many-small',
      severity: 'high',
      where: 'main.users[*].tags',
      bytes: 200_000 * 256,
    });
    expect(finding.evidence['overheadBytes']).toBe(200_000 * (256 - 24));
  });

  test('maps-not-the-problem: says the share and where to look', () => {
    const evidence = evidenceOf([
      { len: 5, slots: 8, bytes: 4 * mebibyte, rebuiltBytes: 4 * mebibyte, type: smallType, path: 2 },
    ]);
    const findings = judge(evidence, 'en');
    expect(findings.map((each) => [each.id, each.severity])).toEqual([['maps-not-the-problem', 'info']]);
    expect(headline(evidence, findings, 'en')).toMatch(
      /^Maps are not the problem: they hold 4\.0 MiB \(1%\) of 400 MiB; look/,
    );
    expect(headline(evidence, findings, 'zh')).toMatch(/^问题不在 map/);
  });

  test('where only a part was read, nothing is cleared of suspicion', () => {
    const evidence = evidenceOf([], { incomplete: true });
    expect(judge(evidence, 'en')).toEqual([]);
    expect(headline(evidence, [], 'en')).toMatch(/^Only a part could be read/);
  });

  test('findings come most severe first and say the same in Chinese', () => {
    const lesser = { ...emptied, bytes: 30 * mebibyte, path: 1 };
    const ids = judge(evidenceOf([lesser, emptied]), 'zh').map((each) => [each.id, each.severity]);
    expect(ids).toEqual([
      ['map-retained', 'high'],
      ['map-retained', 'medium'],
    ]);
  });
});
