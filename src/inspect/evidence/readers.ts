import { isLog } from './log/is-log.ts';
import { isExecTrace } from './trace/is-exec-trace.ts';
import type { EvidenceFile } from './evidence-file.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { looksLikeStatistics } from './metrics/looks-like-statistics.ts';
import type { SampleChoice } from './profile/chosen-samples.ts';
import { isProfile } from './profile/is-profile.ts';

/** One kind of evidence. */
export interface EvidenceReader {
  /** Whether the first 16 KiB of a file (less where it is shorter), inflated, look like it. Has to be cheap, and sure. */
  recognises(head: Uint8Array): boolean;
  /** The reader itself, loaded once it is needed: what a process's report does not use must not delay it. */
  load(): Promise<(file: EvidenceFile, choice?: SampleChoice) => Promise<EvidenceReport>>;
  /** Whether it has samples of which some can be chosen. */
  readonly hasSamples?: true;
}

/** The first that recognises a file reads it: binary formats with a magic number before texts. */
export const evidenceReaders: readonly EvidenceReader[] = [
  { recognises: isExecTrace, load: async () => (await import('./trace/read-exec-trace.ts')).readExecTrace },
  {
    recognises: isProfile,
    load: async () => (await import('./profile/read-profile.ts')).readProfile,
    hasSamples: true,
  },
  {
    recognises: looksLikeStatistics,
    load: async () => (await import('./metrics/read-statistics.ts')).readStatistics,
  },
  // The last: any text that nobody else knows may be a log.
  { recognises: isLog, load: async () => (await import('./log/read-log.ts')).readLog },
];
