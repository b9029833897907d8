/** One line of GODEBUG=gctrace=1: a collection. Bytes are multiples of a MiB: the runtime cuts what is below. */
export interface GcTraceLine {
  /** Counted from 1 since the program started. */
  readonly number: number;
  /** Since the program started, to the millisecond, when the collection began. */
  readonly atMs: number;
  /** Whole percent of all CPU time since the program started that collections took, idle marking left out. */
  readonly gcPercent: number;
  /** Go 1.26+, GOEXPERIMENT=goroutineleakprofile: a collection that looks for goroutines that nothing can wake. */
  readonly isLeakCheck: boolean;
  /** Wall clock: the world stands in the first and the last. */
  readonly sweepTerminationMs: number;
  readonly markMs: number;
  readonly markTerminationMs: number;
  /** CPU time of all processors. Assists are marking that goroutines must do before they may allocate. */
  readonly sweepTerminationCpuMs: number;
  readonly assistCpuMs: number;
  /** Of the dedicated and the fractional workers. */
  readonly backgroundCpuMs: number;
  /** Of processors that had nothing else to do. */
  readonly idleCpuMs: number;
  readonly markTerminationCpuMs: number;
  /** Heap when the collection began, when it ended, and what it found alive. */
  readonly startBytes: number;
  readonly endBytes: number;
  readonly liveBytes: number;
  /** The size at which this collection was to end. */
  readonly goalBytes: number;
  /** What stacks and package variables hold to be scanned; null before Go 1.18. */
  readonly stackBytes: number | null;
  readonly globalBytes: number | null;
  /** GOMAXPROCS. */
  readonly processorCount: number;
  /**
   * By runtime.GC or debug.FreeOSMemory, not by the two-minute timer. The runtime sets the mark when the call is made and
   * reads it when the line is printed: a call that comes while a collection ends marks the line of that one too.
   */
  readonly isForced: boolean;
}

const mebibyte = 2 ** 20;
/** What any such line begins with, whatever stands before it. */
const beginning = /(?<![\w.-])gc (\d{1,10}) @(?=\d)/;
/** runtime/mgc.go, gcMarkTermination; the same from Go 1.12 to 1.26 but for what is optional here. What goes on is two lines in one. */
const whole =
  /^gc (\d{1,10}) @(\d{1,12}\.\d{3})s (\d{1,3})%( \(checking for goroutine leaks\))?: ([\d.]{1,16})\+([\d.]{1,16})\+([\d.]{1,16}) ms clock, ([\d.]{1,16})\+([\d.]{1,16})\/([\d.]{1,16})\/([\d.]{1,16})\+([\d.]{1,16}) ms cpu, (\d{1,10})->(\d{1,10})->(\d{1,10}) MB, (\d{1,13}) MB goal(?:, (\d{1,10}) MB stacks, (\d{1,10}) MB globals)?, (\d{1,6}) P( \(forced\))?(?=\s*$|["'\\}\],])/;

/** Undefined where there is no such line; `damaged` where one begins that is cut, or has another line's text in it. */
export function parseGcTrace(text: string): GcTraceLine | 'damaged' | undefined {
  const begins = beginning.exec(text);
  if (!begins) return undefined;
  const found = whole.exec(begins.index === 0 ? text : text.slice(begins.index));
  if (!found) return 'damaged';
  const number = (group: number): number => Number(found[group]);
  const bytes = (group: number): number => number(group) * mebibyte;
  const times = [5, 6, 7, 8, 9, 10, 11, 12].map(number);
  // `1.2.3`: two lines in one.
  if (times.some(Number.isNaN)) return 'damaged';
  return {
    number: number(1),
    atMs: Math.round(number(2) * 1000),
    gcPercent: number(3),
    isLeakCheck: found[4] !== undefined,
    sweepTerminationMs: times[0],
    markMs: times[1],
    markTerminationMs: times[2],
    sweepTerminationCpuMs: times[3],
    assistCpuMs: times[4],
    backgroundCpuMs: times[5],
    idleCpuMs: times[6],
    markTerminationCpuMs: times[7],
    startBytes: bytes(13),
    endBytes: bytes(14),
    liveBytes: bytes(15),
    goalBytes: bytes(16),
    stackBytes: found[17] === undefined ? null : bytes(17),
    globalBytes: found[18] === undefined ? null : bytes(18),
    processorCount: number(19),
    isForced: found[20] !== undefined,
  };
}
