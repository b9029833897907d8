/* Findings about goroutines, the pages of the heap and memory outside Go, against programs that waste a known amount. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from './inspect.ts';
import type { Report } from './report.ts';
import { buildFixture, type Flavour, type GoLine } from './toolchain.ts';

/** What fixtures/truth/runtime prints. */
interface Truth {
  readonly id: string;
  readonly bytes: number;
  /** -1 where the program does not know. */
  readonly reclaimableBytes: number;
  readonly where: string;
  readonly count: number;
}

export interface WasteCase {
  readonly way: string;
  readonly flavour?: Flavour;
  readonly environment?: Readonly<Record<string, string>>;
}

export const wasteCases: readonly WasteCase[] = [
  { way: 'leak' },
  { way: 'leak', flavour: 'stripped' },
  { way: 'ended' },
  { way: 'deep' },
  { way: 'fragmented' },
  { way: 'spread' },
  { way: 'idle' },
  { way: 'lazy', environment: { GODEBUG: 'madvdontneed=0' } },
  { way: 'malloced', flavour: 'cgo' },
  { way: 'healthy' },
];

/** Ways of which a core tells as much as the process: what was resident it does not know. */
export const coreCases: readonly WasteCase[] = [{ way: 'leak' }, { way: 'ended' }, { way: 'deep' }];

/** The ids that these programs are about; others may say what they like of them. */
const ownIds: ReadonlySet<string> = new Set([
  'goroutine-leak',
  'goroutine-highwater',
  'stack-reserve',
  'heap-fragmented',
  'heap-idle',
  'madvise-free',
  'memory-outside-go',
  'mspan-spread',
]);
/** What comes of the way a program wastes memory beside what it is about. */
const consequences: Readonly<Record<string, readonly string[]>> = {
  // Stacks of ended goroutines, and those that a growing one left behind, are idle pages then.
  ended: ['heap-idle'],
  deep: ['heap-idle'],
  spread: ['heap-fragmented'],
};
const tolerance = 0.01;

/** Looks at a live process; figures where finding and truth agree, else what is wrong. */
export async function compareWaste(line: GoLine, waste: WasteCase): Promise<WasteResult> {
  const program = await start(line, waste);
  try {
    return judged(waste.way, program.truth, await inspect(String(program.pid)));
  } finally {
    await program.end();
  }
}

/** The same of a core that gdb writes. */
export async function compareWasteOfCore(line: GoLine, waste: WasteCase): Promise<WasteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'highwater-waste-'));
  const program = await start(line, waste);
  try {
    const core = join(folder, 'core');
    const parameters = ['-p', String(program.pid), '-batch', '-ex', `generate-core-file ${core}`];
    spawnSync('gdb', parameters, { stdio: 'ignore' });
    if (!existsSync(core)) return { figures: '', problems: ['gdb wrote no core'] };
    return judged(waste.way, program.truth, await inspect(core));
  } finally {
    await program.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True where cores can be written and C can be compiled. */
export function hasProgram(name: 'gdb' | 'gcc'): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}

export interface WasteResult {
  readonly figures: string;
  readonly problems: readonly string[];
}

function judged(way: string, truth: Truth, report: Report): WasteResult {
  const own = report.findings.filter(({ id }) => ownIds.has(id));
  const allowed = [truth.id, ...(consequences[way] ?? [])];
  const others = own.filter(({ id }) => !allowed.includes(id));
  const problems = others.map(({ id, bytes, where }) => `not expected: ${id}, ${bytes} bytes, ${where}`);
  if (truth.id === '') return { figures: 'no finding', problems };
  const found = own.filter(({ id }) => id === truth.id);
  if (found.length !== 1)
    return { figures: '', problems: [...problems, `${truth.id} found ${found.length} times`] };
  const [{ bytes, reclaimableBytes, where, detail, remedy, evidence }] = found;
  const difference = bytes / truth.bytes - 1;
  if (!(Math.abs(difference) <= tolerance)) problems.push(`bytes ${bytes}, truth ${truth.bytes}`);
  if (truth.reclaimableBytes >= 0 && !isNear(reclaimableBytes, truth.reclaimableBytes))
    problems.push(`reclaimable ${reclaimableBytes}, truth ${truth.reclaimableBytes}`);
  if (!where.includes(truth.where)) problems.push(`where ${where}, truth ${truth.where}`);
  if (detail === '' || remedy === '') problems.push('no words');
  const counts = ['count', 'dead', 'sparseSpanCount', 'liveCount'].filter((name) => name in evidence);
  if (truth.count > 0 && !counts.some((name) => isNear(Number(evidence[name]), truth.count)))
    problems.push(`count ${counts.map((name) => String(evidence[name])).join()}, truth ${truth.count}`);
  return { figures: `${truth.id}: ${bytes} bytes, ${(difference * 100).toFixed(2)} % off`, problems };
}

function isNear(value: number, truth: number): boolean {
  return Math.abs(value - truth) <= Math.max(1, truth) * tolerance;
}

interface Program {
  readonly pid: number;
  readonly truth: Truth;
  end(): Promise<void>;
}

function start(line: GoLine, { way, flavour = 'plain', environment = {} }: WasteCase): Promise<Program> {
  const child = spawn(buildFixture(line, flavour, 'runtime'), [way], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (!printed.includes('\n')) return;
      const end = (): Promise<void> => {
        child.stdin.end();
        return gone;
      };
      resolve({ pid: child.pid ?? 0, truth: JSON.parse(printed) as Truth, end });
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${way} ended with ${code}`)));
  });
}
