/** `go 1.22 trace` and three NULs. */
export const traceHeaderBytes = 16;
/** Newest header whose events are known. */
export const newestTraceMinor = 26;

/**
 * The format of a trace as its first bytes say it: 22 for `go 1.22 trace`; undefined where they begin no execution trace.
 * It is the format's number, not the toolchain's: Go 1.24 writes `go 1.23`, Go 1.20 `go 1.19`, Go 1.18 `go 1.11`.
 */
export function traceMinor(head: Uint8Array): number | undefined {
  let text = '';
  for (const byte of head.subarray(0, traceHeaderBytes)) text += String.fromCharCode(byte);
  const match = /^go 1\.(\d{1,2}) trace(\0{3,4})$/.exec(text);
  return match ? Number(match[1]) : undefined;
}
