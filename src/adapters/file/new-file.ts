import fs from 'node:fs';
import { UnreadableError } from '../../base/index.ts';
import { reasonOf } from './file-source.ts';

/**
 * A file that has its name only once it is whole: it grows as `PATH.part`, readable by its owner alone, and is renamed by
 * `commit`. What an earlier attempt left at that name is overwritten.
 */
export class NewFile {
  readonly path: string;
  readonly #partPath: string;
  readonly #force: boolean;
  #descriptor = -1;
  #size = 0;

  /** Throws where there is a file of that name already, unless `force`. Nothing is created before the first write. */
  constructor(path: string, force: boolean) {
    this.path = path;
    this.#partPath = `${path}.part`;
    this.#force = force;
    this.#requireFree();
  }

  get size(): number {
    return this.#size;
  }

  /** Appends, or writes at `offset`: what is left out between is a hole. */
  write(bytes: Uint8Array, offset: number = this.#size): void {
    this.open();
    try {
      for (let done = 0; done < bytes.length; )
        done += fs.writeSync(this.#descriptor, bytes, done, bytes.length - done, offset + done);
    } catch (error) {
      throw this.#failed(error);
    }
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  /** Creates the file; `write` does so too. */
  open(): void {
    if (this.#descriptor >= 0) return;
    try {
      fs.rmSync(this.#partPath, { force: true });
      this.#descriptor = fs.openSync(this.#partPath, 'wx', 0o600);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Sets the length: longer than what was written is a hole at the end, shorter cuts it off. */
  setSize(size: number): void {
    this.open();
    fs.ftruncateSync(this.#descriptor, size);
    this.#size = size;
  }

  /** Waits until the bytes so far are on the disk. */
  flush(): void {
    if (this.#descriptor >= 0) fs.fdatasyncSync(this.#descriptor);
  }

  /** Gives the file its name. */
  commit(): void {
    this.open();
    try {
      fs.fsyncSync(this.#descriptor);
      fs.closeSync(this.#descriptor);
      this.#descriptor = -1;
      // Between here and the look at the start another could have made one.
      this.#requireFree();
      fs.renameSync(this.#partPath, this.path);
    } catch (error) {
      this.discard();
      throw error instanceof UnreadableError ? error : this.#failed(error);
    }
  }

  /** Removes what there is; after `commit` it does nothing. */
  discard(): void {
    if (this.#descriptor >= 0) fs.closeSync(this.#descriptor);
    if (this.#descriptor >= 0 || this.#size > 0) fs.rmSync(this.#partPath, { force: true });
    this.#descriptor = -1;
    this.#size = 0;
  }

  #requireFree(): void {
    const status = fs.statSync(this.path, { throwIfNoEntry: false });
    if (!status) return;
    if (!status.isFile())
      throw new UnreadableError('output-exists', `${this.path} is no regular file; name another`);
    if (!this.#force) {
      throw new UnreadableError(
        'output-exists',
        `${this.path} exists already; name another file, or pass --force to replace it`,
      );
    }
  }

  #failed(error: unknown): UnreadableError {
    return new UnreadableError('output-unwritable', `cannot write ${this.#partPath}: ${reasonOf(error)}`);
  }
}
