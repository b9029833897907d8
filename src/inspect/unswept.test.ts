import { expect, test } from 'vitest';
import type { LedgerLine } from '../findings/index.ts';
import { inspect } from './index.ts';
import { GoService } from './testdata/go-service.ts';

test.each([
  ['the Go of this machine', undefined],
  ['classic maps', 'go1.23.12'],
])(
  'maps that the GC found dead are told from the living: %s',
  async (_name, toolchain) => {
    const service = await GoService.start('unswept', toolchain, { GODEBUG: 'asyncpreemptoff=1' });
    try {
      const { live, dead } = JSON.parse(service.firstLine) as { live: number[]; dead: number[] };
      const inspection = await inspect(service.pid);
      const maps = [...inspection.maps()];
      const reachable = new Map(maps.map((map) => [map.address, map.reachable]));
      inspection.close();
      expect(live.filter((address) => reachable.get(address) !== true)).toEqual([]);
      // The sweep had begun: what it has freed is listed no more, all that is left must be called dead.
      const left = dead.filter((address) => reachable.has(address));
      expect(left.length).toBeGreaterThan(1000);
      expect(left.filter((address) => reachable.get(address) !== false)).toEqual([]);
      const unreachable = maps.filter((map) => map.reachable === false);
      // A few maps of the standard library die as well.
      expect(unreachable.length - left.length).toBeLessThan(10);
      const bytes = unreachable.reduce((sum, map) => sum + map.bytes, 0);
      expect(lineOf(inspection.ledger.lines, 'heap.maps.unreachable')?.bytes).toBe(bytes);
      expect(inspection.totals.unreachable.maps).toBe(unreachable.length);
    } finally {
      service.stop();
    }
  },
  120_000,
);

function lineOf(lines: readonly LedgerLine[], id: string): LedgerLine | undefined {
  for (const line of lines) {
    const found = line.id === id ? line : lineOf(line.lines ?? [], id);
    if (found) return found;
  }
  return undefined;
}
