import fs from 'node:fs';
import path from 'node:path';
import { UnreadableError } from '../../base/index.ts';
import { labFolder } from '../lab-folder.ts';
import { compareLines } from './go-order.ts';
import { type Column, noResults, type Results } from './results.ts';

/** What a results file has; nothing where there is no such file. */
export function readResults(file: string): Results {
  if (!fs.existsSync(file)) return noResults;
  try {
    const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Results>;
    if (!Array.isArray(content.columns) || !content.columns.every(isColumn))
      throw new Error('it has no columns');
    return { columns: content.columns, skipped: content.skipped ?? [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnreadableError(
      'results-unreadable',
      `${file} is not a results file of highwater lab: ${why}; name another, or remove it`,
    );
  }
}

function isColumn(value: unknown): value is Column {
  const column = value as Partial<Column> | null;
  return (
    typeof column?.line === 'string' &&
    typeof column.goVersion === 'string' &&
    typeof column.machine === 'object' &&
    typeof column.experiments === 'object'
  );
}

/** Written as a whole to another name first, so that an interrupted run leaves the file of before. */
export function writeResults(file: string, results: Results): void {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const partial = `${file}.partial`;
  fs.writeFileSync(partial, resultsText(results));
  fs.renameSync(partial, file);
}

/** JSON with a metric a line, so that a difference between two runs can be read. */
export function resultsText(results: Results): string {
  return `${spelled(results, '')}\n`;
}

/** Objects over several lines, and lists of objects; lists of plain values in one. */
function spelled(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent} `;
  if (Array.isArray(value)) {
    if (!value.some((each) => typeof each === 'object' && each !== null && !Array.isArray(each))) {
      return JSON.stringify(value);
    }
    return `[\n${value.map((each) => deeper + spelled(each, deeper)).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(
    ([name, field]) => `${deeper}${JSON.stringify(name)}: ${spelled(field, deeper)}`,
  );
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

/** All that is committed: the columns of every file of lab/results, older Go first. */
export function committedResults(folder: string = labFolder('results')): Results {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const all = files.sort().map((name) => readResults(path.join(folder, name)));
  return {
    columns: all.flatMap(({ columns }) => columns).sort((one, other) => compareLines(one.line, other.line)),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}
