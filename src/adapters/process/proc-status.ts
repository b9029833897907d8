import { procText } from './proc-text.ts';

/** The memory lines of /proc/PID/status, in bytes (proc_pid_status(5)). */
export interface ProcessStatus {
  readonly rssBytes: number;
  readonly rssAnonymousBytes: number;
  readonly rssFileBytes: number;
  readonly rssSharedBytes: number;
  readonly swapBytes: number;
  /** VmPTE: page tables. */
  readonly pageTableBytes: number;
  /** VmHWM: the largest RSS so far. */
  readonly peakRssBytes: number;
  readonly threadCount: number;
  /** Real user id. */
  readonly userId: number;
}

/** Undefined where the process has ended. */
export function readStatus(pid: number): ProcessStatus | undefined {
  const text = procText(`/proc/${pid}/status`);
  return text === undefined ? undefined : parseStatus(text);
}

export function parseStatus(text: string): ProcessStatus {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^(\w+):\s+(\d+)( kB)?/.exec(line);
    if (match) values.set(match[1], Number(match[2]) * (match[3] ? 1024 : 1));
  }
  const value = (name: string): number => values.get(name) ?? 0;
  return {
    rssBytes: value('VmRSS'),
    rssAnonymousBytes: value('RssAnon'),
    rssFileBytes: value('RssFile'),
    rssSharedBytes: value('RssShmem'),
    swapBytes: value('VmSwap'),
    pageTableBytes: value('VmPTE'),
    peakRssBytes: value('VmHWM'),
    threadCount: value('Threads'),
    userId: value('Uid'),
  };
}
