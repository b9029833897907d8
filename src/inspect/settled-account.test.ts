import { afterEach, beforeEach, expect, test } from 'vitest';
import { Diagnostics, u64At } from '../base/index.ts';
import { type AddressSpace, findRuntime, type Memory, readGoroutines } from '../image/index.ts';
import { type OpenTarget, openTarget } from './open-target.ts';
import { readStampedSpans, settledAccount, type SettledAccount } from './settled-account.ts';
import { GoService } from './testdata/go-service.ts';

const burstBytes = 64 * 2 ** 20;

let service: GoService;
beforeEach(async () => {
  service = await GoService.start('bursts', undefined, { GOGC: 'off' });
}, 120_000);
afterEach(() => service.stop());

interface Look {
  readonly found: SettledAccount;
  readonly codes: readonly string[];
  readonly readings: number;
}

/** The account of a process that takes a burst before each of the first so many readings of its address space. */
async function look(bursts: number): Promise<Look> {
  const opened = await openTarget(String(service.pid), { freeze: false });
  try {
    const { evidence } = opened;
    let readings = 0;
    const readAddressSpace = (): AddressSpace | undefined => {
      if (readings++ < bursts) burst(opened);
      return evidence.readAddressSpace?.();
    };
    const diagnostics = new Diagnostics();
    const runtime = findRuntime(evidence, diagnostics);
    const place = { runtime, memory: evidence.memory, diagnostics };
    const spans = readStampedSpans(runtime, evidence.memory, diagnostics);
    const goroutines = readGoroutines(runtime, evidence.memory, evidence.threads, diagnostics);
    const found = settledAccount({ ...place, readAddressSpace, goroutines }, spans);
    return { found, codes: diagnostics.list().map(({ code }) => code), readings };
  } finally {
    opened.close();
  }
}

/** Returns once the process has taken its burst. */
function burst({ evidence: { memory } }: OpenTarget): void {
  const before = countOf(memory);
  process.kill(service.pid, 'SIGUSR1');
  while (countOf(memory) === before) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

function countOf(memory: Memory): number {
  const bytes = memory.read(Number(service.firstLine), 8);
  return bytes ? u64At(bytes, 0) : 0;
}

function openShareOf({ account }: SettledAccount): number {
  const { movedBytes = 0, rssBytes = 0 } = account.process ?? {};
  return movedBytes / rssBytes;
}

test('a process that stands still is read once', async () => {
  const { found, codes, readings } = await look(0);
  expect(readings).toBe(1);
  expect(openShareOf(found)).toBeLessThan(0.005);
  expect(codes).toEqual([]);
});

test('one that takes a burst is read again from the later spans on, and nothing is left open', async () => {
  const { found, codes, readings } = await look(1);
  expect(readings).toBe(2);
  expect(openShareOf(found)).toBeLessThan(0.005);
  expect(codes).toEqual([]);
  const bytesInUse = found.account.spans.residentBytes;
  expect(bytesInUse).toBeGreaterThan(5 * burstBytes);
  expect(bytesInUse).toBeLessThan(6 * burstBytes);
  let spanBytes = 0;
  for (let span = 0; span < found.spans.count; span++) spanBytes += found.spans.pageCount[span] * 8192;
  expect(spanBytes).toBeGreaterThan(5 * burstBytes);
});

test('one that never rests is read a bounded number of times, and the bytes that moved are told', async () => {
  const { found, codes, readings } = await look(Number.POSITIVE_INFINITY);
  expect(readings).toBeGreaterThan(1);
  expect(readings).toBeLessThan(8);
  // The last bursts are the smallest share of it.
  expect(openShareOf(found)).toBeLessThan(0.2);
  expect(openShareOf(found)).toBeGreaterThan(0.05);
  expect(codes).toEqual(['memory-changed']);
});
