import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectRoot: string = join(import.meta.dirname, '..', '..');

/** Text of a file of the project, by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

/** Paths from the root, sorted; what is generated or installed never matches. */
export function listFiles(...patterns: string[]): string[] {
  return globSync(patterns, {
    cwd: projectRoot,
    exclude: ['**/node_modules/**', 'dist/**', '.cache/**', '.git/**'],
  }).toSorted();
}

/** Everything that a person writes here, save the Go fixtures and documents. */
export function listScripts(): string[] {
  return listFiles('*.ts', '{src,scripts,test,bench}/**/*.{ts,mjs}');
}

/** `path:line` of each match of the pattern. */
export function linesMatching(path: string, pattern: RegExp): string[] {
  return readText(path)
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));
}
