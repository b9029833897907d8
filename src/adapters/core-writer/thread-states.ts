import type { Address } from '../../base/index.ts';
import { procNames, procText } from '../process/proc-text.ts';
import { parseSyscall } from '../process/thread-registers.ts';

/** Where a thread of a stopped process stands. */
export interface ThreadState {
  readonly threadId: number;
  readonly pc: Address;
  readonly sp: Address;
  /** The system call that it is in. */
  readonly call?: { readonly number: bigint; readonly arguments: readonly bigint[] };
}

/** All threads, the main one first; those of which /proc tells nothing (a running process) have 0 for pc and sp. */
export function readThreadStates(pid: number): ThreadState[] {
  const ids = procNames(`/proc/${pid}/task`).map(Number);
  const ordered = [pid, ...ids.filter((id) => id !== pid)];
  return ordered.map((threadId) => {
    const text = procText(`/proc/${pid}/task/${threadId}/syscall`) ?? '';
    return { threadId, pc: 0, sp: 0, ...parseSyscall(text), ...callOf(text) };
  });
}

/** `number a0 … a5 sp pc`: nine fields, the number in decimal; -1 where the thread is in none. */
function callOf(text: string): Pick<ThreadState, 'call'> {
  const fields = text.trim().split(' ');
  if (fields.length !== 9 || !/^\d+$/.test(fields[0])) return {};
  const values = fields.slice(1, 7);
  if (!values.every((field) => /^0x[0-9a-f]{1,16}$/.test(field))) return {};
  return { call: { number: BigInt(fields[0]), arguments: values.map(BigInt) } };
}
