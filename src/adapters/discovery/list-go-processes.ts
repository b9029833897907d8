import fs from 'node:fs';
import { deniedText } from '../process/process-access.ts';
import { readStatus } from '../process/proc-status.ts';
import { procText } from '../process/proc-text.ts';
import { userName } from '../process/user-name.ts';
import { errnoOf, reasonOf } from '../file/file-source.ts';
import { containerId } from './container-id.ts';
import { goProgramOf } from './go-executable.ts';
import { runningProcesses } from './running-processes.ts';

export interface GoProcess {
  readonly pid: number;
  readonly name: string;
  /** `go1.26.8`. */
  readonly goVersion: string;
  /** Path of the main module, '' where the build had none. */
  readonly modulePath: string;
  readonly rssBytes: number;
  /** Short container id, '' outside containers. */
  readonly container: string;
  readonly user: string;
  /** Whether this user may read its memory; else `unreadableReason` is one line. */
  readonly readable: boolean;
  readonly unreadableReason: string;
}

/** Every process here whose executable is a Go program, by pid. */
export function listGoProcesses(): GoProcess[] {
  const found: GoProcess[] = [];
  for (const { pid, name, executable } of runningProcesses()) {
    const program = executable === undefined ? undefined : goProgramOf(executable);
    const status = program && readStatus(pid);
    if (!program || !status) continue;
    const unreadableReason = whyUnreadable(pid);
    found.push({
      pid,
      name,
      goVersion: program.goVersion,
      modulePath: program.modulePath,
      rssBytes: status.rssBytes,
      container: containerId(procText(`/proc/${pid}/cgroup`) ?? ''),
      user: userName(status.userId),
      readable: unreadableReason === '',
      unreadableReason,
    });
  }
  return found;
}

/** '' where memory can be opened. */
function whyUnreadable(pid: number): string {
  try {
    fs.closeSync(fs.openSync(`/proc/${pid}/mem`, 'r'));
    return '';
  } catch (error) {
    const errno = errnoOf(error);
    return errno === 'EACCES' || errno === 'EPERM' ? deniedText(pid) : reasonOf(error);
  }
}
