import { procText } from './proc-text.ts';

/** What /proc/PID/stat says of a process or thread (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly name: string;
  /** `R` running, `S` sleeping, `T` stopped, `t` traced, `Z` zombie, … */
  readonly state: string;
  readonly parent: number;
  /** Clock ticks after boot; with the pid it names one process for the life of the machine. */
  readonly startTime: number;
  /** PF_KTHREAD: a kernel thread, which has no memory of its own. */
  readonly kernelThread: boolean;
}

/** Of `/proc/PID` or `/proc/PID/task/TID`; undefined where it has ended. */
export function readStat(folder: string): ProcessStat | undefined {
  const text = procText(`${folder}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** The name may hold blanks and parentheses, so fields are counted from the last `)`. */
export function parseStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const flags = Number(fields[6]);
  const startTime = Number(fields[19]);
  if (!Number.isFinite(startTime)) return undefined;
  return {
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    startTime,
    kernelThread: (flags & 0x00200000) !== 0,
  };
}
