/*
 * The page of `inspect --html` of a real process, in a headless Chromium. The process is stopped meanwhile, so that it is the
 * same for two looks, and held against `inspect --json`.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { pageTemplate } from '../../scripts/web-page.ts';
import { usualPageRows } from '../../src/cli/commands/inspect-html.ts';
import { type CliResult, runCli } from '../../src/cli/testdata/run-cli.ts';
import { formatBytes, formatCount, heldBytes } from '../../src/findings/index.ts';
import { GoService } from '../../src/inspect/testdata/go-service.ts';
import type { InspectReport } from '../../src/web/report/model/inspect-report.ts';
import { noBrowser, openFile, type OpenedPage, startBrowser, type View } from './browser.ts';
import { expectNumbers, linesOf, openDetails } from './testdata/report-numbers.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-report-'));
const realFile = path.join(folder, 'real.html');
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
    await runCli(['inspect', String(service.pid), '--html', file, '--top', '3', '--no-graph']);
    const { page } = await opened(context, file);
    expect(await page.locator('#map-table tbody tr').count()).toBe(3);
    const left = real.maps.slice(3);
    const bytes = left.reduce((sum, map) => sum + heldBytes(map), 0);
    const note = `${formatCount(left.length)} smaller maps, ${formatBytes(bytes)} together`;
    expect(await page.locator('#maps .left-out').first().textContent()).toContain(note);
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

  test('Chinese leaves no English sentence of ours', async (context) => {
    const { page } = await opened(context, realFile);
    await page.locator('#language').selectOption('zh');
    await openDetails(page);
    const text =
      await page.evaluate<string>(`[...document.querySelectorAll('h2, h3, h4, dt, th, summary, label, .hint, .legend, .trail, .contents, .bars')]
      .filter((each) => !each.closest('.diagnostics')).map((each) => each.textContent).join('\\n')`);
    const english = text.replaceAll(
      /English|Kubernetes|cgroup|goroutine|slice|channel|map|core|span|mspan|mcache|special|itab|vdso|malloc|arena|profiling|tmpfs|execution|bucket|table|gateway|emptied|MADV_FREE/gi,
      '',
    );
    // Types, variables and packages are the program's own words.
    const values = JSON.stringify(real.ledger).match(/"heap\.values\.[^"]*"/g);
    const own = JSON.stringify([real.types, real.holders, real.packages, real.goroutines, values]);
    expect((english.match(/[a-z]{5,}/g) ?? []).filter((word) => !own.includes(word))).toEqual([]);
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
    const { stdout, code } = await runCli(['inspect', pid, '--html', '-', '--top', '1', '--no-graph']);
    expect([code, stdout.slice(0, 15)]).toEqual([0, '<!doctype html>']);
    const file = path.join(folder, 'again.html');
    for (let round = 0; round < 2; round++)
      expect((await runCli(['inspect', pid, '--html', file, '--no-graph'])).code).toBe(0);
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
