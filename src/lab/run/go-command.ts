import { type ChildProcess, spawn } from 'node:child_process';
import { labFolder } from '../lab-folder.ts';
import { minorOf } from '../results/go-order.ts';
import type { GoLine } from './go-lines.ts';

/** A toolchain that is there. */
export interface Toolchain extends GoLine {
  /** `go1.23.12`. */
  readonly goVersion: string;
}

export interface Missing {
  readonly reason: string;
}

/** Fetching a toolchain is 70 MB. */
const fetchTimeoutMs = 300_000;
const buildTimeoutMs = 300_000;

/** Settings of the user that would change what is measured. */
const disturbing = [
  'GOGC',
  'GODEBUG',
  'GOMEMLIMIT',
  'GOMAXPROCS',
  'GOTRACEBACK',
  'GOFLAGS',
  'GOEXPERIMENT',
  'GOARCH',
  'GOOS',
];

/** The environment in which the toolchain builds and its programs run. */
export function goEnvironment({ toolchain, experiment }: GoLine): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !disturbing.includes(name));
  return {
    ...Object.fromEntries(own),
    GOTOOLCHAIN: toolchain,
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
    CGO_ENABLED: '0',
    ...(experiment === undefined ? {} : { GOEXPERIMENT: experiment }),
  };
}

/**
 * Finds the toolchain of a line, fetching it where the go command must. A line is skipped, with the reason, where there is
 * none.
 */
export async function findToolchain(wanted: GoLine): Promise<Toolchain | Missing> {
  const own = await versionOf({ line: 'local', toolchain: 'local' });
  if (wanted.toolchain === 'local') {
    return 'reason' in own ? own : { ...wanted, line: lineNameOf(own.version), goVersion: own.version };
  }
  if (wanted.anyRelease && 'version' in own && minorOf(lineNameOf(own.version)) === minorOf(wanted.line)) {
    return { ...wanted, toolchain: 'local', goVersion: own.version };
  }
  const asked = await versionOf(wanted);
  if ('reason' in asked) return asked;
  // A go command older than 1.21 does not know GOTOOLCHAIN and answers with its own version.
  if (asked.version !== wanted.toolchain) {
    return { reason: `the go command here gives ${asked.version} where ${wanted.toolchain} was asked for` };
  }
  return { ...wanted, goVersion: asked.version };
}

/** `1.26` for `go1.26.8`. */
function lineNameOf(version: string): string {
  return `1.${minorOf(version.replace(/^go/, ''))}`;
}

async function versionOf(line: GoLine): Promise<{ readonly version: string } | Missing> {
  const asked = await runGo(['env', 'GOVERSION'], line, fetchTimeoutMs);
  if (asked.failure !== undefined) return { reason: asked.failure };
  // With an experiment: `go1.24.12 X:noswissmap`.
  return { version: asked.output.trim().split(/[ -]/)[0] };
}

/** Builds the program of one experiment; the reason where it does not build. */
export async function buildExperiment(
  experiment: string,
  toolchain: Toolchain,
  binary: string,
): Promise<Missing | undefined> {
  const built = await runGo(['build', '-o', binary, `./${experiment}`], toolchain, buildTimeoutMs);
  return built.failure === undefined ? undefined : { reason: built.failure };
}

interface GoAnswer {
  readonly output: string;
  readonly failure: string | undefined;
}

function runGo(words: readonly string[], line: GoLine, timeoutMs: number): Promise<GoAnswer> {
  return new Promise((resolve) => {
    const child = spawn('go', words, {
      cwd: labFolder('experiments'),
      env: goEnvironment(line),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const output = collect(child);
    child.on('error', () => resolve({ output: '', failure: 'the go command is not on PATH' }));
    child.on('close', (code, signal) => {
      const { stdout, stderr } = output();
      if (code === 0) resolve({ output: stdout, failure: undefined });
      else resolve({ output: stdout, failure: signal ? `go ${words[0]} took too long` : lastLine(stderr) });
    });
  });
}

/** Both outputs of a child so far, each cut at a bound that no program of the lab comes near. */
export function collect(child: ChildProcess): () => { readonly stdout: string; readonly stderr: string } {
  const limit = 2 ** 20;
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (piece: string) => {
      if (text[stream].length < limit) text[stream] += piece;
    });
  }
  return () => text;
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() || 'it failed without a word';
}
