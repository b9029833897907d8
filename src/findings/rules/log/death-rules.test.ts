import { describe, expect, test } from 'vitest';
import { judgeMapDeath, judgeMemoryDeath, judgeRace } from './death-rules.ts';
import type { MapDeathEvidence, MemoryDeathEvidence, RaceEvidence } from './evidence.ts';

const mebibyte = 2 ** 20;
const context = { goMinor: 24, mapKind: 'swiss' as const };
const place = { function: 'main.(*cache).put', at: '/src/a.go:16' };
const death: MapDeathEvidence = {
  ...context,
  kind: 'concurrent-map',
  count: 1,
  message: 'concurrent map writes',
  place,
  expression: 'c.seen',
  goroutineId: 7,
  sharers: [{ function: 'main.(*cache).get', at: '/src/a.go:20', goroutineId: 9, known: 'same-address' }],
  lineNumber: 12,
};

describe('map-race', () => {
  test('names the line, the map, and who shares it', () => {
    const finding = judgeMapDeath(death, 'en');
    expect(finding).toMatchObject({
      id: 'map-race',
      severity: 'high',
      where: 'c.seen, main.(*cache).put (/src/a.go:16)',
    });
    expect(finding.detail).toContain('concurrent map writes');
    expect(finding.detail).toContain('goroutine 9 at main.(*cache).get (/src/a.go:20) (has an address');
    expect(finding.remedy).toContain('c.seen[key] = value');
    expect(judgeMapDeath(death, 'zh').detail).toContain('goroutine 9');
  });

  test('says less where the text has less', () => {
    const bare = judgeMapDeath({ ...death, place: null, expression: '', sharers: [] }, 'en');
    expect(bare.where).toBe('a map');
    expect(bare.detail).not.toContain('noticed it');
    expect(bare.detail).toContain('not in the text');
    expect(bare.remedy).toContain('m[key] = value');
  });

  test('many sharers are counted, and times told', () => {
    const sharers = Array.from({ length: 9 }, (_, id) => ({ ...death.sharers[0], goroutineId: id }));
    const finding = judgeMapDeath({ ...death, sharers, count: 3 }, 'en');
    expect(finding.detail).toContain('and 4 more');
    expect(finding.detail).toContain('3 times in this log');
  });

  test('sync.Map is praised for what it does in that version', () => {
    expect(judgeMapDeath(death, 'en').remedy).toContain('hash trie');
    expect(judgeMapDeath({ ...death, goMinor: 22 }, 'en').remedy).not.toContain('hash trie');
  });
});

test('nil-map-write', () => {
  const finding = judgeMapDeath(
    { ...death, kind: 'nil-map', message: 'assignment to entry in nil map' },
    'en',
  );
  expect(finding).toMatchObject({ id: 'nil-map-write', severity: 'high' });
  expect(finding.remedy).toContain('c.seen = make(map[K]V)');
});

describe('races', () => {
  const race: RaceEvidence = {
    ...context,
    count: 2,
    isMap: true,
    expression: '',
    accesses: [
      { kind: 'write', place, goroutineId: 7, created: { function: 'main.main', at: '/src/a.go:73' } },
      {
        kind: 'read',
        place: { function: 'main.(*cache).get', at: '/src/a.go:20' },
        goroutineId: 1,
        created: null,
      },
    ],
    lineNumber: 3,
  };

  test('of a map, and of other memory', () => {
    const map = judgeRace(race, 'en');
    expect(map).toMatchObject({
      id: 'map-race',
      severity: 'high',
      where: 'main.(*cache).put (/src/a.go:16)',
    });
    expect(map.detail).toContain(
      'Goroutine 7, started at main.main (/src/a.go:73), writes at main.(*cache).put (/src/a.go:16); The main goroutine reads',
    );
    expect(map.detail).not.toContain('not in the text');
    expect(judgeRace({ ...race, isMap: false }, 'en')).toMatchObject({ id: 'data-race', severity: 'medium' });
  });

  test('of a report that is cut after its head', () => {
    expect(judgeRace({ ...race, accesses: [] }, 'en').where).toBe('a map');
  });
});

describe('out-of-memory', () => {
  const killed: MemoryDeathEvidence = {
    ...context,
    kind: 'killed',
    count: 1,
    message: 'Memory cgroup out of memory: Killed process 42 (web)',
    processName: 'web',
    cgroup: '/kubepods/pod7',
    heldBytes: 500 * mebibyte,
    limitBytes: 512 * mebibyte,
    askedBytes: null,
    place: null,
    liveBytes: 180 * mebibyte,
    lineNumber: 3,
  };

  test('by the kernel', () => {
    const finding = judgeMemoryDeath(killed, 'en');
    expect(finding).toMatchObject({
      id: 'out-of-memory',
      severity: 'high',
      where: 'web',
      bytes: 500 * mebibyte,
    });
    expect(finding.detail).toContain(
      'The kernel killed the process web of cgroup /kubepods/pod7: it held 500 MiB, the limit was 512 MiB.',
    );
    expect(finding.remedy).toContain('(here 461 MiB)');
    expect(finding.remedy).toContain('it helps here');
    expect(judgeMemoryDeath({ ...killed, liveBytes: 400 * mebibyte }, 'en').remedy).toContain(
      'does not help where',
    );
    expect(judgeMemoryDeath({ ...killed, goMinor: 18 }, 'en').remedy).not.toContain('Set GOMEMLIMIT');
  });

  test('by the runtime: who asked last is not who holds the rest', () => {
    const finding = judgeMemoryDeath(
      {
        ...killed,
        kind: 'out-of-memory',
        message: 'out of memory',
        processName: '',
        cgroup: '',
        limitBytes: null,
        askedBytes: 64 * mebibyte,
        place,
      },
      'en',
    );
    expect(finding.where).toBe('main.(*cache).put (/src/a.go:16)');
    expect(finding.detail).toContain('64.0 MiB, was asked for at');
    expect(finding.detail).toContain('not who holds the rest');
  });

  test('a line that says nothing but the death', () => {
    const bare = {
      ...killed,
      heldBytes: null,
      limitBytes: null,
      liveBytes: null,
      processName: '',
      cgroup: '',
    };
    const finding = judgeMemoryDeath(bare, 'en');
    expect(finding.detail).toBe('The kernel killed the process.');
    expect(finding.bytes).toBe(0);
    expect(judgeMemoryDeath(bare, 'zh').detail).toBe('内核杀死了进程。');
  });
});
