import fs from 'node:fs';
import { UnreadableError } from '../../base/index.ts';
import { errnoOf, reasonOf } from '../file/file-source.ts';
import { procText } from './proc-text.ts';
import { readStat } from './proc-stat.ts';
import { userName } from './user-name.ts';

/** Throws the one line that says why the process cannot be read at all; returns when it exists and has memory. */
export function requireLiveProcess(pid: number): void {
  const stat = readStat(`/proc/${pid}`);
  if (!stat) {
    const hidden = procText('/proc/self/stat') === undefined ? ' (/proc is not mounted)' : '';
    throw new UnreadableError(
      'no-such-process',
      `no process has the pid ${pid}${hidden}; list Go processes with: highwater ps`,
    );
  }
  if (stat.kernelThread) {
    throw new UnreadableError(
      'no-memory',
      `process ${pid} (${stat.name}) is a kernel thread: it has no memory of its own`,
    );
  }
  if (stat.state === 'Z' || stat.state === 'X') {
    throw new UnreadableError(
      'no-memory',
      `process ${pid} (${stat.name}) has ended and waits for its parent ${stat.parent} to collect it: no memory is left`,
    );
  }
}

/** The error for a file of /proc/PID that did not open. */
export function accessError(pid: number, file: string, error: unknown): UnreadableError {
  const errno = errnoOf(error);
  if (errno === 'EACCES' || errno === 'EPERM')
    return new UnreadableError('permission-denied', deniedText(pid));
  requireLiveProcess(pid);
  return new UnreadableError('process-unreadable', `cannot open /proc/${pid}/${file}: ${reasonOf(error)}`);
}

/** Whose the process is, what the kernel asks for, what to do. */
export function deniedText(pid: number): string {
  const owner = ownerOf(pid);
  const scope = procText('/proc/sys/kernel/yama/ptrace_scope')?.trim();
  const name = readStat(`/proc/${pid}`)?.name ?? '?';
  const scopeText = scope === undefined ? '' : `, kernel.yama.ptrace_scope is ${scope}`;
  // With a scope of 1 and more the same user may read its own children only.
  const sameUserMay = scope === undefined || scope === '0';
  const alsoOwner = owner > 0 && owner !== process.getuid?.() && sameUserMay;
  const remedy =
    process.getuid?.() === 0
      ? 'give this container or service the capability CAP_SYS_PTRACE, which its root lacks here'
      : `run as root (CAP_SYS_PTRACE)${alsoOwner ? ` or as user ${userName(owner)}` : ''}`;
  const ownerText = owner < 0 ? '' : ` belongs to user ${userName(owner)}`;
  return `no permission to read process ${pid} (${name}):${ownerText}${scopeText}; ${remedy}`;
}

/** Effective user; /proc/PID itself changes to root where the process is not dumpable, status does not. */
function ownerOf(pid: number): number {
  const line = /^Uid:\s+\d+\s+(\d+)/m.exec(procText(`/proc/${pid}/status`) ?? '');
  if (line) return Number(line[1]);
  try {
    return fs.statSync(`/proc/${pid}`).uid;
  } catch {
    return -1;
  }
}
