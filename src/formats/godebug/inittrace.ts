/** One line of GODEBUG=inittrace=1 (Go 1.16+; runtime/proc.go, doInit1): what the initialisation of a package took. */
export interface InitTraceLine {
  /** Import path. */
  readonly packagePath: string;
  /** Since the program started. */
  readonly atMs: number;
  readonly clockMs: number;
  readonly allocatedBytes: number;
  readonly allocationCount: number;
}

/** `@0.64 ms,`: not what an application says of its own init. */
const beginning = /(?<![\w.-])init [^\s:,]{1,1000} @(?=[\d.]{1,16} ms,)/;
const whole =
  /^init (\S{1,1000}) @([\d.]{1,16}) ms, ([\d.]{1,16}) ms clock, (\d{1,15}) bytes, (\d{1,15}) allocs(?!\w)/;

/** Undefined where there is no such line; `damaged` where one begins that is cut or mixed with another. */
export function parseInitTrace(text: string): InitTraceLine | 'damaged' | undefined {
  const begins = beginning.exec(text);
  if (!begins) return undefined;
  const found = whole.exec(begins.index === 0 ? text : text.slice(begins.index));
  if (!found) return 'damaged';
  const [atMs, clockMs] = [Number(found[2]), Number(found[3])];
  if (Number.isNaN(atMs) || Number.isNaN(clockMs)) return 'damaged';
  return {
    packagePath: found[1],
    atMs,
    clockMs,
    allocatedBytes: Number(found[4]),
    allocationCount: Number(found[5]),
  };
}
