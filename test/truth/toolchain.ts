import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const projectRoot: string = join(import.meta.dirname, '..', '..');
const fixture = join(projectRoot, 'fixtures', 'truth');

/** Which Go compiles the fixture. */
export interface GoLine {
  /** `go1.23.12`, or `local` for the machine's own. */
  readonly toolchain: string;
  readonly experiment?: string;
  readonly arch?: 'arm64';
}

/** How it is compiled. */
export type Flavour = 'plain' | 'stripped' | 'pie' | 'stripped-pie' | 'cgo';

const flavourFlags: Record<Flavour, readonly string[]> = {
  plain: [],
  stripped: ['-ldflags=-s -w'],
  pie: ['-buildmode=pie'],
  'stripped-pie': ['-buildmode=pie', '-ldflags=-s -w'],
  cgo: ['-tags=cgovariant'],
};

export function isStripped(flavour: Flavour): boolean {
  return flavour.startsWith('stripped');
}

export function lineName(line: GoLine): string {
  return [line.toolchain, line.experiment, line.arch].filter((part) => part !== undefined).join('+');
}

function goEnvironment(line: GoLine): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GOTOOLCHAIN: line.toolchain,
    GOFLAGS: '-buildvcs=false',
    ...(line.experiment === undefined ? {} : { GOEXPERIMENT: line.experiment }),
    ...(line.arch === undefined ? {} : { GOARCH: line.arch }),
  };
}

const versions = new Map<string, string | undefined>();

/** `go1.23.12`, or undefined where this machine neither has the toolchain nor can download it. */
export function toolchainVersion(line: GoLine): string | undefined {
  if (!versions.has(line.toolchain)) {
    const asked = spawnSync('go', ['env', 'GOVERSION'], {
      cwd: fixture,
      env: goEnvironment({ toolchain: line.toolchain }),
      encoding: 'utf8',
    });
    versions.set(line.toolchain, asked.status === 0 ? asked.stdout.trim() : undefined);
  }
  return versions.get(line.toolchain);
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const path of globSync('**/*.{go,s,mod}', { cwd: fixture }).sort()) {
    hash.update(path).update(readFileSync(join(fixture, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The programs of the fixture's module: the census's truth, and those that hold models to what is real. */
export type FixtureProgram =
  | 'truth'
  | 'grid'
  | 'replay'
  | 'allocations'
  | 'mapspeed'
  | 'workload'
  | 'values'
  | 'profiles'
  | 'runtime';

/** Path of the fixture's binary, built once for each state of its sources. */
export function buildFixture(line: GoLine, flavour: Flavour, program: FixtureProgram = 'truth'): string {
  const version = toolchainVersion(line);
  if (version === undefined) throw new Error(`${line.toolchain} is not there`);
  const folder = join(tmpdir(), 'highwater-truth', sourceHash());
  const name = [program, version, line.experiment, line.arch, flavour].filter((part) => part !== undefined);
  const binary = join(folder, name.join('-'));
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const partial = `${binary}.${process.pid}`;
  const source = program === 'truth' ? '.' : `./${program}`;
  execFileSync('go', ['build', ...flavourFlags[flavour], '-o', partial, source], {
    cwd: fixture,
    env: { ...goEnvironment(line), CGO_ENABLED: flavour === 'cgo' ? '1' : '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(partial, binary);
  return binary;
}
