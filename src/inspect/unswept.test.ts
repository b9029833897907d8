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
      const reachable = new Map([...inspection.maps()].map((map) => [map.address, map.reachable]));
      const bytes = new Map([...inspection.maps()].map((map) => [map.address, map.bytes]));
      inspection.close();
      expect(live.filter((address) => reachable.get(address) !== true)).toEqual([]);
      // The sweep had begun: what it has freed is listed no more, all that is left must be called dead.
      const left = dead.filter((address) => reachable.has(address));
      expect(left.length).toBeGreaterThan(1000);
      expect(left.filter((address) => reachable.get(address) !== false)).toEqual([]);
      const deadBytes = left.reduce((sum, address) => sum + (bytes.get(address) ?? 0), 0);
      expect(lineOf(inspection.ledger.lines, 'heap.maps.unreachable')?.bytes).toBe(deadBytes);
      expect(inspection.totals.unreachable.maps).toBe(left.length);
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
