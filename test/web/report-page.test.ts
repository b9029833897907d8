/* A made report with every section that the page knows and hostile names, in a headless Chromium. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { pageTemplate } from '../../scripts/web-page.ts';
import { formatBytes, formatCount } from '../../src/findings/index.ts';
import { fillPage, reportJson } from '../../src/web/index.ts';
import { noBrowser, openFile, type OpenedPage, startBrowser, type View } from './browser.ts';
import { contrastFaults } from './testdata/contrast.ts';
import { hostileNames, madeReport } from './testdata/made-report.ts';
import { amount, amounts, expectNumbers, linesOf, openDetails } from './testdata/report-numbers.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-report-page-'));
const madeFile = path.join(folder, 'made.html');
const made = madeReport();
let browser: Browser | undefined;

beforeAll(async () => {
  const translation = {
    headline: '另一种语言的标题',
    findings: made.findings.map((finding) => ({ ...finding, title: `标题 ${finding.id}` })),
  };
  const data = { language: 'en', madeAt: '2026-01-02T03:04:05Z', translation } as const;
  const json = reportJson(JSON.stringify(made), data, 100);
  fs.writeFileSync(madeFile, fillPage(await pageTemplate('report'), json));
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

async function opened(context: TestContext, file: string, view?: View): Promise<OpenedPage> {
  if (browser === undefined) return context.skip(noBrowser);
  return openFile(browser, file, view);
}

describe('a made report with everything in it', () => {
  test('ledger, maps, findings', async (context) => {
    const { page, complaints } = await opened(context, madeFile);
    await expectNumbers(page, made, 100);
    expect(await page.locator('#maps .left-out').first().textContent()).toContain('4,900 smaller maps');
    expect(complaints).toEqual([]);
  });

  test('objects, goroutines, cgroup and notes', async (context) => {
    const { page } = await opened(context, madeFile);
    const { types = [], holders = [], packages = [], graph, goroutines, cgroup } = made;
    for (const [table, rows] of [
      ['types', types],
      ['holders', holders],
      ['packages', packages],
    ] as const) {
      const cells = `#objects-${table} tbody tr`;
      expect(await amounts(page, `${cells} [data-column="bytes"] .amount`)).toEqual(
        rows.map(({ bytes }) => amount(bytes)),
      );
      expect(await amounts(page, `${cells} [data-column="retained"] .amount`)).toEqual(
        rows.map(({ retainedBytes }) => amount(retainedBytes ?? 0)),
      );
      expect(await page.locator(`${cells} [data-column="objects"]`).allTextContents()).toEqual(
        rows.map(({ objects }) => formatCount(objects)),
      );
    }
    const figure = (section: string, name: string): Promise<string | null> =>
      page.locator(`#${section} [data-figure="${name}"] dd`).textContent();
    expect(await figure('objects', 'unheld')).toBe(formatBytes(graph?.unheldBytes ?? 0));
    expect(await figure('objects', 'edges')).toBe('7,654,321');
    expect(await figure('goroutines', 'count')).toBe('10,012');
    expect(await amounts(page, '#goroutine-table [data-column="reserved"] .amount')).toEqual(
      (goroutines?.groups ?? []).map(({ stackReservedBytes }) => amount(stackReservedBytes)),
    );
    expect(await page.locator('#goroutine-table [data-column="oldest"]').allTextContents()).toEqual([
      '60 min',
      '–',
    ]);
    expect(await amounts(page, '#cgroup .whole .amount')).toEqual([
      amount(cgroup?.usageBytes ?? 0),
      amount(cgroup?.workingSetBytes ?? 0),
    ]);
    expect(await page.locator('#cgroup .prose').textContent()).toContain('Limit 768 MiB, 81% used');
    expect(await page.locator('.limit-mark').textContent()).toBe('limit 768 MiB');
    expect(await page.locator('[data-diagnostic="spans-moved"]').textContent()).toContain('(×1,234)');
    const tones = await amounts(page, '.legend .amount');
    const sum = linesOf(made.ledger.lines)
      .filter(({ lines }) => !lines)
      .reduce((all, { bytes }) => all + bytes, 0);
    expect(tones).toHaveLength(6);
    expect(tones.reduce((all, [, title]) => all + Number(title.replace(/\D/g, '')), 0)).toBe(
      sum + made.ledger.unexplainedBytes,
    );
  });

  test('names of the program are text and nothing else', async (context) => {
    const { page, complaints } = await opened(context, madeFile);
    expect(await page.title()).toBe('Memory report · highwater');
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.locator('img').count()).toBe(0);
    const types = await page.locator('#objects-types [data-column="name"]').allTextContents();
    // What turns the direction of writing is shown as an escape.
    expect(types).toEqual(
      hostileNames.map((name) => name.replace('\u202e', '\\u202e').replace('\u2066', '\\u2066')),
    );
    expect(fs.readFileSync(madeFile, 'utf8').match(/<\/script/gi)).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});

describe('the treemap', () => {
  const tile = (id: string): string => `.treemap button[data-id="${id}"]`;
  const shown = (page: Page): Promise<string[]> =>
    page
      .locator('.treemap button')
      .evaluateAll((all: { dataset: { id: string } }[]) => all.map(({ dataset }) => dataset.id).sort());
  const trail = (page: Page): Promise<string[]> => page.locator('.trail li').allTextContents();
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>('document.activeElement.dataset.id ?? ""');

  test('by mouse: into an area, back by the trail; the table follows', async (context) => {
    const { page, complaints } = await opened(context, madeFile);
    expect(await shown(page)).toEqual(['file', 'heap', 'outside', 'runtime', 'stacks', 'unexplained']);
    await page.locator(tile('heap')).click({ position: { x: 20, y: 10 } });
    expect(await trail(page)).toEqual(['RSS', 'Go heap']);
    expect(await page.locator('tr.marked').getAttribute('data-line')).toBe('heap');
    // What is drawn inside of an area leads there as well.
    await page.locator('.treemap [data-id="heap.maps.slack"]').click();
    expect(await trail(page)).toEqual(['RSS', 'Go heap', 'maps']);
    expect(await shown(page)).toEqual(['heap.maps.entries', 'heap.maps.slack', 'heap.maps.unreachable']);
    await page.locator(tile('heap.maps.slack')).click();
    expect(await trail(page)).toHaveLength(3);
    expect(await page.locator('tr.marked').getAttribute('data-line')).toBe('heap.maps.slack');
    await page.locator('.trail button', { hasText: 'RSS' }).click();
    expect(await trail(page)).toEqual(['RSS']);
    expect(await focused(page)).toBe('heap');
    expect(complaints).toEqual([]);
  });

  test('by keys: arrows, Enter, Space, Escape', async (context) => {
    const { page } = await opened(context, madeFile);
    await page.locator('.treemap button[tabindex="0"]').focus();
    expect(await focused(page)).toBe('heap');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('stacks');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('outside');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('stacks');
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe('heap');
    await page.keyboard.press('Enter');
    expect(await trail(page)).toEqual(['RSS', 'Go heap']);
    expect(await focused(page)).toBe('heap.maps');
    await page.keyboard.press('Space');
    expect(await trail(page)).toEqual(['RSS', 'Go heap', 'maps']);
    expect(await focused(page)).toBe('heap.maps.slack');
    await page.keyboard.press('Enter');
    expect(await trail(page)).toHaveLength(3);
    await page.keyboard.press('Escape');
    expect(await trail(page)).toEqual(['RSS', 'Go heap']);
    expect(await focused(page)).toBe('heap.maps');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await trail(page)).toEqual(['RSS']);
    expect(await focused(page)).toBe('heap');
    // One stop of Tab, whatever is drawn.
    expect(await page.locator('.treemap [tabindex="0"]').count()).toBe(1);
  });

  test('what is pointed at is read out, with exact bytes', async (context) => {
    const { page } = await opened(context, madeFile);
    await page.locator('.treemap [data-id="heap.maps.slack"]').hover();
    const bytes = 211 * 2 ** 20 + 17;
    expect(await page.locator('.readout').textContent()).toContain(
      `slack that a rebuild gives back: 211 MiB (${formatCount(bytes)} B), 44% of RSS`,
    );
  });

  test('areas are as the bytes', async (context) => {
    const { page } = await opened(context, madeFile);
    const areas = await page
      .locator('.treemap button')
      .evaluateAll(
        (all: { dataset: { bytes: string }; getBoundingClientRect(): { width: number; height: number } }[]) =>
          all.map((each) => {
            const { width, height } = each.getBoundingClientRect();
            return (width * height) / Number(each.dataset.bytes);
          }),
      );
    expect(Math.max(...areas) / Math.min(...areas)).toBeLessThan(1.02);
  });
});

describe('tables', () => {
  test('the tree table opens and closes by keys', async (context) => {
    const { page } = await opened(context, madeFile);
    const line = (): Promise<string> => page.evaluate<string>('document.activeElement.dataset.line ?? ""');
    const total = page.locator('tr[data-line="total"]');
    await total.focus();
    expect(await total.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await line()).toBe('heap');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('tr[data-line="heap.maps"]').isVisible()).toBe(false);
    await page.keyboard.press('ArrowDown');
    expect(await line()).toBe('stacks');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await line()).toBe('heap.maps');
    await page.keyboard.press('Enter');
    expect(await page.locator('.trail li').allTextContents()).toEqual(['RSS', 'Go heap', 'maps']);
    await page.keyboard.press('End');
    expect(await line()).toBe('unexplained');
    expect(await page.locator('tr[data-line="heap.maps.slack"]').getAttribute('aria-level')).toBe('4');
  });

  test('maps are sorted by a click on a head, and filtered', async (context) => {
    const { page } = await opened(context, madeFile);
    const addresses = (): Promise<string[]> =>
      page
        .locator('#map-table tbody tr')
        .evaluateAll((all: { dataset: { row: string } }[]) => all.map(({ dataset }) => dataset.row));
    const maps = made.maps.slice(0, 100);
    await page.locator('#map-table [data-sort="slots"]').click();
    expect(await addresses()).toEqual(
      maps
        .toSorted((a, b) => b.slots - a.slots)
        .slice(0, 20)
        .map(({ address }) => address),
    );
    expect(await page.locator('#map-table th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await page.locator('#map-table [data-sort="slots"]').press('Enter');
    expect((await addresses())[0]).toBe(maps[0].address);
    await page.locator('#map-table-filter').fill('FIELD7');
    const matching = maps.filter(({ holders }) => holders.some((holder) => holder.includes('field7')));
    expect((await addresses()).toSorted()).toEqual(matching.map(({ address }) => address).toSorted());
    expect(await page.locator('.table-box:has(#map-table) [role="status"]').textContent()).toBe(
      `${matching.length} of ${matching.length} that match`,
    );
    await page.locator('#map-table-filter').fill('nothing has this');
    expect(await addresses()).toEqual([]);
  });
});

describe('languages, widths, colours, print', () => {
  test('nothing sticks out, however wide', async (context) => {
    const { page } = await opened(context, madeFile);
    await openDetails(page);
    const tooWide: string[] = [];
    for (const language of ['en', 'zh']) {
      await page.locator('#language').selectOption(language);
      for (const width of [320, 360, 480, 640, 720, 721, 800, 1000, 1280, 1440, 2560, 3840]) {
        await page.setViewportSize({ width, height: 900 });
        const needed = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (needed > width) tooWide.push(`${needed} of ${width} in ${language}`);
      }
    }
    expect(tooWide).toEqual([]);
  });

  test.for([false, true])('text stands out from its ground, dark: %s', async (isDark, context) => {
    const { page } = await opened(context, madeFile, { isDark });
    expect(await page.evaluate<string[]>(contrastFaults)).toEqual([]);
  });

  test('on paper all lines of the ledger are there, and nothing to press', async (context) => {
    const { page } = await opened(context, madeFile, { width: 800, height: 1100 });
    expect(await page.locator('tr[data-line="runtime.spans"]').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('tr[data-line="runtime.spans"]').isVisible()).toBe(true);
    expect(await page.locator('.contents').isVisible()).toBe(false);
    expect(await page.locator('.filter').first().isVisible()).toBe(false);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(800);
  });

  test('no motion where none is wanted', async (context) => {
    const { page } = await opened(context, madeFile);
    const motion = (): Promise<string> =>
      page.evaluate<string>("getComputedStyle(document.querySelector('.treemap button')).animationName");
    expect(await motion()).toBe('appear');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await motion()).toBe('none');
  });

  test('each control has a name, ids are there once, and Tab reaches every part', async (context) => {
    const { page } = await opened(context, madeFile);
    const faults = await page.evaluate<string[]>(`[
      ...[...document.querySelectorAll('input, select, button, [role="treegrid"], [role="region"], [role="group"], nav, table')]
        .filter((each) => !each.labels?.length && !each.getAttribute('aria-label') && !each.getAttribute('aria-labelledby') && !each.textContent.trim()),
      ...[...document.querySelectorAll('[id]')].filter((each) => document.querySelectorAll('#' + CSS.escape(each.id)).length > 1),
      ...[...document.querySelectorAll('[aria-labelledby]')].filter((each) => !document.getElementById(each.getAttribute('aria-labelledby'))),
    ].map((each) => each.outerHTML.slice(0, 200))`);
    expect(faults).toEqual([]);
    const reached: string[] = [];
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate<string>(
          'document.activeElement.id || document.activeElement.closest("[id], nav, .treemap, .ledger-table")?.className || document.activeElement.closest("[id]")?.id || ""',
        ),
      );
    }
    expect(reached).toEqual(
      expect.arrayContaining(['language', 'contents', 'treemap', 'ledger-table', 'map-table-filter']),
    );
  });
});
