import { traceMinor } from '../../../formats/index.ts';

/** Whether a file begins as an execution trace does. */
export function isExecTrace(head: Uint8Array): boolean {
  return traceMinor(head) !== undefined;
}
