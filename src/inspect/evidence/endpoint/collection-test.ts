import type { HttpEndpoint } from '../../../adapters/index.ts';
import { patientBounds } from '../../../adapters/index.ts';
import { type Diagnostics, UnreadableError, utf8 } from '../../../base/index.ts';
import { type HeapText, type MemoryStatistics, readHeapText } from '../../../formats/index.ts';
import { heldBytesOf, idleBytesOf } from '../../../findings/index.ts';

/** What two collections, one second apart, have shown. Bytes. */
export interface CollectionTest {
  /** Which of the three is most of what Go held before: pages without objects, what was dead, what lives. */
  readonly verdict: 'idle' | 'garbage' | 'live';
  readonly liveBytes: number;
  readonly garbageBytes: number;
  readonly idleBytes: number;
  readonly idleAfterBytes: number;
  readonly heldBytes: number;
  readonly heldAfterBytes: number;
  readonly residentBytes: number | null;
  readonly residentAfterBytes: number | null;
}

/** The test and what it read. */
export interface CollectionTestResult {
  readonly test: CollectionTest;
  readonly before: MemoryStatistics;
  readonly after: MemoryStatistics;
  /** The profile after the second collection: as fresh as one can be. */
  readonly heap: HeapText;
}

/**
 * The second collection lowers what the scavenger aims at to the heap of the first (runtime/mgcscavenge.go, gcPaceScavenger), and it
 * needs a moment between them to see them as two; measured with 300 MB, Go 1.24: nothing is given back after one, all but
 * 14 MB within a second after the second.
 */
const betweenMs = 1000;
/** How long what is given back is waited for, at most. */
const patienceMs = 2500;
const pauseMs = 250;
/** … where looking again is dear. */
const unseenMs = 1500;

/** What the test needs of its surroundings. */
export interface CollectionTestOptions {
  readonly endpoint: HttpEndpoint;
  readonly pprofPath: string;
  /** Read before; null where only the heap text has them. */
  readonly before: MemoryStatistics | null;
  /** Reads them cheaply; undefined where only the heap text has them. */
  readonly readAgain: (() => Promise<MemoryStatistics | null>) | undefined;
  readonly onPhase: ((phase: string) => void) | undefined;
  readonly diagnostics: Diagnostics;
}

/**
 * The two-GC test: `heap?gc=1&debug=1` twice, one second apart. What lives stays, what was dead goes, and pages without objects are given
 * back: told apart from outside. Takes three to four seconds; the process collects twice, as it does by itself every two minutes.
 */
export async function collectionTest(options: CollectionTestOptions): Promise<CollectionTestResult> {
  const { readAgain, onPhase } = options;
  const before = options.before ?? statisticsOf(await heapText(options, 'debug=1'), options);
  onPhase?.('first collection');
  const first = statisticsOf(await heapText(options, 'gc=1&debug=1'), options);
  await pause(betweenMs);
  onPhase?.('second collection');
  const heap = await heapText(options, 'gc=1&debug=1');
  const second = statisticsOf(heap, options);
  onPhase?.('what is given back');
  const after = readAgain
    ? await settled(readAgain, second)
    : (await pause(unseenMs), statisticsOf(await heapText(options, 'debug=1'), options));
  // Who serves meanwhile allocates: the smaller of the two is nearer to what lives.
  const liveBytes = Math.min(known(first.heapAllocBytes), known(second.heapAllocBytes));
  const garbageBytes = Math.max(0, known(before.heapAllocBytes) - liveBytes);
  const idleBytes = known(idleBytesOf(before));
  const most = Math.max(liveBytes, garbageBytes, idleBytes);
  const test: CollectionTest = {
    verdict: most === idleBytes ? 'idle' : most === liveBytes ? 'live' : 'garbage',
    liveBytes,
    garbageBytes,
    idleBytes,
    idleAfterBytes: known(idleBytesOf(after)),
    heldBytes: known(heldBytesOf(before)),
    heldAfterBytes: known(heldBytesOf(after)),
    residentBytes: before.residentBytes,
    residentAfterBytes: after.residentBytes,
  };
  return { test, before, after, heap };
}

/** Reads until nothing more is given back, or for so long. */
async function settled(
  readAgain: () => Promise<MemoryStatistics | null>,
  second: MemoryStatistics,
): Promise<MemoryStatistics> {
  let last = second;
  let quietReads = 0;
  for (let waitedMs = 0; waitedMs < patienceMs && quietReads < 3; waitedMs += pauseMs) {
    await pause(pauseMs);
    const next = await readAgain();
    if (!next) break;
    quietReads = known(next.heapReleasedBytes) > known(last.heapReleasedBytes) ? 0 : quietReads + 1;
    last = next;
  }
  return last;
}

async function heapText(
  { endpoint, pprofPath, diagnostics }: CollectionTestOptions,
  query: string,
): Promise<HeapText> {
  const answer = await endpoint.get(`${pprofPath}heap`, query, patientBounds);
  const text =
    answer.status === 200 && !answer.isPage ? readHeapText(utf8(answer.body), diagnostics) : undefined;
  if (!text)
    throw new UnreadableError(
      'collection-test-impossible',
      `the two-GC test is not possible: ${pprofPath}heap answers ${answer.status} and no heap profile`,
    );
  return text;
}

function statisticsOf({ statistics }: HeapText, { pprofPath }: CollectionTestOptions): MemoryStatistics {
  if (statistics && statistics.heapAllocBytes !== null) return statistics;
  throw new UnreadableError(
    'collection-test-impossible',
    `the two-GC test is not possible: ${pprofPath}heap?debug=1 ends before its MemStats`,
  );
}

function known(bytes: number | null): number {
  return bytes ?? 0;
}

function pause(elapsedMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, elapsedMs));
}
