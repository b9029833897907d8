import { looksLikeRow, readCounts } from './read-counts.ts';
import { looksLikeOperation, readOperations } from './read-operations.ts';
import type { Workload } from './workload.ts';
import { WorkloadError } from './workload-error.ts';

/** A series of a year by the minute is half of this. */
const linesMax = 1_000_000;

/**
 * Reads a workload in either format and tells them apart by their lines. Throws WorkloadError where an operation is wrong,
 * or no row can be used.
 */
export function readWorkload(text: string): Workload {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (lines.length > linesMax)
    throw new WorkloadError(0, `more than ${linesMax.toLocaleString('en')} lines; give fewer rows`);
  let operations = 0;
  let rows = 0;
  let first = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (first === 0) first = index + 1;
    if (looksLikeOperation(line)) operations++;
    else if (looksLikeRow(line)) rows++;
  }
  if (first === 0)
    throw new WorkloadError(0, 'the file is empty; write operations (insert 100000) or rows of time,count');
  if (operations === 0 && rows === 0)
    throw new WorkloadError(first, 'expected an operation (insert 100000) or a row of time,count');
  return rows > operations ? readCounts(lines) : readOperations(lines);
}
