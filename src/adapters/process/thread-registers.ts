import { isAddress } from '../../base/index.ts';
import type { ThreadRegisters } from '../../image/index.ts';
import { readStat } from './proc-stat.ts';
import { procNames, procText } from './proc-text.ts';

/**
 * Where the threads of a stopped process stand, from /proc/PID/task/TID/syscall: `-1 SP PC` for one that was running
 * user code, `number a0 … a5 SP PC` for one in a system call. Empty while the process runs: the answer would be stale.
 */
export function readThreadRegisters(pid: number): ThreadRegisters[] {
  if (!isStopped(readStat(`/proc/${pid}`)?.state)) return [];
  const threads: ThreadRegisters[] = [];
  for (const name of procNames(`/proc/${pid}/task`)) {
    const parsed = parseSyscall(procText(`/proc/${pid}/task/${name}/syscall`) ?? '');
    if (parsed) threads.push({ threadId: Number(name), ...parsed });
  }
  return threads;
}

/** `T` by a signal, `t` by a debugger. */
export function isStopped(state: string | undefined): boolean {
  return state === 'T' || state === 't';
}

/** Undefined for `running` and anything else without two addresses at its end. */
export function parseSyscall(text: string): { sp: number; pc: number } | undefined {
  const fields = text.trim().split(' ');
  if (fields.length !== 3 && fields.length !== 9) return undefined;
  const sp = Number(fields[fields.length - 2]);
  const pc = Number(fields[fields.length - 1]);
  return isAddress(sp) && isAddress(pc) ? { sp, pc } : undefined;
}
