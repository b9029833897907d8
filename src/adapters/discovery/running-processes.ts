import path from 'node:path';
import { readStat } from '../process/proc-stat.ts';
import { procLink, procNames, procText } from '../process/proc-text.ts';

/** A process as anyone may see it. */
export interface RunningProcess {
  readonly pid: number;
  /** File name of the executable, or the command name where that is hidden or the program renamed itself. */
  readonly name: string;
  /** Command name, at most 15 characters. */
  readonly command: string;
  /** A path by which the executable can be opened; undefined where nothing tells. */
  readonly executable: string | undefined;
  readonly executableName: string;
}

/** Every process with memory of its own, by pid. */
export function runningProcesses(): RunningProcess[] {
  const processes: RunningProcess[] = [];
  for (const entry of procNames('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(`/proc/${entry}`);
    if (!stat || stat.kernelThread || stat.state === 'Z' || stat.state === 'X') continue;
    const link = procLink(`/proc/${entry}/exe`);
    // Another user's exe link is hidden, its command line is not.
    const invoked = (procText(`/proc/${entry}/cmdline`) ?? '').split('\0')[0];
    const executablePath = link?.replace(/ \(deleted\)$/, '') ?? invoked;
    const executableName = path.basename(executablePath);
    const renamed = !executableName.startsWith(stat.name);
    processes.push({
      pid: Number(entry),
      name: executableName === '' || renamed ? stat.name : executableName,
      command: stat.name,
      executable:
        link === undefined ? (path.isAbsolute(invoked) ? invoked : undefined) : `/proc/${entry}/exe`,
      executableName,
    });
  }
  return processes.sort((left, right) => left.pid - right.pid);
}
