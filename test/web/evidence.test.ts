/*
 * The page of `inspect FILE --html` for profiles, logs and traces that real Go programs wrote, in a headless Chromium; its
 * numbers are held against `inspect --json`.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { pageTemplate } from '../../scripts/web-page.ts';
import { runCli } from '../../src/cli/testdata/run-cli.ts';
import { formatBytes, formatCount } from '../../src/findings/index.ts';
import { type FlameNode, type FlameTree, heapColumn } from '../../src/profile/index.ts';
import { takeProfiles, type TakenProfiles } from '../truth/profiles.ts';
import { noBrowser, openFile, type OpenedPage, startBrowser, type View } from './browser.ts';
import { contrastFaults } from './testdata/contrast.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-evidence-'));
const heapFile = path.join(folder, 'heap.html');
const differenceFile = path.join(folder, 'difference.html');
const logFile = path.join(folder, 'log.html');
let browser: Browser | undefined;
let taken: TakenProfiles;
let later: TakenProfiles;
let heap: EvidenceJson;
let difference: EvidenceJson;
let log: EvidenceJson;

interface EvidenceJson {
  readonly headline: string;
  readonly findings: readonly { readonly title: string }[];
  readonly functions: readonly Record<string, number | string>[];
  readonly lines: readonly Record<string, number | string | null>[];
  readonly flame: FlameTree;
  readonly gc: { readonly runs: readonly { readonly periods: readonly { readonly liveBytes: number }[] }[] };
}

/** Collections of a program that keeps ever more, as GODEBUG=gctrace=1 of Go 1.26 has them. */
const gcLog = Array.from({ length: 40 }, (_, at) => {
  const [live, goal] = [10 + at, 22 + 2 * at];
  return `gc ${at + 1} @${(0.6 * at + 0.1).toFixed(3)}s 1%: 0.02+0.50+0.01 ms clock, 0.04+0.10/0.40/0.30+0.02 ms cpu, ${goal - 1}->${goal}->${live} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P${at % 10 === 9 ? ' (forced)' : ''}\n`;
}).join('');

async function jsonOf(...words: string[]): Promise<EvidenceJson> {
  const { stdout, stderr } = await runCli(['inspect', ...words, '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as EvidenceJson;
}

beforeAll(async () => {
  taken = takeProfiles({ toolchain: 'local' }, 65_536);
  later = takeProfiles({ toolchain: 'local' }, 65_536);
  const [first, second] = [taken.path('heap'), later.path('heap')];
  const gcFile = path.join(folder, 'gc.log');
  fs.writeFileSync(gcFile, gcLog);
  await Promise.all([
    runCli(['inspect', first, '--html', heapFile]),
    runCli(['inspect', first, second, '--html', differenceFile]),
    runCli(['inspect', gcFile, '--html', logFile]),
  ]);
  [heap, difference, log] = await Promise.all([jsonOf(first), jsonOf(first, second), jsonOf(gcFile)]);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  taken[Symbol.dispose]();
  later[Symbol.dispose]();
  fs.rmSync(folder, { recursive: true });
});

async function opened(context: TestContext, file: string, view?: View): Promise<OpenedPage> {
  if (browser === undefined) return context.skip(noBrowser);
  return openFile(browser, file, view);
}

const bar = (node: number): string => `.flame-bar[data-node="${node}"]`;
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.dataset.node ?? ""');

/** Whom a node calls, the largest first. */
function calleesOf({ nodes }: FlameTree, node: number, column: number): number[] {
  return nodes
    .flatMap(({ parent, values }, at) => (parent === node && values[column] > 0 ? [at] : []))
    .toSorted((a, b) => nodes[b].values[column] - nodes[a].values[column]);
}

describe('a heap profile', () => {
  test('headline, findings, every number of the tables and of the flame graph are those of --json', async (context) => {
    const { page, complaints } = await opened(context, heapFile);
    expect(await page.locator('.headline').textContent()).toBe(heap.headline);
    expect(await page.locator('.finding h3').allTextContents()).toEqual(
      heap.findings.map(({ title }) => title),
    );
    while (await page.locator('#tables .more:visible').count())
      await page.locator('#tables .more:visible').first().click();
    const cells = (table: string, column: string, name: string): Promise<number[]> =>
      page
        .locator(`#table-${table} [data-column="${column}"] .amount`)
        .evaluateAll(
          (all: { dataset: Record<string, string> }[], key: string) =>
            all.map(({ dataset }) => Number(dataset[key])),
          name,
        );
    expect(await cells('functions', 'flatBytes', 'bytes')).toEqual(
      heap.functions.map((row) => row['flatBytes']),
    );
    expect(await cells('lines', 'inuseHighBytes', 'bytes')).toEqual(
      heap.lines.map((row) => row['inuseHighBytes']),
    );
    const bars = await page
      .locator('.flame-bar')
      .evaluateAll((all: { dataset: Record<string, string>; getBoundingClientRect(): { width: number } }[]) =>
        all.map((each) => ({
          node: Number(each.dataset['node']),
          value: Number(each.dataset['value']),
          width: each.getBoundingClientRect().width,
        })),
      );
    const valueOf = ({ values }: FlameNode): number => values[heapColumn.inuseBytes];
    const { nodes } = heap.flame;
    const [root] = bars;
    expect(bars.length).toBeGreaterThan(10);
    for (const { node, value, width } of bars) {
      expect(value).toBe(valueOf(nodes[node]));
      expect(Math.abs(width - (root.width * value) / root.value)).toBeLessThan(1);
    }
    // Nothing that has room is missing.
    const drawn = new Set(bars.map(({ node }) => node));
    nodes.forEach((node, at) => {
      if (valueOf(node) / valueOf(nodes[0]) > 3 / root.width) expect(drawn.has(at)).toBe(true);
    });
    expect(complaints).toEqual([]);
  });

  test('keys walk, zoom and lead back; value, share and interval are said', async (context) => {
    const { page, complaints } = await opened(context, heapFile);
    const { flame } = heap;
    const [first] = calleesOf(flame, 0, heapColumn.inuseBytes);
    await page.locator('.flame-bar[tabindex="0"]').focus();
    expect(await focused(page)).toBe('0');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(String(first));
    const deep: number[] = [first];
    for (let step = 0; step < 3; step++) {
      deep.push(calleesOf(flame, deep[step], heapColumn.inuseBytes)[0]);
      await page.keyboard.press('ArrowDown');
    }
    const last = deep[3];
    expect(await focused(page)).toBe(String(last));
    const node = flame.nodes[last];
    const [low, high] = node.ranges[heapColumn.inuseBytes] ?? [];
    const bytes = node.values[heapColumn.inuseBytes];
    const said = (await page.locator('.flame-box .readout').textContent()) ?? '';
    expect(said).toContain(`${flame.frames[node.frame ?? 0].name}: ${formatBytes(bytes)}`);
    expect(said).toContain(`(${formatCount(bytes)} B)`);
    expect(said).toContain(`95%: ${formatBytes(low ?? 0)} to ${formatBytes(high ?? 0)}`);
    expect(await page.locator(bar(last)).getAttribute('aria-label')).toBe(
      said.split('; ').slice(0, 3).join('; '),
    );
    await page.keyboard.press('ArrowRight');
    const siblings = calleesOf(flame, deep[2], heapColumn.inuseBytes);
    expect(await focused(page)).toBe(String(siblings[1]));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const box = async (index: number): Promise<number> =>
      (await page.locator(bar(index)).boundingBox())?.width ?? 0;
    expect(await box(last)).toBeCloseTo(await box(0), 0);
    expect(await focused(page)).toBe(String(last));
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe(String(last));
    expect(await box(last)).toBeLessThan(await box(0));
    expect(await box(deep[2])).toBeCloseTo(await box(0), 0);
    for (let step = 0; step < 4; step++) await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    expect(await focused(page)).toBe('0');
    // One stop of Tab, whatever is drawn.
    expect(await page.locator('.flame [tabindex="0"]').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('by mouse: a click zooms, its caller leads back', async (context) => {
    const { page } = await opened(context, heapFile);
    const [first] = calleesOf(heap.flame, 0, heapColumn.inuseBytes);
    const [second] = calleesOf(heap.flame, first, heapColumn.inuseBytes);
    const whole = await page.locator('.flame-bar').count();
    const narrow = page.locator('.flame-bar', { hasText: 'sync.(*Map).Store' }).first();
    await narrow.click();
    expect(await page.locator('.flame-bar.caller').count()).toBeGreaterThan(1);
    expect(await page.locator('.flame-bar').count()).toBeLessThan(whole);
    await page.locator(bar(0)).click();
    expect(await page.locator('.flame-bar').count()).toBe(whole);
    expect(await page.locator(bar(second)).isVisible()).toBe(true);
    await page.close();
  });

  test('a search marks frames and says their sum, Enter leads to the largest; other values are drawn', async (context) => {
    const { page } = await opened(context, heapFile);
    await page.locator('#flame-search').fill('FILLMAPS');
    const frame = heap.flame.frames.findIndex(({ name }) => name === 'main.fillMaps');
    const found = heap.flame.nodes.findIndex((node) => node.frame === frame);
    expect(await page.locator(`${bar(found)}.match`).count()).toBe(1);
    const share = heap.flame.nodes[found].values[3] / heap.flame.nodes[0].values[3];
    expect(await page.locator('.flame-search [role="status"]').textContent()).toContain(
      `${Math.round(100 * share)}% of all`,
    );
    await page.locator('#flame-search').press('Enter');
    expect(await focused(page)).toBe(String(found));
    await page.locator('#flame-values').selectOption({ label: 'alloc_space' });
    expect(await page.locator(bar(0)).getAttribute('data-value')).toBe(
      String(heap.flame.nodes[0].values[heapColumn.allocBytes]),
    );
  });

  test('tables are sorted by a click on a head', async (context) => {
    const { page } = await opened(context, heapFile);
    await page.locator('#table-functions [data-sort="cumBytes"]').click();
    const top = heap.functions.toSorted((a, b) => Number(b['cumBytes']) - Number(a['cumBytes']))[0];
    expect(
      await page
        .locator('#table-functions tbody tr [data-column="cumBytes"] .amount')
        .first()
        .getAttribute('data-bytes'),
    ).toBe(String(top['cumBytes']));
  });

  test('Chinese in the page is what --lang zh says', async (context) => {
    const { page } = await opened(context, heapFile);
    const { stdout } = await runCli(['inspect', taken.path('heap'), '--json', '--lang', 'zh']);
    const wanted = JSON.parse(stdout) as EvidenceJson;
    await page.locator('#language').selectOption('zh');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
    expect(await page.locator('.headline').textContent()).toBe(wanted.headline);
    expect(await page.locator('.finding h3').allTextContents()).toEqual(
      wanted.findings.map(({ title }) => title),
    );
    const text = await page.locator('h2, h3:not(.finding h3), th, label, .hint, .legend').allTextContents();
    expect(text.filter((each) => /[a-z]{6,}/.test(each.replaceAll(/English|GC|map|slice|Go/g, '')))).toEqual(
      [],
    );
  });
});

describe('two heap profiles', () => {
  test('changes of frames and their marks are those of --json', async (context) => {
    const { page, complaints } = await opened(context, differenceFile);
    const { nodes } = difference.flame;
    const bars = await page
      .locator('.flame-bar')
      .evaluateAll((all: { dataset: Record<string, string>; title: string }[]) =>
        all.map(({ dataset, title }) => ({
          node: Number(dataset['node']),
          change: dataset['change'],
          title,
        })),
      );
    expect(bars.length).toBeGreaterThan(10);
    for (const { node, change, title } of bars) {
      const { values, beforeValues = [], ranges } = nodes[node];
      const [before, after] = [beforeValues[heapColumn.inuseBytes], values[heapColumn.inuseBytes]];
      const [low, high] = ranges[heapColumn.inuseBytes] ?? [0, 0];
      expect(title).toContain(`from ${formatBytes(before)} to ${formatBytes(after)}`);
      expect(change === 'same').toBe(before === after || (low <= 0 && high >= 0));
    }
    const total = nodes[0].values[heapColumn.inuseBytes];
    expect(difference.headline).toContain(formatBytes(total));
    await page.locator('#flame-sides').selectOption('before');
    const root = await page.locator(bar(0)).getAttribute('title');
    expect(root).toContain(`from ${formatBytes(nodes[0].beforeValues?.[heapColumn.inuseBytes] ?? 0)}`);
    // The legend has a sign for each colour.
    expect((await page.locator('.legend .sign').allTextContents()).length).toBe(5);
    expect(complaints).toEqual([]);
  });
});

describe('a log of collections', () => {
  test('the curves have the values of --json, and keys read them out', async (context) => {
    const { page, complaints } = await opened(context, logFile);
    const [{ periods }] = log.gc.runs;
    const chart = page.locator('svg.timeline').first();
    const curve = await chart.locator('path[data-series="live"]').getAttribute('d');
    expect(curve?.match(/[ML]/g)).toHaveLength(periods.length);
    await chart.focus();
    await page.keyboard.press('End');
    const said = page.locator('.timeline-box .readout').first();
    expect(await said.textContent()).toContain(
      `live after collections ${formatBytes(periods.at(-1)?.liveBytes ?? 0)}`,
    );
    await page.keyboard.press('ArrowLeft');
    expect(await said.textContent()).toContain(
      `live after collections ${formatBytes(periods.at(-2)?.liveBytes ?? 0)}`,
    );
    expect(await chart.getAttribute('aria-label')).toContain('live after collections from');
    expect(complaints).toEqual([]);
  });
});

describe('any page', () => {
  test.for([false, true])('text stands out from its ground, dark: %s', async (isDark, context) => {
    for (const file of [differenceFile, logFile]) {
      const { page } = await opened(context, file, { isDark });
      expect(await page.evaluate<string[]>(contrastFaults)).toEqual([]);
      await page.close();
    }
  });

  test('nothing sticks out, however wide; controls have names, ids are there once', async (context) => {
    for (const file of [differenceFile, logFile]) {
      const { page } = await opened(context, file);
      const faults = await page.evaluate<string[]>(`[
        ...[...document.querySelectorAll('input, select, button, svg[role], [role="region"], [role="group"], nav, table')]
          .filter((each) => !each.labels?.length && !each.getAttribute('aria-label') && !each.getAttribute('aria-labelledby') && !each.textContent.trim()),
        ...[...document.querySelectorAll('[id]')].filter((each) => document.querySelectorAll('#' + CSS.escape(each.id)).length > 1),
      ].map((each) => each.outerHTML.slice(0, 200))`);
      for (const width of [320, 720, 1000, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const needed = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (needed > width) faults.push(`${path.basename(file)}: ${needed} of ${width}`);
      }
      expect(faults).toEqual([]);
      await page.close();
    }
  });

  test('its own part is below 120 KB, it loads nothing, and no other file is written over', async (context) => {
    expect((await pageTemplate('evidence')).length).toBeLessThan(120_000);
    const foreign = path.join(folder, 'notes.html');
    fs.writeFileSync(foreign, '<p>mine</p>');
    const { code, stderr } = await runCli(['inspect', taken.path('heap'), '--html', foreign]);
    expect([code, fs.readFileSync(foreign, 'utf8')]).toEqual([2, '<p>mine</p>']);
    expect(stderr).toMatch(/^highwater: \S+ exists and is no page of the evidence; name another file\n$/);
    const { page } = await opened(context, heapFile);
    const blocked = await page.evaluate<string>(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      fetch('http://127.0.0.1:9/').catch(() => {});
    })`);
    expect(blocked).toBe('connect-src');
  });
});
