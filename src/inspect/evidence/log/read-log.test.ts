import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { buildGo, outputOf, placeIn } from '../../../../test/truth/go-logs.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { readEvidence } from '../read-evidence.ts';
import type { GcRunAccount } from './gc-run.ts';

const mebibyte = 2 ** 20;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-log-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const collected = buildGo({ program: 'collected', toolchain: 'local' });
const dying = buildGo({ program: 'dying', toolchain: 'local', environment: { CGO_ENABLED: '0' } });
const waiting = buildGo({ program: 'waiting', toolchain: 'local' });

async function reportOf(text: string | Uint8Array): Promise<EvidenceReport> {
  const file = path.join(folder, 'service.log');
  fs.writeFileSync(file, text);
  const report = await readEvidence(file);
  if (!report) throw new Error('no reader knows the log');
  return report;
}

function idsOf(report: EvidenceReport): string[] {
  return report.wordingIn('en').findings.map(({ id }) => id);
}

function runsOf(report: EvidenceReport): readonly GcRunAccount[] {
  return (report.facts['gc'] as { runs: readonly GcRunAccount[] }).runs;
}

interface Counted {
  readonly cycles: number;
  readonly forced: number;
  readonly processors: number;
}

/** A program's log, and what its runtime counted. */
function collect(mode: string, environment: Record<string, string> = {}): { log: string; truth: Counted } {
  const { stdout, stderr } = outputOf(collected, mode, { GODEBUG: 'gctrace=1', ...environment });
  return { log: stderr, truth: JSON.parse(stdout) };
}

// With one processor shares depend least on what else the machine does.
describe('collections of real programs', () => {
  test('healthy: a timeline and no finding', async () => {
    const { log, truth } = collect('healthy');
    const report = await reportOf(log);
    expect(report.target.kind).toBe('gc-log');
    const [run] = runsOf(report);
    expect(run).toMatchObject({
      cycleCount: truth.cycles,
      processorCount: truth.processors,
      forcedCount: 0,
      missingCount: 0,
    });
    // It keeps 32 MiB of nodes of 64 bytes, and churns.
    expect(run.liveBytes.highest).toBeGreaterThanOrEqual(32 * mebibyte);
    expect(run.liveBytes.highest).toBeLessThan(64 * mebibyte);
    expect(run.easyGogc).toBeGreaterThan(90);
    expect(run.easyGogc).toBeLessThan(110);
    expect(run.periods.reduce((sum, { cycleCount }) => sum + cycleCount, 0)).toBe(truth.cycles);
    expect(idsOf(report)).toEqual([]);
    expect(report.wordingIn('en').tables.map(({ id }) => id)).toEqual(['runs', 'collections']);
    expect(report.diagnostics).toEqual([]);
  });

  test('under a limit: gc-thrash by the limit', async () => {
    const { log, truth } = collect('limit', { GOMEMLIMIT: '32MiB', GOMAXPROCS: '1' });
    const report = await reportOf(log);
    expect(runsOf(report)[0].cycleCount).toBe(truth.cycles);
    const [finding] = report.wordingIn('en').findings;
    expect(finding).toMatchObject({ id: 'gc-thrash', evidence: { cause: 'limit' } });
    expect(finding.remedy).toContain('GOMEMLIMIT');
    expect(report.wordingIn('zh').headline).toMatch(/\p{Script=Han}/u);
  });

  test('with GOGC=8: gc-thrash by GOGC', async () => {
    const report = await reportOf(collect('limit', { GOGC: '8', GOMAXPROCS: '1' }).log);
    expect(report.wordingIn('en').findings).toMatchObject([{ id: 'gc-thrash', evidence: { cause: 'gogc' } }]);
  });

  test('faster than it marks: gc-thrash by assists', async () => {
    const report = await reportOf(collect('assist', { GOMAXPROCS: '1' }).log);
    expect(report.wordingIn('en').findings).toMatchObject([
      { id: 'gc-thrash', evidence: { cause: 'assist' } },
    ]);
  });

  test('asked for by runtime.GC at even intervals', async () => {
    const { log, truth } = collect('forced', { GODEBUG: 'gctrace=1,scavtrace=1' });
    const report = await reportOf(log);
    expect(runsOf(report)[0].forcedCount - truth.forced).toBeOneOf([0, 1]);
    expect(report.wordingIn('en').findings).toMatchObject([
      { id: 'forced-gc', evidence: { by: 'runtime-gc' } },
    ]);
  });

  test('a process that starts again is another run; pods in one log are, too; a line that stands twice counts once', async () => {
    const { log, truth } = collect('phases');
    const lines = log.trimEnd().split('\n');
    const twice = await reportOf(`${log}${log}`);
    expect(runsOf(twice).map(({ cycleCount }) => cycleCount)).toEqual([truth.cycles, truth.cycles]);
    const pods = lines.flatMap((line) => ['a', 'b', 'c'].map((pod) => `[pod/${pod}/app] ${line}`));
    const three = await reportOf(pods.join('\n'));
    expect(runsOf(three).map(({ source }) => source)).toEqual(['[pod/a/app]', '[pod/b/app]', '[pod/c/app]']);
    expect(new Set(runsOf(three).map(({ cycleCount }) => cycleCount))).toEqual(new Set([truth.cycles]));
    const doubled = await reportOf(lines.flatMap((line) => [line, line]).join('\n'));
    expect(runsOf(doubled).map(({ cycleCount }) => cycleCount)).toEqual([truth.cycles]);
    expect(doubled.diagnostics.map(({ code }) => code)).toEqual(['log-lines-repeated']);
  });

  test('lines that are missing are counted, and cost no time', async () => {
    const { log, truth } = collect('phases');
    const lines = log.split('\n').filter((line) => !/^gc [34] /.test(line));
    const [run] = runsOf(await reportOf(lines.join('\n')));
    expect(run).toMatchObject({ cycleCount: truth.cycles - 2, missingCount: 2 });
  });
});

describe('deaths of real programs', () => {
  const at = (name: string): string => {
    const { file, line } = placeIn('dying', name);
    return `${file}:${line}`;
  };

  test.each([
    ['writes', 'map-race', ['write']],
    ['read', 'map-race', ['read', 'write']],
    ['iterate', 'map-race', ['iterate', 'write']],
    ['nil', 'nil-map-write', ['write']],
    ['recovered', 'nil-map-write', ['write']],
  ])('%s: the line and the map', async (mode, id, places) => {
    const report = await reportOf(outputOf(dying, mode).stderr);
    expect(report.target.kind).toBe('crash');
    const [finding, ...others] = report.wordingIn('en').findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ id, severity: 'high' });
    expect(places.map(at)).toContain(finding.evidence['at']);
    expect(finding.evidence['expression']).toBe('c.seen');
    expect(finding.evidence['count']).toBe(mode === 'recovered' ? 3 : 1);
  });

  test('who shares the map is found by what the frames show', async () => {
    // Of a run of Go 1.23, whose dump has the other goroutine.
    const report = await reportOf(
      [
        'fatal error: concurrent map writes',
        '',
        'goroutine 1 [running]:',
        'main.(*cache).put(0xc0000262d0?, {0x492740?, 0x1?}, 0x12cac)',
        '\t/src/die/main.go:16 +0x37',
        'main.main()',
        '\t/src/die/main.go:50 +0x3f8',
        '',
        'goroutine 6 [runnable]:',
        'main.(*cache).put(0xc0000262d0?, {0x492740?, 0x1?}, 0x60d)',
        '\t/src/die/main.go:16 +0x5e',
        'created by main.main in goroutine 1',
        '\t/src/die/main.go:49 +0x2c5',
        '',
        'goroutine 7 [chan receive]:',
        'main.(*queue).take(0xc000999000)',
        '\t/src/die/queue.go:9 +0x5e',
        'created by main.main in goroutine 1',
        '\t/src/die/main.go:48 +0x2c5',
      ].join('\n'),
    );
    const [finding] = report.wordingIn('en').findings;
    expect(finding.evidence).toMatchObject({
      at: '/src/die/main.go:16',
      goroutineId: 1,
      sharerCount: 1,
      expression: '',
    });
    expect(finding.detail).toContain('goroutine 6 at main.(*cache).put');
    expect(finding.detail).not.toContain('goroutine 7');
  });

  test('two goroutines that die of one thing are one death; a program that dies again is another', async () => {
    const dump = 'goroutine 1 [running]:\nmain.put(...)\n\t/src/a.go:16\n\n';
    const head = 'fatal error: concurrent map writes\n';
    const counts = async (text: string): Promise<unknown[]> =>
      (await reportOf(text))
        .wordingIn('en')
        .findings.map(({ id, evidence }) => [id, evidence['count'], evidence['at']]);
    expect(await counts(`${head}${head}\n${dump}${dump}`)).toEqual([['map-race', 1, '/src/a.go:16']]);
    expect(await counts(`${head}\n${dump}${head}\n${dump}`)).toEqual([['map-race', 2, '/src/a.go:16']]);
  });

  test('a deadlock is told, and is no finding', async () => {
    const report = await reportOf(outputOf(dying, 'deadlock').stderr);
    expect(idsOf(report)).toEqual([]);
    expect(report.wordingIn('en').tables[0]).toMatchObject({
      id: 'deaths',
      rows: [[1, 1, expect.stringContaining('deadlock'), expect.any(String)]],
    });
  });

  test('memory: who asked last', async () => {
    const report = await reportOf(outputOf(dying, 'memory', {}, 'ulimit -v 1000000').stderr);
    expect(report.wordingIn('en').findings).toMatchObject([
      { id: 'out-of-memory', evidence: { askedBytes: 2 ** 26, place: `main.main (${at('ask')})` } },
    ]);
  });

  test('memory: what was alive before, of the log of one process', async () => {
    const line = (number: number): string =>
      `gc ${number} @${number}.000s 1%: 0.1+3+0.1 ms clock, 0.1+0/3/0+0.1 ms cpu, 200->210->100 MB, 200 MB goal, 0 MB stacks, 0 MB globals, 2 P\n`;
    const death =
      'Memory cgroup out of memory: Killed process 42 (web) total-vm:1kB, anon-rss:500000kB, file-rss:100kB, shmem-rss:0kB\n';
    const liveOf = async (text: string): Promise<unknown> =>
      (await reportOf(text)).wordingIn('en').findings[0].evidence['liveBytes'];
    expect(await liveOf(line(1) + line(2) + death)).toBe(100 * mebibyte);
    // It went on: somebody else was killed.
    expect(await liveOf(line(1) + death + line(2))).toBeNull();
    expect(await liveOf(line(1) + line(2) + line(1) + death)).toBeNull();
  });

  test('the kernel: three lines are one death', async () => {
    const report = await reportOf(
      [
        'web invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=985',
        'memory: usage 524288kB, limit 524288kB, failcnt 33',
        'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=/pods/p7,task_memcg=/pods/p7/c,task=web,pid=42,uid=0',
        'Memory cgroup out of memory: Killed process 42 (web) total-vm:1kB, anon-rss:500000kB, file-rss:100kB, shmem-rss:0kB, UID:0',
      ]
        .map((line) => `Nov 21 10:00:00 node kernel: [123.4] ${line}`)
        .join('\n'),
    );
    const findings = report.wordingIn('en').findings;
    expect(findings.map(({ id, where }) => [id, where])).toEqual([['out-of-memory', 'web']]);
    expect(findings[0].evidence).toMatchObject({
      heldBytes: 500_100 * 1024,
      limitBytes: 2 ** 29,
      cgroup: '/pods/p7/c',
    });
  });
});

describe('dumps of real programs', () => {
  test.each(['1', '2', 'quit'])('%s: groups by creation site, state and place', async (mode) => {
    const { stdout, stderr } = outputOf(waiting, mode);
    const report = await reportOf(stdout + stderr);
    expect(report.target.kind).toBe('goroutine-dump');
    const table = report.wordingIn('en').tables.find(({ id }) => id === 'goroutineGroups');
    expect(table?.rows.slice(0, 3).map(([count]) => count)).toEqual([120, 30, 7]);
    const dump = report.facts['dump'] as { groups: readonly Record<string, unknown>[] };
    const { file, line } = placeIn('waiting', 'receive');
    expect(dump.groups[0]).toMatchObject({
      count: 120,
      standsIn: 'main.(*owner).receive',
      standsAt: `${file}:${line}`,
    });
    const flame = report.flame?.();
    const frame = flame?.frames.findIndex(({ name }) => name === 'main.(*owner).receive');
    expect(flame?.nodes.find((node) => node.frame === frame)?.values).toEqual([120]);
    expect(dump).not.toHaveProperty('stacks');
    // They have waited a fifth of a second.
    expect(idsOf(report)).toEqual([]);
  });

  test('what a collection has proved to wait for ever is a leak, however few', async () => {
    // Of Go 1.26 with GOEXPERIMENT=goroutineleakprofile, debug=1.
    const report = await reportOf(
      [
        'goroutineleak profile: total 7',
        '7 @ 0x47f98e 0x4613d2 0x4613a9 0x4809a5 0x489b7d 0x4dba2e 0x4dba14 0x4dba13 0x485e61',
        '#\t0x4809a4\tinternal/sync.runtime_SemacquireMutex+0x24\t/go/src/runtime/sema.go:95',
        '#\t0x4dba13\tsync.(*Mutex).Lock+0x13\t\t\t\t/go/src/sync/mutex.go:46',
        '#\t0x4dba13\tmain.(*owner).lock+0x13\t\t\t\t/src/waiting/main.go:31',
        '',
      ].join('\n'),
    );
    const findings = report.wordingIn('en').findings;
    expect(findings).toMatchObject([
      { id: 'goroutine-leak', severity: 'low', where: 'main.(*owner).lock (/src/waiting/main.go:31)' },
    ]);
    expect(findings[0].detail).toContain('proved');
  });

  test('two dumps of one log are told apart', async () => {
    const { stdout } = outputOf(waiting, '2');
    const report = await reportOf(`${stdout}\n${stdout}`);
    expect(
      report
        .wordingIn('en')
        .tables.find(({ id }) => id === 'dumps')
        ?.rows.map(([, count]) => count),
    ).toEqual([163, 163]);
    expect((report.facts['dump'] as { count: number }).count).toBe(163);
  });

  test('goroutines that have waited long are a leak', async () => {
    const { stdout } = outputOf(waiting, '2');
    const report = await reportOf(stdout.replaceAll('[chan receive]', '[chan receive, 45 minutes]'));
    expect(report.wordingIn('en').findings).toMatchObject([
      { id: 'goroutine-leak', severity: 'low', evidence: { count: 120, medianWaitMs: 45 * 60_000 } },
    ]);
  });
});

describe('what may be a log', () => {
  test('text in which no Go program speaks is refused in one line', async () => {
    await expect(reportOf('hello\nworld, all is well\n')).rejects.toThrow('no Go program speaks');
  });

  test('what matters may come late, and be packed', async () => {
    const { log, truth } = collect('phases');
    const late = `${'level=info msg="request done"\n'.repeat(10_000)}${log}`;
    expect(runsOf(await reportOf(gzipSync(late)))[0].cycleCount).toBe(truth.cycles);
  });

  test('binary files are nobody’s', async () => {
    const file = path.join(folder, 'binary');
    fs.writeFileSync(file, Buffer.alloc(5000));
    expect(await readEvidence(file)).toBeUndefined();
    fs.writeFileSync(file, '');
    expect(await readEvidence(file)).toBeUndefined();
  });
});
