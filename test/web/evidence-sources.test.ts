/* The page of evidence for a URL, and for a series of saved profiles: flame graphs and timelines, held against `--json`. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../src/cli/testdata/run-cli.ts';
import { ProfiledProgram } from '../../src/inspect/series/testdata/profiled-program.ts';
import { buildEndpoint, startEndpoint } from '../../src/inspect/testdata/endpoint-server.ts';
import type { FlameTree } from '../../src/profile/index.ts';
import { noBrowser, openFile, startBrowser } from './browser.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-sources-'));
const endpointFile = path.join(folder, 'endpoint.html');
const seriesFile = path.join(folder, 'series.html');
let browser: Browser | undefined;
let endpoint: { readonly flame: FlameTree; readonly goroutineFlame: FlameTree };
let series: {
  readonly flame: FlameTree;
  readonly lines: readonly { readonly name: string; readonly unit: string; readonly verdict: string }[];
};

beforeAll(async () => {
  using program = new ProfiledProgram();
  const files = program.run('heap', 10, 4096);
  await using server = await startEndpoint(buildEndpoint(), { HOLD: 'lines', RATE: '65536' });
  const [opened, ...said] = await Promise.all([
    startBrowser(),
    runCli(['inspect', server.url, '--json']),
    runCli(['inspect', ...files, '--json']),
    runCli(['inspect', server.url, '--html', endpointFile]),
    runCli(['inspect', ...files, '--html', seriesFile]),
  ]);
  browser = opened;
  const failed = said.find(({ code, stderr }) => code !== 0 || stderr !== '');
  if (failed) throw new Error(failed.stderr);
  [endpoint, series] = said.slice(0, 2).map(({ stdout }) => JSON.parse(stdout));
});
afterAll(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

test('a URL: a flame graph of the heap, and one of the goroutines, each with its own search', async (context) => {
  if (browser === undefined) return context.skip(noBrowser);
  const { page, complaints } = await openFile(browser, endpointFile);
  expect(await page.locator('h2').allTextContents()).toEqual(
    expect.arrayContaining(['Flame graph', 'Goroutines by where they stand']),
  );
  const namesIn = (section: string): Promise<string[]> =>
    page.locator(`${section} .flame-bar`).allTextContents();
  const heapNames = (await namesIn('#flame')).join(' ');
  for (const name of ['main.fillCounts', 'main.keepSlices']) expect(heapNames).toContain(name);
  expect(endpoint.flame.frames.map(({ name }) => name)).toContain('main.fillCounts');
  const root = page.locator('#goroutine-flame .flame-bar[data-node="0"]');
  const [{ values }] = endpoint.goroutineFlame.nodes;
  // A connection may have come or gone between the two looks.
  expect(Math.abs(Number(await root.getAttribute('data-value')) - values[0])).toBeLessThan(4);
  await page.locator('#goroutine-flame-search').fill('main.main');
  expect(await page.locator('#goroutine-flame .flame-bar.match').count()).toBeGreaterThan(0);
  expect(await page.locator('#flame .flame-bar.match').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('profiles: every line is drawn, the growing ones first, with the flame graph from first to last', async (context) => {
  if (browser === undefined) return context.skip(noBrowser);
  const { page, complaints } = await openFile(browser, seriesFile);
  expect(await page.locator('#flame h2').textContent()).toBe('Flame graph of the difference');
  const legends = await page.locator('#timelines .legend li').allTextContents();
  expect(legends.toSorted()).toEqual(series.lines.map(({ name }) => name).toSorted());
  const growing = series.lines.filter(({ verdict, unit }) => verdict === 'growing' && unit === 'bytes');
  expect(growing.length).toBeGreaterThan(0);
  const first = page.locator('#timelines .timeline-box').first();
  expect(await first.locator('h3').textContent()).toBe('Lines that grow');
  expect(new Set(await first.locator('.legend li').allTextContents())).toEqual(
    new Set(growing.map(({ name }) => name)),
  );
  const rows = await page.locator('#table-lines tbody tr').count();
  expect(rows).toBe(Math.min(10, series.lines.filter(({ unit }) => unit === 'bytes').length));
  const change = page.locator('#flame .flame-bar', { hasText: 'main.keep' }).first();
  expect(Number(await change.getAttribute('data-value'))).toBeGreaterThan(9_000_000);
  expect(complaints).toEqual([]);
});
