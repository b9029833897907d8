import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryAccount, MemoryKind } from '../../image/index.ts';
import { type Survey, surveyMaps } from '../survey/survey.ts';
import { MadeMaps, mapType } from '../testdata/made-maps.ts';
import { buildLedger, excessMapsMessage, type LedgerLine } from './ledger.ts';

const types = [undefined, mapType(0, 'map[int]int', 8, 8), mapType(1, 'map[int][500]uint8', 8, 500)];

const madeMap = fc.record({
  len: fc.nat(10_000),
  slots: fc.nat(100_000),
  bytes: fc.nat(10_000_000),
  rebuiltBytes: fc.nat(10_000_000),
  boxedBytes: fc.nat(1_000_000),
  type: fc.constantFrom(...types),
  reachable: fc.constantFrom(true, false, null),
});

const kinds: MemoryKind[] = [
  'runtime.spans',
  'outside.anonymous',
  'file.program-text',
  'stacks.system',
  'unknown',
];

const madeMemory = fc
  .record({
    objectBytes: fc.nat(400_000_000),
    deadBytes: fc.nat(10_000_000),
    freeSlots: fc.array(fc.nat(1_000_000), { minLength: 68, maxLength: 68 }),
    tailBytes: fc.nat(1_000_000),
    stacks: fc.array(fc.nat(1_000_000), { minLength: 4, maxLength: 4 }),
    outside: fc.array(fc.nat(50_000_000), { minLength: kinds.length, maxLength: kinds.length }),
    idleBytes: fc.nat(100_000_000),
    unseenBytes: fc.nat(100_000),
    isCore: fc.boolean(),
  })
  .map((made) => memoryOf(made));

interface Made {
  readonly objectBytes: number;
  readonly deadBytes?: number;
  readonly freeSlots?: readonly number[];
  readonly tailBytes?: number;
  readonly stacks?: readonly number[];
  readonly outside?: readonly number[];
  readonly idleBytes?: number;
  readonly unseenBytes?: number;
  readonly isCore?: boolean;
}

function memoryOf(made: Made): MemoryAccount {
  const { objectBytes, deadBytes = 0, tailBytes = 0, idleBytes = 0 } = made;
  const byClass = Float64Array.from(made.freeSlots ?? []);
  const freeSlotBytes = byClass.reduce((sum, bytes) => sum + bytes, 0);
  const residentBytes = objectBytes + deadBytes + freeSlotBytes + tailBytes;
  const [usedBytes = 0, reservedBytes = 0, freeBytes = 0, workBufferBytes = 0] = made.stacks ?? [];
  const outside = new Map(kinds.map((kind, index) => [kind, made.outside?.[index] ?? 0] as const));
  const elsewhere = [...outside.values()].reduce((sum, bytes) => sum + bytes, 0);
  const stackBytes = usedBytes + reservedBytes + freeBytes + workBufferBytes;
  const process = {
    rssBytes: residentBytes + stackBytes + elsewhere + idleBytes + (made.unseenBytes ?? 0),
    idleBytes,
    releasedBytes: 0,
    outside,
    swapBytes: 0,
    hugePageBytes: 0,
    lazyFreeBytes: 0,
    lazyFreeHeapBytes: 0,
    outsideMappings: [],
    pageTableBytes: 4096,
    rssChangeBytes: 0,
    movedBytes: 0,
  };
  return {
    isSettled: new Uint8Array(0),
    spans: {
      residentBytes,
      objectBytes,
      deadBytes,
      freeSlotBytes,
      tailBytes,
      freeSlotBytesByClass: byClass,
      occupancy: [],
      absentObjectBytes: 0,
    },
    stacks: { usedBytes, reservedBytes, freeBytes, workBufferBytes, goroutineCount: 1, spanBytes: 0 },
    ...(made.isCore === true ? {} : { process }),
  };
}

function addsUp(line: LedgerLine): boolean {
  if (line.bytes < 0) return false;
  if (!line.lines) return true;
  return line.lines.reduce((sum, child) => sum + child.bytes, 0) === line.bytes && line.lines.every(addsUp);
}

function lineOf(lines: readonly LedgerLine[] = [], id: string): LedgerLine | undefined {
  for (const line of lines) {
    const found = line.id === id ? line : lineOf(line.lines, id);
    if (found) return found;
  }
  return undefined;
}

function survey(maps: object[]): Survey {
  return surveyMaps(new MadeMaps(maps as never), 5);
}

describe('ledger', () => {
  test('top lines and the unexplained are the total, children sum to their parent, nothing is negative', () => {
    fc.assert(
      fc.property(
        fc.array(madeMap, { maxLength: 40 }),
        madeMemory,
        fc.nat(10_000_000),
        (maps, memory, absentMapBytes) => {
          const { all, unreachable } = survey(maps);
          const { ledger } = buildLedger({ memory, maps: { all, unreachable }, absentMapBytes }, 'en');
          const top = ledger.lines.reduce((sum, line) => sum + line.bytes, 0);
          expect(top + ledger.unexplainedBytes).toBe(ledger.totalBytes);
          expect(ledger.unexplainedBytes).toBeGreaterThanOrEqual(0);
          expect(ledger.lines.every(addsUp)).toBe(true);
          const { process } = memory;
          // What no table explains is told as such, and everything else is on a line.
          const unseen = process ? process.rssBytes - top : 0;
          expect(ledger.unexplainedBytes).toBe(unseen);
          expect(ledger.unexplainedBytes).toBeGreaterThanOrEqual(process?.outside.get('unknown') ?? 0);
          const outside = lineOf(ledger.outsideLines, 'heap.maps.not-resident')?.bytes ?? 0;
          expect((lineOf(ledger.lines, 'heap.maps')?.bytes ?? 0) + outside).toBe(all.bytes + all.boxedBytes);
          const { objectBytes, deadBytes } = memory.spans;
          const onLines = ['heap.maps', 'heap.objects', 'heap.dead'].map(
            (id) => lineOf(ledger.lines, id)?.bytes,
          );
          expect(onLines.reduce((sum = 0, bytes = 0) => sum + bytes, 0)).toBe(objectBytes + deadBytes);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('maps beyond the objects that were seen stand outside the total, taken from slack first, and are told', () => {
    const { all, unreachable } = survey([
      { len: 1, slots: 4096, bytes: 70_000, rebuiltBytes: 64, type: types[1] },
    ]);
    const evidence = {
      memory: memoryOf({ objectBytes: 50_000 }),
      maps: { all, unreachable },
      absentMapBytes: 0,
    };
    const { ledger, excessMapBytes } = buildLedger(evidence, 'en');
    expect(lineOf(ledger.lines, 'heap.maps')?.bytes).toBe(50_000);
    expect(lineOf(ledger.outsideLines, 'heap.maps.not-resident')?.bytes).toBe(20_000);
    expect(lineOf(ledger.lines, 'heap.maps.slack')?.bytes).toBe(70_000 - 64 - 20_000);
    expect(excessMapsMessage(excessMapBytes)).toMatch(/swapped out or was never touched/);
    expect(excessMapsMessage(0)).toBeUndefined();
  });

  test('dead maps are on their own line, not in the slack and not among the other dead objects', () => {
    const { all, unreachable } = survey([
      { len: 0, slots: 4096, bytes: 70_000, rebuiltBytes: 48, reachable: false },
      { len: 0, slots: 4096, bytes: 30_000, rebuiltBytes: 48, reachable: true },
    ]);
    const memory = memoryOf({ objectBytes: 500_000, deadBytes: 100_000 });
    const { ledger } = buildLedger({ memory, maps: { all, unreachable }, absentMapBytes: 0 }, 'zh');
    const bytesOf = (id: string): number | undefined => lineOf(ledger.lines, id)?.bytes;
    expect(bytesOf('heap.maps.unreachable')).toBe(70_000);
    expect(bytesOf('heap.maps.slack')).toBe(30_000 - 48);
    expect(bytesOf('heap.dead')).toBe(30_000);
    expect(bytesOf('heap.objects')).toBe(470_000);
  });
});
