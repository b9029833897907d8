import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildLedger, type LedgerLine, notResidentMessage } from './ledger.ts';
import { surveyMaps } from './survey/survey.ts';
import { MadeMaps, mapType } from './testdata/made-maps.ts';

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

function addsUp(line: LedgerLine): boolean {
  if (line.bytes < 0) return false;
  if (!line.lines) return true;
  return line.lines.reduce((sum, child) => sum + child.bytes, 0) === line.bytes && line.lines.every(addsUp);
}

describe('ledger', () => {
  test('top lines and the unexplained are the total, children sum to their parent, nothing is negative', () => {
    fc.assert(
      fc.property(fc.array(madeMap, { maxLength: 40 }), fc.nat(400_000_000), (maps, totalBytes) => {
        const survey = surveyMaps(new MadeMaps(maps as never), 5);
        const ledger = buildLedger(totalBytes, survey, 'en');
        const top = ledger.lines.reduce((sum, line) => sum + line.bytes, 0);
        expect(top + ledger.unexplainedBytes).toBe(totalBytes);
        expect(ledger.unexplainedBytes).toBeGreaterThanOrEqual(0);
        expect(ledger.lines.every(addsUp)).toBe(true);
        const held = survey.all.bytes + survey.all.boxedBytes;
        const outside = ledger.outsideLines?.reduce((sum, line) => sum + line.bytes, 0) ?? 0;
        expect(top + outside).toBe(held);
      }),
      { numRuns: 300 },
    );
  });

  test('maps beyond RSS stand on a line outside the total, taken from slack first, and are told', () => {
    const maps = new MadeMaps([
      { len: 1, slots: 4096, bytes: 70_000, rebuiltBytes: 64, type: types[1] as never },
    ]);
    const ledger = buildLedger(50_000, surveyMaps(maps, 1), 'en');
    expect(ledger.lines[0].bytes).toBe(50_000);
    expect(ledger.outsideLines).toEqual([
      expect.objectContaining({ id: 'heap.maps.not-resident', bytes: 20_000 }),
    ]);
    const slack = ledger.lines[0].lines?.find((line) => line.id === 'heap.maps.slack');
    expect(slack?.bytes).toBe(70_000 - 64 - 20_000);
    expect(notResidentMessage(ledger)).toMatch(/swapped out or was never touched/);
  });

  test('dead maps are on their own line and not in the slack', () => {
    const maps = new MadeMaps([
      { len: 0, slots: 4096, bytes: 70_000, rebuiltBytes: 48, reachable: false },
      { len: 0, slots: 4096, bytes: 30_000, rebuiltBytes: 48, reachable: true },
    ]);
    const [{ lines }] = buildLedger(1_000_000, surveyMaps(maps, 1), 'zh').lines;
    const bytesOf = (id: string): number | undefined => lines?.find((line) => line.id === id)?.bytes;
    expect(bytesOf('heap.maps.unreachable')).toBe(70_000);
    expect(bytesOf('heap.maps.slack')).toBe(30_000 - 48);
  });
});
