import fs from 'node:fs';
import path from 'node:path';
import { UnreadableError } from '../base/index.ts';
import { UsageError } from './failure.ts';

/** What tells a file that an earlier run of ours wrote. */
export interface OwnFile {
  /** Completes `FILE exists and is no …`. */
  readonly what: string;
  /** Of the first bytes of a file. */
  isOurs(head: Buffer): boolean;
}

const headBytes = 1024;

/** Fails where a file could not be written, or is not one of ours: any other file is somebody's work. */
export function refuseForeignFile(file: string, own: OwnFile): void {
  attempt(file, () => {
    if (!fs.existsSync(file)) {
      fs.accessSync(path.dirname(file), fs.constants.W_OK);
      return;
    }
    const head = Buffer.alloc(headBytes);
    const descriptor = fs.openSync(file, 'r');
    try {
      if (own.isOurs(head.subarray(0, fs.readSync(descriptor, head)))) return;
    } finally {
      fs.closeSync(descriptor);
    }
    throw new UsageError(`${file} exists and is no ${own.what}; name another file`);
  });
}

/** Writes a file, or one of an earlier run anew. */
export function writeOwnFile(file: string, content: string | Uint8Array, own: OwnFile): void {
  refuseForeignFile(file, own);
  attempt(file, () => fs.writeFileSync(file, content));
}

function attempt(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw notWritten(file, error);
  }
}

/** What a failed write is to the user. */
export function notWritten(file: string, error: unknown): UnreadableError {
  const reason = error instanceof Error ? error.message.replace(/, \w+( '.*')?$/, '') : String(error);
  return new UnreadableError('file-not-written', `cannot write ${file}: ${reason}`);
}
