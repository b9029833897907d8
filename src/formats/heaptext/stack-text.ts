/** One call of a stack as the text forms of profiles show it. */
export interface StackTextFrame {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
}

/** Stacks have at most 128 calls (runtime/mprof.go, Go 1.23+), and inlined calls beside them. */
export const mostStackFrames = 1024;

const frameLine = /^#\t0x[0-9a-f]{1,16}\t+(\S.{0,1000}?)\+0x[0-9a-f]{1,16}\t+(.{1,1000}):(\d{1,9})$/;

/** The call of a line that runtime/pprof/pprof.go, printStackRecord wrote (Go 1.18 to 1.26); undefined for any other line. */
export function stackTextFrame(line: string): StackTextFrame | undefined {
  const match = frameLine.exec(line);
  return match ? { functionName: match[1], file: match[2], line: Number(match[3]) } : undefined;
}

/** Addresses of ` 0x1 0x2`. */
export function addressesOf(text: string): number[] {
  return text.split(' ').slice(1).map(Number);
}

/** Lines of a text from an offset on, one at a time: a list of them would double the text. */
export function* linesOf(text: string, from: number): Generator<string> {
  for (let start = from; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, end);
    start = end + 1;
  }
}
