import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export const projectRoot: string = join(import.meta.dirname, '..', '..');

const foreignVariables = /^(npm_|INIT_CWD$|NODE_|VITEST|TEST$|FORCE_COLOR$)/i;
const projectPrograms = join(projectRoot, 'node_modules', '.bin');

/**
 * The environment of a user's shell: without what npm sets for the scripts of this project, and with the given Node
 * first on PATH, or with the machine's own. npm is left to the machine's own, since it takes its global settings (a
 * certificate, a registry) from beside the Node that it runs on.
 */
export function userEnvironment(nodeDirectory?: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !foreignVariables.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== projectPrograms);
  if (nodeDirectory !== undefined) path.unshift(nodeDirectory);
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

export interface Installation {
  readonly directory: string;
  /** Files of the tarball, without the leading `package/`. */
  readonly files: readonly string[];
}

/** Runs npm; what it and its scripts printed is in the error where it fails. */
async function npm(directory: string, ...parameters: string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    execFile('npm', parameters, { cwd: directory, env: userEnvironment() }, (error, stdout, stderr) => {
      if (error) reject(new Error(`npm ${parameters.join(' ')}\n${stdout}${stderr}`));
      else resolve();
    });
  });
}

/** Packs the project as for publishing (which builds it) and installs the tarball in an empty folder. */
export async function packAndInstall(scratch: string): Promise<Installation> {
  await npm(projectRoot, 'pack', '--pack-destination', scratch);
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const tarball = join(scratch, `highwater-${version}.tgz`);
  const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const directory = join(scratch, 'user');
  mkdirSync(directory);
  await npm(directory, 'install', '--no-audit', '--no-fund', tarball);
  return { directory, files: files.map((file) => file.replace(/^package\//, '')) };
}

/** The oldest Node that package.json#engines admits, from npm, in a folder of its own. */
export async function installOldestNode(scratch: string): Promise<string> {
  const { engines } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const directory = join(scratch, 'oldest-node');
  mkdirSync(directory);
  const manifest = {
    dependencies: { node: `${engines.node.replace('>=', '')}.0` },
    // The package node is a script that fetches the archive for this machine.
    allowScripts: { node: true },
  };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
  await npm(directory, 'install', '--no-audit', '--no-fund');
  return join(directory, 'node_modules', '.bin');
}

export interface RunningService {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Builds the Go service that is in the package and waits until it says READY. */
export async function startDemoService(installation: Installation): Promise<RunningService> {
  const source = join(installation.directory, 'node_modules', 'highwater', 'fixtures', 'demo');
  const binary = join(dirname(installation.directory), 'gateway');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: source, stdio: 'pipe' });
  const child = spawn(binary, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => text.includes('READY') && resolve());
    child.once('exit', () => reject(new Error('the demo service ended before it was ready')));
  });
  if (child.pid === undefined) throw new Error('the demo service has no process id');
  return {
    pid: child.pid,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
