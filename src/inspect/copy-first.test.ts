import { afterAll, beforeAll, expect, test } from 'vitest';
import { CensusInspection } from './census-inspection.ts';
import { CopyRoom } from './copy-room.ts';
import { openTarget } from './open-target.ts';
import type { InspectOptions } from './options.ts';
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

async function look(aids: CensusAids, options: InspectOptions, canGoOn: boolean): Promise<unknown> {
  const opened = await openTarget(String(service.pid), { freeze: true });
  const phases: string[] = [];
  const told = { ...options, onPhase: (phase: string) => void phases.push(phase) };
  const census = readCensus({ ...opened, canGoOn }, told, aids);
  expect(phases.includes('copy')).toBe(canGoOn);
  using inspection = new CensusInspection(opened, census, options);
  const { totals, heap, ledger, diagnostics } = inspection;
  // Their texts say how long ago the last collection was.
  const findings = inspection.findings.map(({ id, bytes, where }) => ({ id, bytes, where }));
  return { maps: [...inspection.maps()], totals, heap, ledger, findings, diagnostics };
}

test.each([
  ['every object', { graph: true }],
  ['maps', { graph: false }],
])('a process that is copied says what it says while it stands: %s', async (_, options) => {
  const standing = await look({}, options, false);
  expect(await look({ heapBefore: everywhere }, options, true)).toEqual(standing);
  expect(await look({ room: new CopyRoom(2 ** 27) }, options, true)).toEqual(standing);
});
