import { describe, expect, test } from 'vitest';
import type { Finding, LedgerLine } from '../findings/index.ts';
import { type Inspection, inspect } from './index.ts';
import { GoService } from './testdata/go-service.ts';

type Waste = Readonly<Record<'arrays' | 'bytes' | 'idle', number>>;
type Facts = Readonly<Record<'slack' | 'pinned' | 'texts' | 'queue', Waste>>;

const lines = [
  ['the Go of this machine', undefined, []],
  ['the Go of this machine, stripped', undefined, ['-ldflags=-s -w']],
  ['Go 1.23', 'go1.23.12', []],
  ['Go 1.21', 'go1.21.13', []],
] as const;

function found({ findings }: Inspection, id: string, place: string): Finding {
  const finding = findings.find((each) => each.id === id && each.where.startsWith(place));
  if (!finding)
    throw new Error(`no ${id} at ${place}: ${findings.map((each) => `${each.id} ${each.where}`).join(', ')}`);
  return finding;
}

function expectWithin1Percent(bytes: number, truth: number): void {
  expect(Math.abs(bytes - truth)).toBeLessThanOrEqual(truth / 100);
}

function lineOf(among: readonly LedgerLine[] | undefined, id: string): LedgerLine | undefined {
  for (const line of among ?? []) {
    const inside = line.id === id ? line : lineOf(line.lines, id);
    if (inside) return inside;
  }
  return undefined;
}

describe.each(lines)('arrays of %s', (_, toolchain, flags) => {
  test('of which little is used are found and named, and others are not', async ({ skip }) => {
    if (!(await GoService.has(toolchain))) skip(`${toolchain} is not here and cannot be downloaded`);
    const service = await GoService.start('arrays', toolchain, {}, flags);
    try {
      const facts = JSON.parse(service.firstLine) as Facts;
      using inspection = await inspect(service.pid);
      const isStripped = flags.length > 0;
      const srv = isStripped ? '' : 'main.srv.';
      const slack = isStripped ? undefined : found(inspection, 'slice-slack', `${srv}buffers`);
      if (slack) {
        expectWithin1Percent(Number(slack.evidence['idleBytes']), facts.slack.idle);
        expectWithin1Percent(slack.bytes, facts.slack.bytes);
        expect(slack.evidence['arrays']).toBe(facts.slack.arrays);
        expect(slack.evidence['largest']).toMatch(/^main\.srv\.buffers\[\d+\]$/);
        for (const [part, place] of [
          ['pinned', 'main.srv.header'],
          ['queue', 'main.srv.queue'],
        ] as const) {
          const pinned = found(inspection, 'slice-pinned', place);
          expect(pinned.where).toBe(place);
          expectWithin1Percent(pinned.reclaimableBytes, facts[part].idle);
        }
        const texts = found(inspection, 'string-pinned', 'main.srv.keys');
        expectWithin1Percent(texts.reclaimableBytes, facts.texts.idle);
        const expected = ['slice-pinned', 'slice-pinned', 'slice-slack', 'string-pinned'];
        const told = inspection.findings.map(({ id }) => id).filter((id) => expected.includes(id));
        expect(told.sort()).toEqual(expected);
      }
      const { heap, ledger } = inspection;
      expect(heap?.partial).toBe(false);
      const unknown = (heap?.unheldBytes ?? Infinity) / (heap?.reachableBytes ?? 1);
      expect(unknown).toBeLessThan(0.05);
      const objects = lineOf(ledger.lines, 'heap.objects');
      expect(objects?.lines?.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(objects?.bytes);
      expect(lineOf(ledger.lines, 'heap.unplaced')?.bytes ?? 0).toBeLessThan(ledger.totalBytes / 100);
    } finally {
      service.stop();
    }
  }, 120_000);
});
