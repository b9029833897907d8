import fs from 'node:fs';
import { type ByteSource, UnreadableError } from '../../base/index.ts';

/** A file read by position, never whole: executables, cores of any size. */
export interface FileSource extends ByteSource {
  readonly path: string;
  /** Open until `close`. */
  readonly descriptor: number;
  /** As `read`, into the caller's buffer; the number of bytes that were there. */
  readInto(into: Uint8Array, offset: number, length: number): number;
  close(): void;
}

/** Opens `path` for reading; `code` and `what` word the error where it cannot be opened. */
export function fileSource(path: string, code = 'file-unreadable', what = 'file'): FileSource {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  } catch (error) {
    throw new UnreadableError(code, `cannot open ${what} ${path}: ${reasonOf(error)}`);
  }
  const status = fs.fstatSync(descriptor);
  if (!status.isFile()) {
    fs.closeSync(descriptor);
    throw new UnreadableError(code, `cannot read ${what} ${path}: it is not a regular file`);
  }
  return new OpenFile(path, descriptor, status.size);
}

/** Text of an error of node:fs without the stack: `permission denied`, `no such file or directory`. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]+)/.exec(text)?.[1] ?? text;
}

/** The errno name of an error of node:fs, '' where it has none. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

class OpenFile implements FileSource {
  readonly path: string;
  readonly size: number;
  #descriptor: number;

  get descriptor(): number {
    return this.#descriptor;
  }

  constructor(path: string, descriptor: number, size: number) {
    this.path = path;
    this.size = size;
    this.#descriptor = descriptor;
  }

  read(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (!(wanted > 0) || offset < 0) return new Uint8Array(0);
    const bytes = new Uint8Array(wanted);
    return bytes.subarray(0, this.readInto(bytes, offset, wanted));
  }

  readInto(into: Uint8Array, offset: number, length: number): number {
    if (this.#descriptor < 0 || offset < 0) return 0;
    let done = 0;
    while (done < length) {
      let count = 0;
      try {
        count = fs.readSync(
          this.#descriptor,
          into,
          done,
          Math.min(length - done, maxReadBytes),
          offset + done,
        );
      } catch {
        // A disk error or a file cut short under us: what came before it still counts.
      }
      if (count <= 0) break;
      done += count;
    }
    return done;
  }

  close(): void {
    if (this.#descriptor < 0) return;
    fs.closeSync(this.#descriptor);
    this.#descriptor = -1;
  }
}

/** Linux moves at most 2^31 - 4096 bytes a call. */
const maxReadBytes = 2 ** 30;
