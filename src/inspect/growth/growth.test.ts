import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareSnapshots, type Growth, inspect, type Snapshot, snapshotOf } from '../index.ts';
import { GoService } from '../testdata/go-service.ts';

interface Facts {
  readonly sessions: number;
  readonly bufferBytes: number;
  readonly cacheBytes: number;
}

const stagesPerLook = 2;
const blockedPerStage = 50;

async function look(target: string | number, exe?: string): Promise<Snapshot> {
  using inspection = await inspect(target, { graph: true, ...(exe === undefined ? {} : { exe }) });
  return snapshotOf(inspection);
}

function expectWithin1Percent(bytes: number, truth: number): void {
  expect(Math.abs(bytes - truth)).toBeLessThanOrEqual(Math.abs(truth) / 100);
}

/** What the looks say against what the program said at the same times. */
function expectTruth(growth: Growth, facts: readonly Facts[]): void {
  const buffers = growth.holders.find((row) => row.path === 'main.srv.sessions[*].buffer[*]');
  expect(buffers?.objects).toEqual(facts.map(({ sessions }) => sessions));
  expect(buffers?.bytes).toEqual(facts.map(({ bufferBytes }) => bufferBytes));
  const cache = growth.holders.find((row) => row.path === 'main.srv.cache[*][*]');
  expect(cache?.bytes).toEqual(facts.map(({ cacheBytes }) => cacheBytes));
  const sessions = growth.maps.find((row) => row.path === 'main.srv.sessions');
  expect(sessions?.entries).toEqual(facts.map((each) => each.sessions));
  const [first, last] = [facts[0], facts.at(-1) ?? facts[0]];
  expect(growth.grown?.path).toBe('main.srv.sessions');
  // Buffers, and beside them a struct of 32 bytes and a slot of the map each.
  expectWithin1Percent(growth.grown?.changeBytes ?? 0, last.bufferBytes - first.bufferBytes);
  expect(growth.headline).toContain('main.srv.sessions grew by');
  expect(growth.types[0].type).toBe('[]uint8');
  // What did not change is not told.
  expect(growth.holders.map((row) => row.path)).not.toContain('main.srv.steady[*]');
  expect(growth.packages[0].package).toBe('main');
  for (const [at, totals] of facts.entries()) {
    expect(totals.bufferBytes).toBeLessThan(growth.totals.bytes[at]);
    const told = growth.types.reduce((sum, { bytes }) => sum + bytes[at], growth.rest.types?.bytes[at] ?? 0);
    const byPath = growth.holders.reduce(
      (sum, { bytes }) => sum + bytes[at],
      growth.rest.holders?.bytes[at] ?? 0,
    );
    expect(told).toBe(byPath);
  }
}

describe('a program that grows by known amounts', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-growth-'));
  const gcore = ['/usr/bin/gcore', '/usr/local/bin/gcore'].find((candidate) => fs.existsSync(candidate));
  const facts: Facts[] = [];
  const snapshots: Snapshot[] = [];
  const cores: Snapshot[] = [];
  let service: GoService;

  beforeAll(async () => {
    service = await GoService.start('growing', undefined);
    let line = service.firstLine;
    for (let at = 0; at < 3; at++) {
      if (at > 0) for (let stage = 0; stage < stagesPerLook; stage++) line = await service.next();
      facts.push(JSON.parse(line) as Facts);
      snapshots.push(await look(service.pid));
      if (gcore === undefined || at > 1) continue;
      const core = path.join(folder, `${at}.${service.pid}`);
      execFileSync(gcore, ['-o', path.join(folder, String(at)), String(service.pid)], { stdio: 'ignore' });
      // The program's file is gone, but not for the kernel.
      cores.push(await look(core, `/proc/${service.pid}/exe`));
      // It is a gigabyte, mostly of address space that was never used.
      fs.rmSync(core);
    }
  }, 180_000);
  afterAll(() => {
    service.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('two looks at the process', () => {
    const growth = compareSnapshots(snapshots.slice(0, 2));
    expectTruth(growth, facts.slice(0, 2));
    expect(growth.diagnostics).toEqual([]);
    const change = facts[1].bufferBytes - facts[0].bufferBytes + facts[1].cacheBytes - facts[0].cacheBytes;
    const heap = growth.ledger.find(({ id }) => id === 'heap');
    // Sizes of stacks and free slots move, too.
    expect(Math.abs((heap?.changeBytes ?? 0) - change)).toBeLessThan(change / 4);
    expect(growth.totals.of).toBe('rss');
  });

  test('a series of three', () => {
    const growth = compareSnapshots(snapshots);
    expectTruth(growth, facts);
    expect(compareSnapshots(snapshots, { top: 1 }).types).toEqual(growth.types.slice(0, 1));
    expect(compareSnapshots(snapshots, { language: 'zh' }).headline).toContain('main.srv.sessions');
    const back = compareSnapshots(snapshots.toReversed());
    const changes = (of: Growth, sign: number): [string, number][] =>
      of.holders.map((row) => [row.path, sign * row.changeBytes]);
    expect(new Map(changes(back, -1))).toEqual(new Map(changes(growth, 1)));
    expect(back.headline).not.toContain('main.srv.sessions');
    const goroutines = snapshots.map(({ types }) => types?.rows.get('runtime.g')?.count ?? 0);
    expect(goroutines[2] - goroutines[0]).toBeGreaterThanOrEqual(2 * stagesPerLook * blockedPerStage);
  });

  test('two cores, and a core against the process', ({ skip }) => {
    if (gcore === undefined) skip('gcore is not installed (apt-get install gdb)');
    const growth = compareSnapshots(cores);
    expectTruth(growth, facts.slice(0, 2));
    expect(growth.totals.of).toBe('heap');
    const mixed = compareSnapshots([cores[0], snapshots[2]]);
    expectTruth(mixed, [facts[0], facts[2]]);
    expect([mixed.totals.of, mixed.ledger]).toEqual(['live', []]);
    expect(mixed.diagnostics.map(({ code }) => code)).toContain('totals-differ-in-kind');
  });

  test('nothing grew between a look and itself', () => {
    const growth = compareSnapshots([snapshots[1], snapshots[1]]);
    expect(growth).toMatchObject({ grown: null, ledger: [], maps: [], types: [], holders: [], findings: [] });
    expect(growth.headline).toMatch(/^Nothing that is held grew/);
  });

  test('another build is noted, another program refused', () => {
    const [first] = snapshots;
    const like = (target: Partial<Snapshot['target']>): Snapshot => ({
      ...first,
      target: { ...first.target, ...target },
    });
    const rebuilt = compareSnapshots([first, like({ buildId: 'other', goVersion: 'go1.20' })]);
    expect(rebuilt.diagnostics.map(({ code }) => code)).toEqual(['builds-differ']);
    expect(rebuilt.diagnostics[0].message).toContain('go1.20');
    expect(() => compareSnapshots([first, like({ buildId: 'other', modulePath: 'other' })])).toThrow(
      `module ${first.target.modulePath} and other`,
    );
    const plain = { modulePath: '', buildId: '' };
    expect(() => compareSnapshots([like(plain), like({ ...plain, exe: '/bin/other' })])).toThrow(
      /executable .* and other/,
    );
  });

  test('findings that come, go and grow are told', () => {
    const [first] = snapshots;
    const finding = (where: string, bytes: number): Snapshot['findings'][number] => ({
      id: 'map-retained',
      severity: 'high',
      bytes,
      reclaimableBytes: 0,
      where,
      title: 'a title',
      detail: '',
      remedy: '',
      evidence: {},
    });
    const growth = compareSnapshots([
      { ...first, findings: [finding('gone', 7), finding('grew', 10), finding('same', 1)] },
      { ...first, findings: [finding('grew', 30), finding('new', 9), finding('same', 1)] },
    ]);
    expect(growth.findings.map(({ where, change, changeBytes }) => [where, change, changeBytes])).toEqual([
      ['grew', 'grew', 20],
      ['new', 'appeared', 9],
      ['gone', 'gone', -7],
    ]);
    const group = { function: 'main.block', createdBy: 'main.grow', waitReason: 'chan receive' };
    const told = compareSnapshots([
      { ...first, goroutines: [{ ...group, count: 5 }] },
      { ...first, goroutines: [{ ...group, count: 25 }] },
    ]);
    expect(told.goroutines).toEqual([{ ...group, counts: [5, 25], change: 20 }]);
  });
});
