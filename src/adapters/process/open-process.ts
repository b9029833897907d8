import fs from 'node:fs';
import { type Diagnostic, UnreadableError } from '../../base/index.ts';
import type { AddressSpace, ImageEvidence, Inflate, ThreadRegisters } from '../../image/index.ts';
import { errnoOf, type FileSource, fileSource, reasonOf } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';
import type { Mapping } from './mappings.ts';
import { monotonicNow } from './monotonic-clock.ts';
import { readPageBytes } from './page-bytes.ts';
import { accessError, requireLiveProcess } from './process-access.ts';
import { ProcessMemory } from './process-memory.ts';
import { readStat } from './proc-stat.ts';
import { readStatus } from './proc-status.ts';
import { procLink } from './proc-text.ts';
import { readThreadRegisters } from './thread-registers.ts';

export interface OpenProcessOptions {
  /** The executable, where /proc/PID/exe is not to be used. */
  readonly exe?: string;
}

/** Opens a running process for reading. It goes on running, and nothing of it is changed. */
export function openProcess(pid: number, options: OpenProcessOptions = {}): ProcessImage {
  requireLiveProcess(pid);
  const startTime = readStat(`/proc/${pid}`)?.startTime ?? 0;
  const opened: { close(): void }[] = [];
  try {
    const executable = openExecutable(pid, options.exe);
    opened.push(executable);
    const memDescriptor = openOf(pid, 'mem');
    opened.push({ close: () => fs.closeSync(memDescriptor) });
    const pagemapDescriptor = openOf(pid, 'pagemap');
    opened.length = 1;
    const memory = new ProcessMemory(pid, memDescriptor, pagemapDescriptor, readPageBytes());
    return new ProcessImage(pid, startTime, executable, options.exe, memory);
  } catch (error) {
    for (const resource of opened) resource.close();
    throw error;
  }
}

/** A live process as evidence. */
export class ProcessImage implements ImageEvidence {
  readonly kind = 'process';
  readonly pid: number;
  /** Clock ticks after boot; tells this process from a later one with the same pid. */
  readonly startTime: number;
  readonly memory: ProcessMemory;
  readonly executablePath: string;
  readonly executable: FileSource;
  readonly inflate: Inflate = inflate;
  /** /proc/PID/exe as the kernel names it, which is how maps names it too. */
  readonly #linkPath: string;

  constructor(
    pid: number,
    startTime: number,
    executable: FileSource,
    exe: string | undefined,
    memory: ProcessMemory,
  ) {
    this.pid = pid;
    this.startTime = startTime;
    this.executable = executable;
    this.memory = memory;
    this.#linkPath = procLink(`/proc/${pid}/exe`) ?? '';
    this.executablePath = exe ?? this.#linkPath.replace(/ \(deleted\)$/, '');
  }

  get executableMappings(): readonly Mapping[] {
    return this.memory.regions.filter((region) => region.path === this.#linkPath && region.path !== '');
  }

  /** Empty unless the process is stopped now. */
  get threads(): readonly ThreadRegisters[] {
    return readThreadRegisters(this.pid);
  }

  get monotonicNs(): number {
    return monotonicNow(this.pid);
  }

  /** True where the process is gone, or its pid belongs to another one. */
  get ended(): boolean {
    const stat = readStat(`/proc/${this.pid}`);
    return !stat || stat.startTime !== this.startTime || stat.state === 'Z' || stat.state === 'X';
  }

  readAddressSpace(): AddressSpace | undefined {
    const read = this.memory.readResidentPages();
    return read && { ...read, programPath: this.#linkPath };
  }

  get swappedBytesMissed(): number {
    return this.memory.swappedBytesMissed;
  }

  /** VmRSS now; 0 where the process has ended. */
  rssBytes(): number {
    return readStatus(this.pid)?.rssBytes ?? 0;
  }

  /** What reading could not see so far. */
  diagnostics(): Diagnostic[] {
    const found: Diagnostic[] = [];
    if (this.ended) {
      found.push({
        code: 'process-ended',
        message: `process ${this.pid} ended while it was read; what was read before stands, the rest is missing`,
      });
    }
    const swapped = this.swappedBytesMissed;
    if (swapped > 0) {
      found.push({
        code: 'memory-swapped-out',
        message: `${swapped} bytes that were asked for lie in swap and were left there; what they hold is missing`,
      });
    }
    return found;
  }

  close(): void {
    this.executable.close();
    this.memory.close();
  }
}

function openOf(pid: number, file: string): number {
  try {
    return fs.openSync(`/proc/${pid}/${file}`, 'r');
  } catch (error) {
    if (file === 'pagemap' && errnoOf(error) === 'ENOENT' && readStat(`/proc/${pid}`)) {
      throw new UnreadableError(
        'no-pagemap',
        `this kernel has no /proc/${pid}/pagemap (CONFIG_PROC_PAGE_MONITOR): untouched memory could not be told apart; take a core instead`,
      );
    }
    throw accessError(pid, file, error);
  }
}

/** The link opens the running file itself: deleted, replaced, or in another mount namespace. */
function openExecutable(pid: number, exe: string | undefined): FileSource {
  if (exe !== undefined) return fileSource(exe, 'executable-missing', 'executable');
  const link = `/proc/${pid}/exe`;
  try {
    fs.closeSync(fs.openSync(link, 'r'));
    return fileSource(link);
  } catch (error) {
    const errno = errnoOf(error);
    const target = procLink(link);
    if (errno === 'EACCES' || errno === 'EPERM') throw accessError(pid, 'exe', error);
    requireLiveProcess(pid);
    const byPath = target === undefined ? undefined : openByPath(`/proc/${pid}/root${target}`);
    if (byPath) return byPath;
    throw new UnreadableError(
      'executable-missing',
      `cannot open the executable of process ${pid}: ${reasonOf(error)}; pass --exe FILE`,
    );
  }
}

function openByPath(path: string): FileSource | undefined {
  try {
    return fileSource(path);
  } catch {
    return undefined;
  }
}
