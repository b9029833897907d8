import { type CoreForecast, resolveTarget, writeCore, type WrittenCore } from '../adapters/index.ts';
import { UnreadableError } from '../base/index.ts';

export interface RecordCoreOptions {
  /** Where the core goes; `FILE.part` until it is whole. */
  readonly output: string;
  /** Replace a file of that name. Default: refuse. */
  readonly force?: boolean;
  /** Do not stop the process. Default: it stands while its memory is copied, since a torn core says little. */
  readonly live?: boolean;
  /** A bound on the memory that the copy may take; beyond it the copy goes to the disk while the process stands. */
  readonly maxMemoryBytes?: number;
  /** Told how long the process will stand, before it is stopped. */
  readonly onForecast?: (forecast: CoreForecast) => void;
  /** Told when the process goes on. */
  readonly onResumed?: (pid: number, pausedMs: number) => void;
  /** Ends the work: the process goes on, and no file is left. */
  readonly signal?: AbortSignal;
}

/** What `recordCore` wrote. */
export interface RecordedCore extends WrittenCore {
  readonly file: string;
  readonly pid: number;
}

/**
 * Writes an ELF core of a process for `inspect`, gdb or Delve. Of the registers only pc and sp are in it (and of a
 * thread in a system call the arguments): more takes ptrace, which highwater does not use.
 */
export async function recordCore(target: string | number, options: RecordCoreOptions): Promise<RecordedCore> {
  const { output, ...rest } = options;
  const found = resolveTarget(String(target));
  if (found.kind !== 'process') {
    throw new UnreadableError(
      'not-a-process',
      `${found.path} is a ${found.kind} already: a core is written of a running process`,
    );
  }
  const written = await writeCore(found.pid, output, rest);
  return { file: output, pid: found.pid, ...written };
}
