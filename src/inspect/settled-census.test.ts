import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspect } from './index.ts';
import { GoService } from './testdata/go-service.ts';

/** Objects that the program holds beside those that it replaces: types, goroutines, what its packages keep. */
const ownBytes = 2e6;
const entryBytes = 1024;

let service: GoService;
let live: number;

beforeAll(async () => {
  service = await GoService.start('replacing', undefined);
  live = (JSON.parse(service.firstLine) as { bytes: number }).bytes;
}, 120_000);
afterAll(() => service.stop());

test('what a process replaces while it is read is told, and not taken for live or lost in silence', async () => {
  using inspection = await inspect(service.pid, { graph: true });
  const { heap, diagnostics } = inspection;
  const { reachableBytes = 0, newerBytes = 0, strayPointers = 0 } = heap ?? {};
  expect(newerBytes + strayPointers).toBeGreaterThan(0);
  expect(reachableBytes).toBeLessThan(live + ownBytes);
  // To each entry there is a pointer, wherever it leads; a few of those read first and last lead to one slot that was freed between.
  const all = reachableBytes + newerBytes + strayPointers * entryBytes;
  expect(all).toBeGreaterThan(0.9 * live);
  expect(all).toBeLessThan(live + ownBytes);
  const said = diagnostics.find(({ code }) => code === 'graph-outrun');
  expect(said?.message).toContain(`of ${newerBytes} bytes`);
});

test('of one that stands nothing is newer than its spans', async () => {
  using inspection = await inspect(service.pid, { graph: true, freeze: true });
  const { reachableBytes = 0, newerBytes } = inspection.heap ?? {};
  expect(newerBytes).toBe(0);
  expect(Math.abs(reachableBytes - live)).toBeLessThan(ownBytes);
  expect(inspection.diagnostics.map(({ code }) => code)).not.toContain('graph-outrun');
});
