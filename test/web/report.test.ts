/*
 * The page of `inspect --html` as its reader meets it, in a headless Chromium. A real process, stopped meanwhile so that it
 * is the same for two looks, is held against `inspect --json`; a made report has every section and hostile names.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { pageTemplate } from '../../scripts/web-page.ts';
import { type CliResult, runCli } from '../../src/cli/testdata/run-cli.ts';
import { usualPageRows } from '../../src/cli/commands/inspect-html.ts';
import { formatBytes, formatCount, heldBytes, type LedgerLine } from '../../src/findings/index.ts';
import { GoService } from '../../src/inspect/testdata/go-service.ts';
import { fillPage, reportJson } from '../../src/web/index.ts';
import type { InspectReport } from '../../src/web/report/model/inspect-report.ts';
import { noBrowser, openFile, type OpenedPage, startBrowser, type View } from './browser.ts';
import { hostileNames, madeReport } from './testdata/made-report.ts';
import { contrastFaults } from './testdata/contrast.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-report-'));
const realFile = path.join(folder, 'real.html');
const madeFile = path.join(folder, 'made.html');
const made = madeReport();
let browser: Browser | undefined;
let service: GoService;
let real: InspectReport;
let realResult: CliResult;

beforeAll(async () => {
  service = await GoService.start('../../../fixtures/demo', undefined);
  process.kill(service.pid, 'SIGSTOP');
  const pid = String(service.pid);
  realResult = await runCli(['inspect', pid, '--html', realFile]);
  const json = await runCli(['inspect', pid, '--json']);
  real = JSON.parse(json.stdout) as InspectReport;
  const translation = {
    headline: '另一种语言的标题',
    findings: made.findings.map((finding) => ({ ...finding, title: `标题 ${finding.id}` })),
  };
  const data = { language: 'en', madeAt: '2026-01-02T03:04:05Z', translation } as const;
  const json100 = reportJson(JSON.stringify(made), data, 100);
  fs.writeFileSync(madeFile, fillPage(await pageTemplate('report'), json100));
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  service.stop();
  fs.rmSync(folder, { recursive: true });
});

async function opened(context: TestContext, file: string, view?: View): Promise<OpenedPage> {
  if (browser === undefined) return context.skip(noBrowser);
  return openFile(browser, file, view);
}

/** Texts and exact bytes of what matches, in the order of the page. */
async function amounts(page: Page, selector: string): Promise<[text: string, title: string][]> {
  return page
    .locator(selector)
    .evaluateAll((nodes: { textContent: string; title: string }[]) =>
      nodes.map((node) => [node.textContent, node.title]),
    );
}

function amount(bytes: number): [text: string, title: string] {
  return [formatBytes(bytes), `${formatCount(bytes)} B`];
}

function linesOf(lines: readonly LedgerLine[]): LedgerLine[] {
  return lines.flatMap((line) => [line, ...linesOf(line.lines ?? [])]);
}

async function openDetails(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
}

async function showAllRows(page: Page, table: string): Promise<void> {
  const more = page.locator(`.table-box:has(#${table}) .more`);
  for (let click = 0; click < 6 && (await more.isVisible()); click++) await more.click();
}

/** Every number of these reports that the page promises, as the page has it. */
async function expectNumbers(page: Page, report: InspectReport, mapLimit: number): Promise<void> {
  const { ledger, findings } = report;
  const lines = [
    { id: 'total', bytes: ledger.totalBytes },
    ...linesOf(ledger.lines),
    { id: 'unexplained', bytes: ledger.unexplainedBytes },
    ...(ledger.outsideLines ?? []),
    ...(ledger.withinLines ?? []),
  ];
  const rows = page.locator('.ledger-table tr[data-line]');
  expect(
    await rows.evaluateAll((all: { dataset: { line: string } }[]) => all.map((row) => row.dataset.line)),
  ).toEqual(lines.map(({ id }) => id));
  expect(await amounts(page, '.ledger-table tr[data-line] .amount')).toEqual(
    lines.map(({ bytes }) => amount(bytes)),
  );
  await showAllRows(page, 'map-table');
  const maps = report.maps.slice(0, mapLimit);
  const mapRows = page.locator('#map-table tbody tr');
  expect(
    await mapRows.evaluateAll((all: { dataset: { row: string } }[]) => all.map((row) => row.dataset.row)),
  ).toEqual(maps.map(({ address }) => address));
  expect(await amounts(page, '#map-table [data-column="bytes"] .amount')).toEqual(
    maps.map((map) => amount(heldBytes(map))),
  );
  expect(await page.locator('#map-table [data-column="back"]').allTextContents()).toEqual(
    maps.map(({ reclaimableBytes }) => (reclaimableBytes > 0 ? formatBytes(reclaimableBytes) : '–')),
  );
  expect(await page.locator('#map-table [data-column="slots"]').allTextContents()).toEqual(
    maps.map(({ len, slots }) => `${formatCount(len)} / ${formatCount(slots)}`),
  );
  expect(
    await page
      .locator('.finding')
      .evaluateAll((all: { dataset: { finding: string } }[]) => all.map((each) => each.dataset.finding)),
  ).toEqual(findings.map(({ id }) => id));
  expect(await amounts(page, '.finding .amount')).toEqual(
    findings.flatMap(({ bytes, reclaimableBytes }) =>
      reclaimableBytes > 0 ? [amount(bytes), amount(reclaimableBytes)] : [amount(bytes)],
    ),
  );
}

describe('a real process', () => {
  test('every line of the ledger, every map and every finding of --json', async (context) => {
    expect(realResult.stderr).toBe('');
    const { page, complaints } = await opened(context, realFile);
    expect(real.maps.length).toBeGreaterThan(usualPageRows);
    expect(real.findings.length).toBeGreaterThan(0);
    await expectNumbers(page, real, usualPageRows);
    expect(await page.locator('.headline').textContent()).toBe(real.headline);
    const [first] = real.findings;
    const shown = (await page.locator('.finding').first().textContent()) ?? '';
    for (const text of [first.title, first.where, first.detail.split('\n')[0]]) expect(shown).toContain(text);
    const code = first.remedy.split('\n').filter((line) => line.startsWith('    '));
    expect(await page.locator('.finding pre').first().textContent()).toBe(
      code.map((line) => line.slice(4)).join('\n'),
    );
    expect(await page.locator('h1').textContent()).toContain(path.basename(real.target.exe));
    expect(complaints).toEqual([]);
  });

  test('Chinese in the page is what --lang zh says', async (context) => {
    const inChinese = await runCli(['inspect', String(service.pid), '--json', '--lang', 'zh']);
    const wanted = JSON.parse(inChinese.stdout) as InspectReport;
    const { page } = await opened(context, realFile);
    await page.locator('#language').selectOption('zh');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
    expect(await page.locator('.headline').textContent()).toBe(wanted.headline);
    expect(await page.locator('.finding h3').allTextContents()).toEqual(
      wanted.findings.map(({ title }) => title),
    );
    const labels = linesOf(wanted.ledger.lines).map(({ label }) => label);
    expect(
      (await page.locator('.ledger-table .line-label').allTextContents()).slice(1, labels.length + 1),
    ).toEqual(labels);
    const other = path.join(folder, 'chinese.html');
    expect(
      (await runCli(['inspect', String(service.pid), '--html', other, '--lang', 'zh'])).stdout,
    ).toContain('浏览器');
    const { page: second } = await opened(context, other);
    expect(await second.locator('.headline').textContent()).toBe(wanted.headline);
    await second.locator('#language').selectOption('en');
    expect(await second.locator('.headline').textContent()).toBe(real.headline);
  });

  test('--top bounds the maps, and the page says how many are missing', async (context) => {
    const file = path.join(folder, 'few.html');
    await runCli(['inspect', String(service.pid), '--html', file, '--top', '3']);
    const { page } = await opened(context, file);
    expect(await page.locator('#map-table tbody tr').count()).toBe(3);
    const left = real.maps.slice(3);
    const bytes = left.reduce((sum, map) => sum + heldBytes(map), 0);
    const note = `${formatCount(left.length)} smaller maps, ${formatBytes(bytes)} together`;
    expect(await page.locator('#maps .left-out').first().textContent()).toContain(note);
  });
});

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
        rows.map(({ retainedBytes }) => amount(retainedBytes)),
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

  test('a report of today, without objects and goroutines, has no empty sections', async (context) => {
    const { page } = await opened(context, realFile);
    const sections = await page
      .locator('section[id]')
      .evaluateAll((all: { id: string }[]) => all.map(({ id }) => id));
    expect(sections.slice(0, 3)).toEqual(['ledger', 'findings', 'maps']);
    for (const name of ['graph', 'types', 'holders', 'packages', 'goroutines'] as const)
      if (real[name] === undefined)
        expect(sections).not.toContain(name === 'goroutines' ? name : `objects-${name}`);
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
  test.for(['real', 'made'])('nothing sticks out of the %s report, however wide', async (which, context) => {
    const { page } = await opened(context, which === 'real' ? realFile : madeFile);
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

  test('Chinese leaves no English sentence of ours', async (context) => {
    const { page } = await opened(context, realFile);
    await page.locator('#language').selectOption('zh');
    await openDetails(page);
    const text =
      await page.evaluate<string>(`[...document.querySelectorAll('h2, h3, h4, dt, th, summary, label, .hint, .legend, .trail, .contents, .bars')]
      .filter((each) => !each.closest('.diagnostics')).map((each) => each.textContent).join('\\n')`);
    const english = text.replaceAll(
      /English|Kubernetes|cgroup|goroutine|map|core|span|mspan|mcache|special|itab|vdso|malloc|arena|profiling|tmpfs|execution|bucket|table|gateway|emptied|MADV_FREE/gi,
      '',
    );
    expect(english.match(/[a-z]{5,}/g)).toBeNull();
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

describe('the file', () => {
  test('says where it is; its own part is below 100 KB, and it may load nothing', async (context) => {
    const { size } = fs.statSync(realFile);
    expect(realResult.stdout).toBe(
      `${realFile} (${formatBytes(size)}): open it in a browser; it needs no network.\n`,
    );
    expect((await pageTemplate('report')).length).toBeLessThan(100_000);
    const { page } = await opened(context, realFile);
    const blocked = await page.evaluate<string>(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      fetch('http://127.0.0.1:9/').catch(() => {});
    })`);
    expect(blocked).toBe('connect-src');
  });

  test('- is stdout, and a report of ours is written anew, but no other file', async () => {
    const pid = String(service.pid);
    const { stdout, code } = await runCli(['inspect', pid, '--html', '-', '--top', '1']);
    expect([code, stdout.slice(0, 15)]).toEqual([0, '<!doctype html>']);
    const file = path.join(folder, 'again.html');
    for (let round = 0; round < 2; round++)
      expect((await runCli(['inspect', pid, '--html', file])).code).toBe(0);
    const explorer = path.join(folder, 'explorer.html');
    expect((await runCli(['predict', 'map[int]int', '--html', explorer])).code).toBe(0);
    for (const other of [explorer, path.join(folder, 'notes.html')]) {
      if (other !== explorer) fs.writeFileSync(other, '<p>mine</p>');
      const before = fs.readFileSync(other, 'utf8');
      const refused = await runCli(['inspect', pid, '--html', other]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(
        /^highwater: \S+ exists and is no page of the report; name another file\n$/,
      );
      expect(fs.readFileSync(other, 'utf8')).toBe(before);
    }
  });

  test.each([
    [['--html', '/nowhere/at/all.html'], /cannot write/],
    [['--html', '-', '--json'], /--html/],
    [['--html', '-', '--map', 'main.srv.sessions'], /--html/],
    [['--html', '-', '--top', '100001'], /at most 100,000 maps/],
  ])('%j: exit 2 and one line', async (words, message) => {
    const { code, stdout, stderr } = await runCli(['inspect', String(service.pid), ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^highwater: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });
});
