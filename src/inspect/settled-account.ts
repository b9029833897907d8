import { assert, Diagnostics } from '../base/index.ts';
import {
  accountMemory,
  type AddressSpace,
  type Goroutine,
  HeapStamp,
  type Memory,
  type MemoryAccount,
  readSpans,
  type Runtime,
  type SpanTable,
} from '../image/index.ts';

/** Of RSS, what may be on no line before the process is read again. */
const openShare = 0.005;
/** Further readings of a process that keeps moving, and how long they may take together. */
const mostReadings = 6;
const mostMs = 1000;

export interface AccountPlace {
  /** As it is now, each time. */
  readonly readAddressSpace: () => AddressSpace | undefined;
  readonly runtime: Runtime;
  readonly memory: Memory;
  readonly goroutines: readonly Goroutine[];
  readonly diagnostics: Diagnostics;
}

/** Spans, and what the heap counted before they were read. */
export interface StampedSpans {
  readonly spans: SpanTable;
  readonly stamp: HeapStamp | undefined;
}

export function readStampedSpans(runtime: Runtime, memory: Memory, diagnostics: Diagnostics): StampedSpans {
  const stamp = HeapStamp.take(runtime, memory);
  return { stamp, spans: readSpans(runtime, memory, diagnostics) };
}

/** What was read a moment after the other, and what it makes together. */
export interface SettledAccount {
  readonly spans: SpanTable;
  readonly addressSpace: AddressSpace | undefined;
  readonly account: MemoryAccount;
}

/**
 * The account of a process that runs: spans, address space, spans again where any moved. One that grows or frees between
 * the two leaves bytes on no line; from the later spans on it is then read again, and the best reading counts: a server that
 * takes in a burst is quieter a moment later.
 */
export function settledAccount(place: AccountPlace, first: StampedSpans): SettledAccount {
  const { readAddressSpace, runtime, memory, goroutines, diagnostics } = place;
  const common = { runtime, memory, goroutines };
  let { spans, stamp } = first;
  let noted = new Diagnostics();
  let best: Reading | undefined;
  let untilMs = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading <= mostReadings && performance.now() < untilMs; reading++) {
    const addressSpace = readAddressSpace();
    // A process that has ended has none: what was counted before stands.
    if (best && !addressSpace) break;
    const later = new Diagnostics();
    memory.refresh();
    const hasMoved = addressSpace && stamp?.stillHolds(spans, memory) !== true;
    const next = hasMoved ? readStampedSpans(runtime, memory, later) : undefined;
    const spansAfter = next?.spans;
    const account = accountMemory({ ...common, spans, addressSpace, spansAfter, diagnostics: noted });
    const openBytes = openBytesOf(account, addressSpace);
    if (!best || openBytes < best.openBytes) best = { spans, addressSpace, account, noted, openBytes };
    if (!addressSpace || openBytes <= openShare * (account.process?.rssBytes ?? 0)) break;
    if (reading === 0) untilMs = performance.now() + mostMs;
    // Without, RSS alone grew: the program writes to pages of a span that it has.
    if (next) ({ spans, stamp } = next);
    noted = later;
  }
  assert(best !== undefined, 'the first reading counts whatever it says');
  diagnostics.addAll(best.noted.list());
  return best;
}

interface Reading extends SettledAccount {
  readonly noted: Diagnostics;
  readonly openBytes: number;
}

/** What moved, and what came after the mappings were read. */
function openBytesOf({ process }: MemoryAccount, addressSpace: AddressSpace | undefined): number {
  if (!process || !addressSpace) return 0;
  const mappedBytes = addressSpace.mappings.reduce((bytes, { rssBytes }) => bytes + rssBytes, 0);
  return process.movedBytes + process.rssBytes - mappedBytes;
}
