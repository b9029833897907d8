import { NewFile, type RecordedSizes, Recorder } from '../adapters/index.ts';
import { type Diagnostic, UnreadableError } from '../base/index.ts';
import { type Memory, longestRun } from '../image/index.ts';
import { CensusInspection } from './census-inspection.ts';
import type { Target } from './inspection.ts';
import { type OpenTarget, openTarget } from './open-target.ts';
import { exactHolderLimit, type InspectOptions } from './options.ts';
import { readCensus } from './read-census.ts';
import { SecretRanges } from './secret-ranges.ts';

export interface RecordOptions extends Omit<InspectOptions, 'language' | 'onHeap'> {
  /** Where the recording goes; `FILE.part` until it is whole. */
  readonly output: string;
  /** Replace a file of that name. Default: refuse. */
  readonly force?: boolean;
  /** Keep all memory that the process can write to, so that any look can be taken later. Default: what a look reads. */
  readonly full?: boolean;
  /** Maps to look into, as `mapDetail` takes them, so that it can be done again from the recording. */
  readonly maps?: readonly string[];
}

/** What was recorded. */
export interface Recorded extends RecordedSizes {
  readonly file: string;
  readonly target: Target;
  /** What the look said whose reading was recorded, in one sentence. */
  readonly headline: string;
  readonly pausedMs: number;
  readonly wallMs: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Bytes that wait in memory before they are packed and written: a process that stands need not wait for that; one that
 * runs may share its memory limit with us; and of a redacted recording nothing may be written before all is known.
 */
const mostWaitingBytes = { frozen: 2 ** 29, running: 2 ** 26, redacted: 2 ** 32 };

/**
 * Takes a look at a target and keeps all that was read of it in a file, which `inspect` takes for the target from then on.
 * All maps are asked for, as `maps()` gives them, so that their holder paths can be told again. A recording holds pages
 * of memory, and with them whatever lies beside what was looked for.
 */
export async function record(target: string | number, options: RecordOptions): Promise<Recorded> {
  const startedMs = performance.now();
  const { output, force = false, freeze = false, exe } = options;
  const file = new NewFile(output, force);
  options.onPhase?.('target');
  const opened = await openTarget(String(target), { freeze, ...(exe === undefined ? {} : { exe }) });
  try {
    if (opened.evidence.kind === 'heap-dump')
      throw new UnreadableError(
        'heap-dump-recorded',
        'a heap dump is a file already: inspect it where it is',
      );
    const recorder = recorderOf(opened, file, options);
    const look = lookOnce(opened, recorder, options);
    options.onPhase?.('recording');
    const sizes = recorder.finish();
    const { pausedMs } = opened;
    return { file: output, ...look, ...sizes, pausedMs, wallMs: performance.now() - startedMs };
  } catch (error) {
    file.discard();
    throw error;
  } finally {
    opened.close();
  }
}

function recorderOf(opened: OpenTarget, file: NewFile, options: RecordOptions): Recorder {
  const { isFrozen, rssBytes, cgroup } = opened;
  const { maxMemoryBytes = Number.POSITIVE_INFINITY, redact = false } = options;
  const manner = redact ? 'redacted' : isFrozen ? 'frozen' : 'running';
  const waitingBytes = Math.min(mostWaitingBytes[manner], maxMemoryBytes / (redact ? 2 : 4));
  return new Recorder(opened.evidence, { isFrozen, rssBytes, cgroup, redacted: redact }, file, waitingBytes);
}

/** Reads all that a look reads, and lets the target go on. */
function lookOnce(
  opened: OpenTarget,
  recorder: Recorder,
  options: RecordOptions,
): Pick<Recorded, 'target' | 'headline' | 'diagnostics'> {
  const watched = watchedBy(recorder, opened);
  const census = readCensus(watched, options);
  const inspection = new CensusInspection(watched, census, options);
  const maps = inspection.maps(exactHolderLimit);
  while (!maps.next().done) {
    // Making the record is what reads.
  }
  for (const path of options.maps ?? []) inspection.mapDetail(path);
  if (options.full === true) readWritable(recorder.memory);
  recorder.seal({ ended: opened.ended, diagnostics: opened.diagnostics() });
  const secrets = options.redact === true ? new SecretRanges(census.spans, census.table) : undefined;
  opened.resume();
  if (secrets) recorder.blankOut((start, end) => secrets.in(start, end));
  const { target, headline, diagnostics } = inspection;
  return { target, headline, diagnostics };
}

/** The target with the recorder before its evidence. */
function watchedBy(recorder: Recorder, opened: OpenTarget): OpenTarget {
  const { isFrozen, rssBytes, cgroup, recorded } = opened;
  return {
    evidence: recorder,
    isFrozen,
    // What is read later has to be of the same moment: the recording is the copy.
    canGoOn: false,
    rssBytes,
    cgroup,
    recorded,
    get ended(): boolean {
      return opened.ended;
    },
    get pausedMs(): number {
      return opened.pausedMs;
    },
    diagnostics: () => opened.diagnostics(),
    resume: () => opened.resume(),
    close: () => opened.close(),
  };
}

/** Heap, stacks, data: what is not there reads as zeros and takes no space. */
function readWritable(memory: Memory): void {
  const into = new Uint8Array(longestRun);
  for (const { start, end, readable, writable } of memory.regions) {
    if (!readable || !writable) continue;
    for (let at = start; at < end; at += longestRun)
      if (!memory.read(at, Math.min(longestRun, end - at), into))
        readPages(memory, at, Math.min(end, at + longestRun));
  }
}

/** Some page of the run cannot be had: the others one by one. */
function readPages(memory: Memory, start: number, end: number): void {
  const page = new Uint8Array(4096);
  for (let at = start; at < end; at += page.length) memory.read(at, Math.min(page.length, end - at), page);
}
