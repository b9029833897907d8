import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const projectRoot: string = join(import.meta.dirname, '..');

/** Runs a program of node_modules/.bin on this Node, its output going straight through; true when it exits 0. */
export function runTool(name: string, ...parameters: string[]): boolean {
  return runScript(join('node_modules', '.bin', name), ...parameters);
}

/** The same for a script of the project. */
export function runScript(path: string, ...parameters: string[]): boolean {
  const result = spawnSync(process.execPath, [path, ...parameters], { stdio: 'inherit', cwd: projectRoot });
  return result.status === 0;
}

/** What a program of node_modules/.bin prints; throws when it fails. */
export function toolOutput(name: string, ...parameters: string[]): string {
  const path = join('node_modules', '.bin', name);
  return execFileSync(process.execPath, [path, ...parameters], { encoding: 'utf8', cwd: projectRoot });
}

export function secondsSince(startMs: number): string {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
