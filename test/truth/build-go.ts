import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const projectRoot: string = join(import.meta.dirname, '..', '..');
const cache = join(projectRoot, '.cache', 'go');

export interface GoProgram {
  /** A file, which becomes a module of its own for Go 1.18 or, with GO111MODULE=off, of the newest; or a folder, module or not. */
  readonly source: string;
  /** Of a module the package, `./grid`. */
  readonly package?: string;
  /** `local`, or a release as GOTOOLCHAIN names it. */
  readonly toolchain?: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Path of a program's binary, which is named after its source. Built once for each state of the sources, for all test files
 * and runs in this checkout: linking takes a second, and hundreds of tests run the same few programs. Throws an Error with
 * what the compiler says.
 */
export function buildGoProgram(program: GoProgram): string {
  const binary = join(cache, keyOf(program), nameOf(program));
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  // Another worker may build the same meanwhile. The first stays: the folder built in is part of the debug information, so
  // the second is not the file that a program which already runs was started from.
  const work = mkdtempSync(join(cache, 'work-'));
  try {
    build(program, work, join(work, 'built'));
    mkdirSync(dirname(binary), { recursive: true });
    putFirst(join(work, 'built'), binary);
  } finally {
    rmSync(work, { recursive: true });
  }
  return binary;
}

function putFirst(file: string, place: string): void {
  try {
    linkSync(file, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

function nameOf({ source, package: part = '.' }: GoProgram): string {
  if (part !== '.') return basename(part);
  return basename(source) === 'main.go' ? basename(dirname(source)) : basename(source, '.go');
}

function build(program: GoProgram, work: string, output: string): void {
  const { source, package: part = '.', toolchain = 'local', flags = [], environment = {} } = program;
  const isFile = statSync(source).isFile();
  if (isFile) {
    copyFileSync(source, join(work, 'main.go'));
    // Older Go lines compile it, too.
    if (environment['GO111MODULE'] !== 'off')
      writeFileSync(join(work, 'go.mod'), `module ${basename(source, '.go')}.test\n\ngo 1.18\n`);
  }
  const folder = isFile ? work : source;
  const module = existsSync(join(folder, 'go.mod')) ? {} : { GO111MODULE: 'off' };
  execFileSync(goCommand(toolchain), ['build', ...flags, '-o', output, part], {
    cwd: folder,
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false', ...module, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function keyOf({
  source,
  package: part = '.',
  toolchain = 'local',
  flags = [],
  environment = {},
}: GoProgram): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([source, part, goVersion(toolchain), flags, environment]));
  if (statSync(source).isFile()) hash.update(readFileSync(source));
  else
    for (const file of globSync('**/*.{go,s,c,h,mod,sum}', { cwd: source }).sort())
      hash.update(file).update(readFileSync(join(source, file)));
  return hash.digest('hex').slice(0, 16);
}

const commands = new Map<string, string>([['local', 'go']]);
const versions = new Map<string, string>();

/** The toolchain's own command: the installed one refuses a GOEXPERIMENT that it does not know before it hands over. */
export function goCommand(toolchain: string): string {
  let command = commands.get(toolchain);
  if (command === undefined) {
    const environment = { ...process.env, GOTOOLCHAIN: toolchain };
    const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8', env: environment }).trim();
    command = join(root, 'bin', 'go');
    commands.set(toolchain, command);
  }
  return command;
}

function goVersion(toolchain: string): string {
  let version = versions.get(toolchain);
  if (version === undefined) {
    version = execFileSync(goCommand(toolchain), ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
    versions.set(toolchain, version);
  }
  return version;
}
