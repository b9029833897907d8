import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FixtureProcess, startFixture } from '../truth/fixture-process.ts';
import type { CoreMaker } from './lines.ts';
import { scratchFolder } from './record.ts';
import { goInstalled, haveDebian } from './tools.ts';

export interface CoreDump {
  readonly fixture: FixtureProcess;
  readonly path: string;
  /** The folder to remove afterwards. */
  readonly folder: string;
}

/** Why this maker cannot work here, or undefined. */
export function coreObstacle(maker: CoreMaker): string | undefined {
  if (maker === 'gdb') return haveDebian('gdb', 'gdb') ? undefined : 'gdb cannot be installed';
  if (maker === 'delve') return delve() === undefined ? 'Delve cannot be installed' : undefined;
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  return /^[|/]/.test(pattern) ? `the kernel writes cores elsewhere: core_pattern is ${pattern}` : undefined;
}

export function delve(): string | undefined {
  return goInstalled('dlv', 'github.com/go-delve/delve/cmd/dlv@latest');
}

/** Starts the fixture, waits for its truth, and has its core written. */
export async function dumpCore(maker: CoreMaker, binary: string): Promise<CoreDump> {
  const folder = mkdtempSync(join(scratchFolder('cores'), `${maker}-`));
  if (maker === 'kernel') return abortedCore(folder, binary, '^core');
  const fixture = await startFixture([binary]);
  const path = join(folder, 'core');
  if (maker === 'gdb') dumpByGdb(fixture.pid, path);
  else dumpByDelve(fixture.pid, path);
  await fixture.end();
  if (!existsSync(path)) throw new Error(`${maker} wrote no core`);
  return { fixture, path, folder };
}

/** Has the command die by SIGABRT with a core in the folder, whose name matches the pattern. */
export async function abortedCore(folder: string, command: string, namePattern: string): Promise<CoreDump> {
  const script = 'cd "$1" && ulimit -c unlimited && exec $2';
  const fixture = await startFixture(['bash', '-c', script, 'bash', folder, command], {
    ...process.env,
    GOTRACEBACK: 'crash',
  });
  await fixture.end('SIGABRT');
  const name = readdirSync(folder).find((entry) => new RegExp(namePattern).test(entry));
  if (name === undefined) throw new Error('no core was written');
  return { fixture, path: join(folder, name), folder };
}

function dumpByGdb(pid: number, path: string): void {
  spawnSync('gdb', ['-p', String(pid), '-batch', '-ex', `generate-core-file ${path}`], { stdio: 'ignore' });
}

function dumpByDelve(pid: number, path: string): void {
  const input = `${path}.commands`;
  // The answer n: the process is not to be killed on exit.
  writeFileSync(input, `dump ${path}\nexit\nn\n`);
  const options = ['--allow-non-terminal-interactive=true', '--check-go-version=false'];
  spawnSync(delve() ?? 'dlv', ['attach', String(pid), ...options], { input: readFileSync(input) });
}
