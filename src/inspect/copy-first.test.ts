import { afterAll, beforeAll, expect, test } from 'vitest';
import { CensusInspection } from './census-inspection.ts';
import { openTarget } from './open-target.ts';
import { type CensusAids, readCensus } from './read-census.ts';
import { GoService } from './testdata/go-service.ts';

/** Everything below the arenas of another program; the bounds need not be exact. */
const everywhere = { start: 0, end: 2 ** 47 };

let service: GoService;
beforeAll(async () => {
  service = await GoService.start('recorded', undefined);
  await service.pause();
}, 120_000);
afterAll(() => service.stop());

async function look(aids: CensusAids): Promise<unknown> {
  const opened = await openTarget(String(service.pid), { freeze: true });
  const census = readCensus(opened, { graph: true }, aids);
  using inspection = new CensusInspection(opened, census, { graph: true });
  const { totals, heap, ledger, diagnostics } = inspection;
  // Their texts say how long ago the last collection was.
  const findings = inspection.findings.map(({ id, bytes, where }) => ({ id, bytes, where }));
  return { maps: [...inspection.maps()], totals, heap, ledger, findings, diagnostics };
}

test('a process that is copied before anything is looked at says what it says while it stands', async () => {
  expect(await look({ heapBefore: everywhere })).toEqual(await look({}));
});
