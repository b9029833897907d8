import { execFileSync } from 'node:child_process';
import type { Finding } from '../../findings/index.ts';
import { inspect } from '../index.ts';
import { GoService } from './go-service.ts';

/** A Go program that knows what its pools, timers, handles or finalizers hold, and what is to be said of them. */
export interface ContainerProgram {
  /** Folder here. */
  readonly name: string;
  readonly what: string;
  /** The first minor of Go 1 that has what it uses. */
  readonly since: number;
  readonly environment?: Record<string, string>;
  readonly buildFlags?: readonly string[];
  readonly needsCompiler?: boolean;
  /** What must be found, by the line that the program printed. None: nothing of these ids may be said. */
  readonly expected: (facts: Facts, goMinor: number) => readonly ExpectedFinding[];
}

type Facts = Readonly<Record<string, number>>;

interface ExpectedFinding {
  readonly id: Finding['id'];
  readonly where: string | RegExp;
  readonly bytes: number;
  /** Of the finding's evidence, as far as it is to be checked. */
  readonly evidence: Finding['evidence'];
}

const containerIds: ReadonlySet<string> = new Set([
  'pool-hoard',
  'timer-unstopped',
  'cgo-handles',
  'finalizer-backlog',
]);

/** GODEBUG of a program whose go.mod says a version before Go 1.23 is asynctimerchan=1, and all here say go 1.18. */
const newTimers = { GODEBUG: 'asynctimerchan=0' };
const strippedFlags = ['-ldflags=-s -w'];

const pools = (isNamed: boolean, isVictim: boolean): ContainerProgram['expected'] => {
  const one = (name: string, type: string, values: number, bufferBytes: number): ExpectedFinding => ({
    id: 'pool-hoard',
    where: isNamed ? name : /^sync\.Pool @ 0x/,
    bytes: values * bufferBytes,
    evidence: { type, values, victimValues: isVictim ? values : 0 },
  });
  return ({ buffers, slices, bufferBytes }) => [
    one('main.buffers', '*bytes.Buffer', buffers, bufferBytes),
    one('main.srv.slices', '*[]uint8', slices, bufferBytes),
  ];
};

const timers = (isNew: boolean): ContainerProgram['expected'] => {
  const one = (
    kind: string,
    where: string | RegExp,
    count: number,
    bytes: number,
    isCollectable: boolean,
  ): ExpectedFinding => ({
    id: 'timer-unstopped',
    where,
    bytes,
    evidence: { kind, count, isCollectable, waitedFor: 1 },
  });
  return ({ tickers, tickerBytes, funcs, funcBytes, afters, afterBytes }, goMinor) => {
    const isCollectable = isNew && goMinor >= 23;
    const func = one('time.AfterFunc', /^main\.main\.func2\.1$/, funcs, funcBytes, false);
    const ticker = one('time.Ticker', 'time.Ticker', tickers, tickerBytes, isCollectable);
    // Since Go 1.23 nothing keeps what time.After gave to nobody.
    const after = isCollectable ? [] : [one('time.Timer', 'time.Timer', afters, afterBytes, false)];
    return [ticker, func, ...after];
  };
};

export const containerPrograms: readonly ContainerProgram[] = [
  { name: 'pools', what: 'pools of buffers', since: 18, expected: pools(true, false) },
  {
    name: 'pools',
    what: 'pools of buffers after a collection',
    since: 18,
    environment: { COLLECTIONS: '1' },
    expected: pools(true, true),
  },
  {
    name: 'pools',
    what: 'pools of buffers, stripped',
    since: 18,
    buildFlags: strippedFlags,
    expected: pools(false, false),
  },
  { name: 'timers', what: 'timers that the runtime holds', since: 18, expected: timers(false) },
  {
    name: 'timers',
    what: 'timers that can be collected',
    since: 18,
    environment: newTimers,
    expected: timers(true),
  },
  { name: 'timers', what: 'timers, stripped', since: 18, buildFlags: strippedFlags, expected: timers(false) },
  {
    name: 'handles',
    what: 'handles of cgo',
    since: 18,
    needsCompiler: true,
    expected: ({ count, bytes }) => [
      {
        id: 'cgo-handles',
        where: 'runtime/cgo.Handle',
        bytes,
        evidence: { kind: 'handle', count, type: '*main.value' },
      },
    ],
  },
  {
    name: 'pins',
    what: 'pinned objects',
    since: 21,
    expected: ({ count, bytes }) => [
      { id: 'cgo-handles', where: 'runtime.Pinner', bytes, evidence: { kind: 'pin', count } },
    ],
  },
  {
    name: 'finalizers',
    what: 'finalizers behind one that waits',
    since: 18,
    expected: ({ count, bytes }) => [
      {
        id: 'finalizer-backlog',
        where: /^goroutine \d+ \(main\.release\)$/,
        bytes,
        evidence: {
          finalizers: count,
          cleanups: 0,
          type: '*main.resource',
          function: 'main.release',
          blockedIn: 'main.release',
        },
      },
    ],
  },
  {
    name: 'cleanups',
    what: 'cleanups behind one that waits',
    since: 24,
    expected: ({ count, bytes }, goMinor) => [
      {
        id: 'finalizer-backlog',
        where: /^goroutine \d+ \(main\.release\)$/,
        bytes,
        // Go 1.26 clears the one that runs.
        evidence: {
          finalizers: 0,
          cleanups: goMinor >= 26 ? count - 1 : count,
          function: 'main.release',
          blockedIn: 'main.release',
        },
      },
    ],
  },
  { name: 'healthy', what: 'a server that does nothing wrong', since: 18, expected: () => [] },
];

/** Where what was found differs from what the program knows: one line each. */
function containerProblems(
  { expected }: ContainerProgram,
  facts: Facts,
  goMinor: number,
  findings: readonly Finding[],
): string[] {
  const found = findings.filter(({ id }) => containerIds.has(id));
  const wanted = expected(facts, goMinor);
  const problems = wanted.flatMap((each) => {
    const match = found.filter(
      (finding) => finding.id === each.id && differences(each, finding).length === 0,
    );
    if (match.length === 1) return [];
    const near = found
      .filter(({ id }) => id === each.id)
      .map((finding) => differences(each, finding).join(', '));
    return [`${each.id} at ${String(each.where)}: ${near.length === 0 ? 'not found' : near.join(' | ')}`];
  });
  if (found.length !== wanted.length)
    problems.push(
      `${found.length} findings for ${wanted.length}: ${found.map(({ id, where }) => `${id} at ${where}`).join(', ')}`,
    );
  return problems;
}

function differences({ where, bytes, evidence }: ExpectedFinding, finding: Finding): string[] {
  const isThere = typeof where === 'string' ? finding.where === where : where.test(finding.where);
  return [
    ...(isThere ? [] : [`is at ${finding.where}`]),
    ...(Math.abs(finding.bytes - bytes) <= bytes / 100 ? [] : [`${finding.bytes} bytes for ${bytes}`]),
    ...Object.entries(evidence)
      .filter(([name, value]) => finding.evidence[name] !== value)
      .map(([name, value]) => `${name} ${String(finding.evidence[name])} for ${String(value)}`),
  ];
}

export function hasCompiler(): boolean {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds and runs the program, looks into it or into what `coreOf` makes of it, and says what is wrong. `toolchain` as
 * GOTOOLCHAIN names it, undefined for the machine's Go.
 */
export async function containerProblemsOf(
  program: ContainerProgram,
  toolchain: string | undefined,
  coreOf?: (pid: number) => string,
): Promise<string[]> {
  const { name, environment, buildFlags } = program;
  const service = await GoService.start(name, toolchain, environment, buildFlags);
  try {
    using inspection = coreOf
      ? await inspect(coreOf(service.pid), { exe: `/proc/${service.pid}/exe` })
      : await inspect(service.pid);
    const goMinor = Number(/^go1\.(\d+)/.exec(inspection.target.goVersion)?.[1]);
    return containerProblems(program, JSON.parse(service.firstLine) as Facts, goMinor, inspection.findings);
  } finally {
    service.stop();
  }
}
