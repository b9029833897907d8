import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './record.ts';

/** True when the program is there, or could be installed from the Debian package. */
export function haveDebian(program: string, debianPackage: string): boolean {
  if (isThere(program)) return true;
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], { stdio: 'ignore' });
  return isThere(program);
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/** A program built by `go install` into the scratch folder, or undefined where that fails. */
export function goInstalled(program: string, module: string): string | undefined {
  const bin = scratchFolder('bin');
  const path = join(bin, program);
  if (!existsSync(path)) {
    spawnSync('go', ['install', module], { env: { ...process.env, GOBIN: bin }, stdio: 'ignore' });
  }
  return existsSync(path) ? path : undefined;
}

/** Debian's package unpacked without installing it, so that no service starts; undefined where it cannot be had. */
export function unpackedDebian(debianPackage: string, program: string): string | undefined {
  const folder = scratchFolder(debianPackage);
  const path = join(folder, program);
  if (!existsSync(path)) {
    const unpack = `apt-get download ${debianPackage} && dpkg-deb -x ${debianPackage}_*.deb .`;
    spawnSync('sh', ['-c', unpack], { cwd: folder, stdio: 'ignore' });
  }
  return existsSync(path) ? path : undefined;
}

/** First line of what a program says of its version, for the record. */
export function versionOf(program: string, ...parameters: readonly string[]): string {
  try {
    const said = execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return said.trim().split('\n')[0] ?? '';
  } catch {
    return 'not there';
  }
}
