import { procText } from './proc-text.ts';

/**
 * CLOCK_MONOTONIC as the process sees it, in nanoseconds: Go's nanotime. Node's own clock is the same one, but a time
 * namespace (time_namespaces(7)) shifts it. Not /proc/uptime, which goes on while the machine sleeps and has hundredths.
 */
export function monotonicNow(pid: number): number {
  const shift = monotonicShift(procText(`/proc/${pid}/timens_offsets`) ?? '');
  const ownShift = monotonicShift(procText('/proc/self/timens_offsets') ?? '');
  return Number(process.hrtime.bigint()) + shift - ownShift;
}

/** Nanoseconds by which a time namespace shifts the clock, from lines `monotonic SECONDS NANOSECONDS`; 0 without one. */
export function monotonicShift(text: string): number {
  const found = /^monotonic\s+(-?\d+)\s+(\d+)$/m.exec(text);
  return found ? Number(found[1]) * 1e9 + Number(found[2]) : 0;
}
