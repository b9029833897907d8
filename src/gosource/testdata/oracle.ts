import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { buildGoProgram } from '../../../test/truth/build-go.ts';

let folder: string | undefined;

// Workers of the test runner end without an exit event, so each test file that built the program clears up after itself.
afterAll(() => {
  if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** A folder that is gone when the test file has run. */
export function scratchFolder(): string {
  folder ??= fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-gosource-'));
  return folder;
}

/** Answers of oracle/main.go, compiled by the machine's own Go, to a list of files. */
export function askOracle<Answer>(
  command: 'scan' | 'literals' | 'types',
  files: readonly string[],
): Answer[] {
  const source = path.join(import.meta.dirname, 'oracle');
  const binary = buildGoProgram({ source, environment: { CGO_ENABLED: '0' } });
  const input = files.map((file) => `${file}\n`).join('');
  const out = execFileSync(binary, [command], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** `go env` of a toolchain: `local`, or a release as GOTOOLCHAIN names it; undefined where it cannot be had. */
function goEnvironment(toolchain: string, name: string): string | undefined {
  const env = { ...process.env, GOTOOLCHAIN: toolchain };
  const asked = spawnSync('go', ['env', name], { encoding: 'utf8', cwd: os.tmpdir(), env });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** 26 for Go 1.26; undefined where the toolchain cannot be had. */
export function goMinorOf(toolchain: string): number | undefined {
  const match = /^go1\.(\d+)/.exec(goEnvironment(toolchain, 'GOVERSION') ?? '');
  return match ? Number(match[1]) : undefined;
}

/** Go files of a toolchain's own source; of `every` files one. */
export function standardFiles(toolchain: string, every: number): string[] {
  const root = path.join(goEnvironment(toolchain, 'GOROOT') ?? '', 'src');
  return fs
    .globSync('**/*.go', { cwd: root })
    .toSorted()
    .filter((_, index) => index % every === 0)
    .map((name) => path.join(root, name))
    .filter((file) => fs.statSync(file).isFile());
}
