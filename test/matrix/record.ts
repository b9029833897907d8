import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one subject of the matrix came to. */
export interface Row {
  readonly group: string;
  readonly subject: string;
  readonly outcome: 'agrees' | 'differs' | 'not run';
  /** Figures, the first differences, or why it did not run. */
  readonly detail: string;
}

const folder = join(tmpdir(), 'highwater-matrix');
const file = join(folder, 'rows.jsonl');

/** A scratch folder for downloads and cores, outside the checkout. */
export function scratchFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Test files run one after another, each perhaps in a process of its own: the file is what they share. */
export function recordRow(row: Row): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

export function forgetRows(): void {
  rmSync(file, { force: true });
}

/** The last row of each subject. */
export function recordedRows(): Row[] {
  if (!existsSync(file)) return [];
  const rows = new Map<string, Row>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const row = JSON.parse(line) as Row;
    rows.set(`${row.group} / ${row.subject}`, row);
  }
  return [...rows.values()];
}
