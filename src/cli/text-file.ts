import fs from 'node:fs';
import { UnreadableError } from '../base/index.ts';

/** A Go file or a workload that people write by hand is far below, and so is a year of samples. */
const largestBytes = 2 ** 26;

/** Text of a Go file. */
export function goSource(path: string): string {
  return textFile(path, 'source');
}

/** Text of a file; codes of the errors begin with `what`. */
export function textFile(path: string, what: string): string {
  try {
    if (fs.statSync(path).size > largestBytes)
      throw new UnreadableError(`${what}-too-large`, `${path} is larger than 64 MiB`);
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const reason =
      error instanceof Error ? error.message.replace(/, \w+ '.*'$/, '').replace(/, \w+$/, '') : String(error);
    throw new UnreadableError(`${what}-unreadable`, `cannot read ${path}: ${reason}`);
  }
}
