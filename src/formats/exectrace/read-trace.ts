import { type Diagnostics, UnreadableError } from '../../base/index.ts';
import type { TraceReader } from './generation.ts';
import { GenerationReader } from './generation-reader.ts';
import { newestTraceMinor, traceMinor } from './trace-header.ts';
import { V1Reader } from './v1/v1-reader.ts';

const oldestMinor = 11;
const firstGenerationMinor = 22;

/**
 * A reader of the execution trace that begins with these bytes; the trace is then pushed to it, its first bytes too. Throws
 * UnreadableError where it is none, or one of Go 1.10 or older. Formats: internal/trace of Go 1.21 and Go 1.26.
 */
export function readTrace(head: Uint8Array, diagnostics: Diagnostics): TraceReader {
  const minor = traceMinor(head);
  if (minor === undefined) throw new UnreadableError('not-a-trace', 'it is no execution trace of Go');
  if (minor < oldestMinor) {
    throw new UnreadableError(
      'trace-too-old',
      `the trace has the format of Go 1.${minor}; traces of Go 1.11 and later can be read`,
    );
  }
  if (minor < firstGenerationMinor) return new V1Reader(minor, diagnostics);
  if (minor > newestTraceMinor) {
    diagnostics.add(
      'trace-newer',
      `the trace has the format of Go 1.${minor}, newer than Go 1.${newestTraceMinor}, the newest that is known; it is read as one of that`,
    );
  }
  return new GenerationReader(minor, diagnostics);
}
