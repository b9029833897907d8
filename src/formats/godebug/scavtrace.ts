/** What a line says of pages that went back to the kernel; null where that version of Go does not say. */
export interface ScavTraceLine {
  /** Since the line before, by the background scavenger and before Go 1.21 by all; null in lines that sum up. */
  readonly backgroundBytes: number | null;
  /** Since the line before, by allocations that met a limit or grew the heap (Go 1.21+). */
  readonly eagerBytes: number | null;
  /** Given back now (MemStats.HeapReleased), also where the line calls it `total`; null in lines that tell work alone. */
  readonly releasedBytes: number | null;
  /** Whole percent of the heap's pages that are not given back and are in use; null before Go 1.14. */
  readonly usePercent: number | null;
  /** By debug.FreeOSMemory. */
  readonly isForced: boolean;
}

const kibibyte = 1024;
const mebibyte = 2 ** 20;
const beginning = /(?<![\w.-])(?:scav \d|(?:forced )?scvg-?\d{0,10}: )/;
/**
 * runtime/mgcscavenge.go, printScavTrace. Go 1.14 `# KiB work, # KiB total`; 1.15 to 1.18 with a number before it;
 * 1.19 and 1.20 without; from 1.21 on `# KiB work (bg), # KiB work (eager), # KiB now` (its documentation says total).
 */
const whole =
  /^scav (?:\d{1,10} )?(\d{1,15}) KiB work(?: \(bg\), (\d{1,15}) KiB work \(eager\))?, (\d{1,15}) KiB (?:now|total), (\d{1,20})% util(?:( \(forced\))| \[controller reset\])?(?=\s*$|["'\\}\],])/;
/** Go 1.13 (mgcscavenge.go, bgscavenge) and before (mheap.go, scavenge): part of gctrace=1. */
const oldWork = /^(forced )?scvg-?\d{0,10}: (\d{1,12}) MB released(?!\w)/;
const oldSums =
  /^(forced )?scvg-?\d{0,10}: inuse: (\d{1,12}), idle: (\d{1,12}), sys: (\d{1,12}), released: (\d{1,12}), consumed: (\d{1,12}) \(MB\)/;

/** Undefined where there is no such line; `damaged` where one begins that is cut or mixed with another. */
export function parseScavTrace(text: string): ScavTraceLine | 'damaged' | undefined {
  const begins = beginning.exec(text);
  if (!begins) return undefined;
  const line = begins.index === 0 ? text : text.slice(begins.index);
  const found = whole.exec(line);
  if (found) {
    return {
      backgroundBytes: Number(found[1]) * kibibyte,
      eagerBytes: found[2] === undefined ? null : Number(found[2]) * kibibyte,
      releasedBytes: Number(found[3]) * kibibyte,
      usePercent: Number(found[4]),
      isForced: found[5] !== undefined,
    };
  }
  const nothing = { backgroundBytes: null, eagerBytes: null, releasedBytes: null, usePercent: null };
  const work = oldWork.exec(line);
  if (work)
    return { ...nothing, backgroundBytes: Number(work[2]) * mebibyte, isForced: work[1] !== undefined };
  const sums = oldSums.exec(line);
  if (sums) return { ...nothing, releasedBytes: Number(sums[5]) * mebibyte, isForced: sums[1] !== undefined };
  return 'damaged';
}
