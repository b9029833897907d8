/* What programs of every line of Go print as they collect, wait and die, against what their runtimes counted. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readEvidence } from '../../src/inspect/evidence/read-evidence.ts';
import type { Finding } from '../../src/findings/index.ts';
import { buildGo, outputOf, placeIn } from '../truth/go-logs.ts';
import { hasProgram } from '../truth/runtime-waste.ts';
import { toolchainVersion } from '../truth/toolchain.ts';
import { formatToolchains } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-matrix-logs-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Looked {
  readonly findings: readonly Finding[];
  readonly facts: Readonly<Record<string, unknown>>;
}

async function look(text: string): Promise<Looked> {
  const file = path.join(folder, 'log');
  fs.writeFileSync(file, text);
  const report = await readEvidence(file);
  if (!report) throw new Error('no reader knows the log');
  expect(report.diagnostics).toEqual([]);
  return { findings: report.wordingIn('en').findings, facts: report.facts };
}

/** Collections as the runtime of that line prints them: numbers, and the finding that each mode is made for. */
async function collections(toolchain: string): Promise<string> {
  const binary = buildGo({ program: 'collected', toolchain });
  const hasLimit = toolchain === 'local' || Number(toolchain.split('.')[1]) >= 19;
  let lineCount = 0;
  for (const [mode, limit, expected] of [
    ['healthy', '', []],
    ['limit', '32MiB', hasLimit ? [['gc-thrash', 'limit']] : []],
    ['assist', '', [['gc-thrash', 'assist']]],
    ['forced', '', [['forced-gc', 'runtime-gc']]],
    ['freed', '', [['forced-gc', 'free-os-memory']]],
    ['phases', '', []],
  ] as const) {
    if (mode === 'limit' && !hasLimit) continue;
    const { stdout, stderr } = outputOf(binary, mode, {
      GODEBUG: /^(?:forced|freed|phases)$/.test(mode) ? 'gctrace=1,scavtrace=1,inittrace=1' : 'gctrace=1',
      ...(limit === '' ? {} : { GOMEMLIMIT: limit }),
      // Shares then depend least on what else the machine does.
      ...(mode === 'limit' || mode === 'assist' ? { GOMAXPROCS: '1' } : {}),
    });
    const truth: { cycles: number; forced: number; processors: number } = JSON.parse(stdout);
    const { findings, facts } = await look(stderr);
    const [run] = (
      facts['gc'] as { runs: { cycleCount: number; forcedCount: number; missingCount: number }[] }
    ).runs;
    expect(run, mode).toMatchObject({
      cycleCount: truth.cycles,
      missingCount: 0,
      processorCount: truth.processors,
    });
    // A call that comes while a collection ends marks its line, too.
    expect(run.forcedCount, mode).toBeGreaterThanOrEqual(truth.forced);
    expect(run.forcedCount, mode).toBeLessThanOrEqual(2 * truth.forced);
    expect(
      findings.map(({ id, evidence }) => [id, evidence['cause'] ?? evidence['by']]),
      mode,
    ).toEqual(expected);
    lineCount += truth.cycles;
  }
  return `${lineCount} collections`;
}

async function deaths(toolchain: string): Promise<string> {
  const binary = buildGo({ program: 'dying', toolchain, environment: { CGO_ENABLED: '0' } });
  const placesOf = (names: readonly string[]): string[] =>
    names.map((name) => {
      const { file, line } = placeIn('dying', name);
      return `${file}:${line}`;
    });
  for (const [mode, id, places] of [
    ['writes', 'map-race', ['write']],
    ['read', 'map-race', ['read', 'write']],
    ['iterate', 'map-race', ['iterate', 'write']],
    ['nil', 'nil-map-write', ['write']],
    ['recovered', 'nil-map-write', ['write']],
  ] as const) {
    const { findings } = await look(outputOf(binary, mode).stderr);
    expect(
      findings.map((finding) => finding.id),
      mode,
    ).toEqual([id]);
    expect(placesOf(places), mode).toContain(findings[0].evidence['at']);
    expect(findings[0].evidence['expression'], mode).toBe('c.seen');
  }
  const { findings } = await look(outputOf(binary, 'memory', {}, 'ulimit -v 1000000').stderr);
  expect(findings.map(({ id, evidence }) => [id, evidence['place']])).toEqual([
    ['out-of-memory', `main.main (${placesOf(['ask'])[0]})`],
  ]);
  return '6 deaths';
}

async function races(toolchain: string): Promise<string> {
  if (!hasProgram('gcc')) return 'no race detector: there is no C compiler';
  const binary = buildGo({ program: 'dying', toolchain, flags: ['-race'] });
  const { findings } = await look(outputOf(binary, 'race').stderr);
  expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(['map-race', 'data-race']));
  return `${findings.length} races`;
}

/** What the collector proves, where the toolchain knows the experiment. */
async function leaks(toolchain: string): Promise<string> {
  if (!toolchain.startsWith('go1.26.')) return 'no leak profile';
  const environment = { GOEXPERIMENT: 'goroutineleakprofile' };
  const binary = buildGo({ program: 'waiting', toolchain, environment });
  for (const mode of ['leak1', 'leak2']) {
    const { findings } = await look(outputOf(binary, mode).stdout);
    expect(
      findings.map(({ id, evidence }) => [id, evidence['count'], evidence['isLeaked']]),
      mode,
    ).toEqual([120, 30, 7].map((count) => ['goroutine-leak', count, true]));
  }
  return '2 leak profiles';
}

async function dumps(toolchain: string): Promise<string> {
  const binary = buildGo({ program: 'waiting', toolchain });
  for (const mode of ['1', '2', 'quit']) {
    const { stdout, stderr } = outputOf(binary, mode);
    const { facts, findings } = await look(stdout + stderr);
    const { groups } = facts['dump'] as { groups: readonly { count: number; standsAt: string }[] };
    for (const [place, count] of [
      ['receive', 120],
      ['choose', 30],
      ['sleep', 5],
      ['lock', 7],
    ] as const) {
      const { file, line } = placeIn('waiting', place);
      const found = groups.filter(({ standsAt }) => standsAt === `${file}:${line}`);
      expect(
        found.map((group) => group.count),
        `${mode} ${place}`,
      ).toEqual([count]);
    }
    expect(findings, mode).toEqual([]);
  }
  return '3 dumps';
}

describe('logs', () => {
  test.for(formatToolchains.map((toolchain) => ({ toolchain })))(
    'of $toolchain',
    async ({ toolchain }, { skip }) => {
      const subject = { group: 'Logs of collections, deaths, races and dumps', subject: toolchain };
      if (toolchainVersion({ toolchain }) === undefined)
        leaveOut(subject, skip, 'the toolchain cannot be downloaded');
      await runSubject(subject, async () =>
        [
          await collections(toolchain),
          await deaths(toolchain),
          await races(toolchain),
          await dumps(toolchain),
          await leaks(toolchain),
        ].join(', '),
      );
    },
  );
});
