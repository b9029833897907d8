import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildGoProgram, projectRoot } from './build-go.ts';

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

const versions = new Map<string, string | undefined>();

/** `go1.23.12`, or undefined where this machine neither has the toolchain nor can download it. */
export function toolchainVersion(line: GoLine): string | undefined {
  if (!versions.has(line.toolchain)) {
    const env = { ...process.env, GOTOOLCHAIN: line.toolchain };
    const asked = spawnSync('go', ['env', 'GOVERSION'], { env, encoding: 'utf8' });
    versions.set(line.toolchain, asked.status === 0 ? asked.stdout.trim() : undefined);
  }
  return versions.get(line.toolchain);
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

/** Path of the fixture's binary. */
export function buildFixture(line: GoLine, flavour: Flavour, program: FixtureProgram = 'truth'): string {
  return buildGoProgram({
    source: fixture,
    ...(program === 'truth' ? {} : { package: `./${program}` }),
    toolchain: line.toolchain,
    flags: flavourFlags[flavour],
    environment: {
      CGO_ENABLED: flavour === 'cgo' ? '1' : '0',
      ...(line.experiment === undefined ? {} : { GOEXPERIMENT: line.experiment }),
      ...(line.arch === undefined ? {} : { GOARCH: line.arch }),
    },
  });
}
