import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Ledger, LedgerLine } from '../findings/index.ts';
import { type Inspection, inspect } from './index.ts';
import { GoService } from './testdata/go-service.ts';

/** What testdata/ledger prints: fields of runtime.MemStats, and what it did. */
interface Facts {
  readonly heapAlloc: number;
  readonly heapInuse: number;
  readonly heapIdle: number;
  readonly heapReleased: number;
  readonly stackInuse: number;
  readonly mspanInuse: number;
  readonly mspanSys: number;
  readonly mcacheSys: number;
  readonly buckHashSys: number;
  readonly gcSys: number;
  readonly otherSys: number;
  readonly mappedBytes: number;
  readonly slotBytes: number;
  readonly frameBytes: number;
}

const lines = [
  ['the Go of this machine', undefined],
  ['Go 1.23', 'go1.23.12'],
  ['Go 1.21', 'go1.21.13'],
] as const;

const timeoutMs = 300_000;

function lineOf(among: readonly LedgerLine[] | undefined, id: string): LedgerLine | undefined {
  for (const line of among ?? []) {
    const found = line.id === id ? line : lineOf(line.lines, id);
    if (found) return found;
  }
  return undefined;
}

function bytesOf({ lines: among, outsideLines }: Ledger, ...ids: string[]): number {
  return ids.reduce((sum, id) => sum + (lineOf(among, id)?.bytes ?? lineOf(outsideLines, id)?.bytes ?? 0), 0);
}

function addsUp(line: LedgerLine): boolean {
  const children = line.lines ?? [];
  const sum = children.reduce((bytes, child) => bytes + child.bytes, 0);
  return line.bytes >= 0 && (!line.lines || sum === line.bytes) && children.every(addsUp);
}

function expectNear(bytes: number, truth: number, slack: number): void {
  expect(bytes).toBeGreaterThan(truth - slack);
  expect(bytes).toBeLessThan(truth + slack);
}

function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Explained, adding up, and RSS as the kernel counts it. */
function expectWhole({ ledger }: Inspection, pid: number, explainedShare: number): void {
  const top = ledger.lines.reduce((sum, line) => sum + line.bytes, 0);
  expect(top + ledger.unexplainedBytes).toBe(ledger.totalBytes);
  expect(ledger.lines.every(addsUp)).toBe(true);
  expect(ledger.unexplainedBytes).toBeGreaterThanOrEqual(0);
  expect(ledger.unexplainedBytes).toBeLessThanOrEqual(ledger.totalBytes * (1 - explainedShare));
  expectNear(ledger.totalBytes, rssOf(pid), ledger.totalBytes / 100);
}

async function inspected(
  name: string,
  toolchain: string | undefined,
  look: (inspection: Inspection, firstLine: string, pid: number) => void,
  environment: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<void> {
  const service = await GoService.start(name, toolchain, environment, flags);
  try {
    using inspection = await inspect(service.pid);
    look(inspection, service.firstLine, service.pid);
  } finally {
    service.stop();
  }
}

const kib = 1024;

describe.each(lines)('%s', (_name, toolchain) => {
  test(
    'each line says what the runtime says of itself',
    async () => {
      await inspected('ledger', toolchain, (inspection, firstLine, pid) => {
        const facts = JSON.parse(firstLine) as Facts;
        const { ledger } = inspection;
        expectWhole(inspection, pid, 0.99);
        const objects = bytesOf(ledger, 'heap.maps', 'heap.objects', 'heap.dead', 'heap.maps.not-resident');
        expectNear(objects, facts.heapAlloc, facts.heapAlloc / 100);
        const spans = objects + bytesOf(ledger, 'heap.free-slots', 'heap.span-tails');
        expectNear(spans, facts.heapInuse, facts.heapInuse / 100);
        expectNear(bytesOf(ledger, 'heap.free-slots.256'), facts.slotBytes, facts.slotBytes / 100);
        const idleBytes = facts.heapIdle - facts.heapReleased;
        expectNear(bytesOf(ledger, 'heap.idle'), idleBytes, idleBytes / 50);
        // Address space of an arena that the runtime has not begun to use is on this line too.
        expect(bytesOf(ledger, 'heap.released')).toBeGreaterThanOrEqual(facts.heapReleased);
        expect(bytesOf(ledger, 'stacks')).toBeLessThanOrEqual(facts.stackInuse);
        expect(bytesOf(ledger, 'stacks.used')).toBeGreaterThan(facts.frameBytes);
        expect(bytesOf(ledger, 'stacks.used')).toBeLessThan(facts.frameBytes * 1.4);
        // What the program maps by itself, and little else.
        expectNear(bytesOf(ledger, 'outside.anonymous'), facts.mappedBytes, 128 * kib);
        expect(bytesOf(ledger, 'runtime.spans')).toBeGreaterThan(facts.mspanInuse);
        const { mspanSys, mcacheSys, buckHashSys, gcSys, otherSys } = facts;
        expect(bytesOf(ledger, 'runtime')).toBeLessThan(
          mspanSys + mcacheSys + buckHashSys + gcSys + otherSys,
        );
        expect(bytesOf(ledger, 'runtime.profiling')).toBeLessThan(buckHashSys);
        expect(inspection.diagnostics.map(({ code }) => code)).toEqual([]);
      });
    },
    timeoutMs,
  );

  test(
    'stripped: the same, and no memory of the runtime is called foreign',
    async () => {
      await inspected(
        'ledger',
        toolchain,
        (inspection, firstLine, pid) => {
          const facts = JSON.parse(firstLine) as Facts;
          expectWhole(inspection, pid, 0.99);
          expectNear(bytesOf(inspection.ledger, 'outside.anonymous'), facts.mappedBytes, 128 * kib);
        },
        { RELEASE: '1' },
        ['-ldflags=-s -w'],
      );
    },
    timeoutMs,
  );

  test(
    'pages that were given back are in no line',
    async () => {
      await inspected(
        'ledger',
        toolchain,
        (inspection, firstLine, pid) => {
          const facts = JSON.parse(firstLine) as Facts;
          expectWhole(inspection, pid, 0.99);
          expectNear(bytesOf(inspection.ledger, 'heap.idle'), facts.heapIdle - facts.heapReleased, 512 * kib);
        },
        { RELEASE: '1' },
      );
    },
    timeoutMs,
  );

  test(
    'memory from C: blocks, a block that malloc maps, a thread with its own arena',
    async ({ skip }) => {
      if (!hasCompiler()) skip('there is no C compiler');
      interface CgoFacts {
        readonly blockBytes: number;
        readonly largeBytes: number;
        readonly frameBytes: number;
      }
      await inspected('ledger-cgo', toolchain, (inspection, firstLine, pid) => {
        const facts = JSON.parse(firstLine) as CgoFacts;
        const { ledger } = inspection;
        expectWhole(inspection, pid, 0.97);
        expectNear(bytesOf(ledger, 'outside.c-heap'), facts.blockBytes, facts.blockBytes / 50);
        expectNear(bytesOf(ledger, 'outside.anonymous'), facts.largeBytes, 256 * kib);
        expectNear(bytesOf(ledger, 'outside.thread-stacks'), facts.frameBytes, 256 * kib);
      });
    },
    timeoutMs,
  );
});

test(
  'a process that changes while it is read has no negative line and no more than its RSS',
  async () => {
    await inspected(
      'ledger',
      undefined,
      ({ ledger }) => {
        const top = ledger.lines.reduce((sum, line) => sum + line.bytes, 0);
        expect(top + ledger.unexplainedBytes).toBe(ledger.totalBytes);
        expect(ledger.lines.every(addsUp)).toBe(true);
        expect(ledger.unexplainedBytes).toBeGreaterThan(0);
      },
      { BUSY: '1' },
    );
  },
  timeoutMs,
);

function hasCompiler(): boolean {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
