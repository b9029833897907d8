/*
 * The page of `predict --html` as its reader meets it: written by the command line, opened in a headless Chromium. What it
 * shows is held against the simulation and the formulas as Node runs them.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { type CliResult, runCli } from '../../src/cli/testdata/run-cli.ts';
import { formatBytes, formatCount } from '../../src/findings/index.ts';
import { type GoLine, unitSlots } from '../../src/gomem/index.ts';
import { parseGoLine, predict } from '../../src/predict/index.ts';
import { simulateMap, type SimulatedMap } from '../../src/simulate/index.ts';
import { atRest, noBrowser, openFile, type OpenedPage, startBrowser, type View } from '../web/browser.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-explorer-'));
const sides = [
  ['left', parseGoLine('1.23')],
  ['right', parseGoLine('1.26')],
] as const;
let browser: Browser | undefined;
let fileCount = 0;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

async function writePage(...words: string[]): Promise<{ file: string; result: CliResult }> {
  const file = path.join(folder, `page-${++fileCount}.html`);
  const result = await runCli(['predict', ...words, '--html', file]);
  expect(result.stderr).toBe('');
  return { file, result };
}

/** A page for these words, opened; the test is left out where the machine has no browser. */
async function opened(context: TestContext, words: readonly string[], view?: View): Promise<OpenedPage> {
  if (browser === undefined) return context.skip(noBrowser);
  const { file } = await writePage(...words);
  return openFile(browser, file, view);
}

interface MapFacts {
  readonly map: SimulatedMap;
  readonly filled: { readonly bytes: number; readonly boxedBytes: number };
}

/** The same history, in Node, straight on the simulated map. */
function simulated(expression: string, line: GoLine, entries: number, keep: number): MapFacts {
  const forecast = predict(expression, { entries, line });
  if (forecast.kind !== 'map') throw new Error(`${expression} is no map`);
  const map = simulateMap(forecast.shape, line, { seed: 1 });
  for (let key = 0; key < entries; key++) map.insert(key);
  const filled = { bytes: map.bytes, boxedBytes: map.boxedBytes };
  for (let key = 0; key < entries - keep; key++) map.delete(key);
  return { map, filled };
}

function slotsOf(map: SimulatedMap): number {
  const structure = map.structure();
  return structure.kind === 'swiss' ? structure.slots : structure.array.baseCount * unitSlots;
}

async function figure(page: Page, side: string, name: string): Promise<string> {
  return (await page.locator(`#panel-${side} [data-figure="${name}"]`).textContent()) ?? '';
}

async function drawn(page: Page, side: string): Promise<Record<string, string>> {
  return page.locator(`#panel-${side} canvas`).evaluate((canvas: { dataset: object }) => ({
    ...(canvas.dataset as Record<string, string>),
  }));
}

async function cells(page: Page, stage: string): Promise<string[]> {
  return page.locator(`tr[data-stage="${stage}"] td`).allTextContents();
}

describe('what the page shows is what Node computes', () => {
  test('figures, formulas and high-water mark of a map with boxed values', async (context) => {
    const type = 'map[int][200]byte';
    const { page, complaints } = await opened(context, [type, '--entries', '2000', '--delete', '1900']);
    for (const [place, [side, line]] of sides.entries()) {
      const { map, filled } = simulated(type, line, 2000, 100);
      expect(await figure(page, side, 'len')).toBe('100');
      expect(await figure(page, side, 'slots')).toBe(formatCount(slotsOf(map)));
      expect(await figure(page, side, 'boxed')).toBe(formatBytes(map.boxedBytes));
      const exact = page.locator(`#panel-${side} [data-figure="bytes"]`);
      expect(await exact.getAttribute('title')).toBe(`${formatCount(map.bytes)} B`);
      const peak = page.locator(`#panel-${side} [data-figure="peak"]`);
      expect(await peak.getAttribute('title')).toBe(`${formatCount(map.peakBytes)} B`);
      expect(await figure(page, side, 'garbage')).toBe(formatBytes(map.garbageBytes + map.boxedGarbageBytes));
      const forecast = predict(type, { entries: 2000, deleted: 1900, line });
      if (forecast.kind !== 'map') throw new Error('no map');
      const formula = forecast.prediction.stages.map(({ bytes, boxedBytes }) =>
        formatBytes(Math.round(bytes.mean + boxedBytes)),
      );
      const [first, last] = [3 * place, 3 * place + 2];
      expect((await cells(page, 'filled')).slice(first, last)).toEqual([
        formatBytes(filled.bytes + filled.boxedBytes),
        formula[1],
      ]);
      expect((await cells(page, 'deleted')).slice(first, last)).toEqual([
        formatBytes(map.bytes + map.boxedBytes),
        formula[2],
      ]);
      const mark = Number(await page.locator(`g.high-water.${side}`).getAttribute('data-bytes'));
      expect(mark).toBeGreaterThanOrEqual(filled.bytes + filled.boxedBytes);
      expect(mark).toBeLessThanOrEqual(map.peakBytes + filled.boxedBytes);
    }
    expect(complaints).toEqual([]);
  });

  test('a million entries', async (context) => {
    const type = 'map[int][128]byte';
    const { page, complaints } = await opened(context, [type, '--delete', '990000']);
    const headline = (await page.locator('.headline').textContent()) ?? '';
    expect(headline).toMatch(/^1,000,000 entries deleted down to 10,000: .*MiB on Go.1\.23 and .* stay/);
    for (const [side, line] of sides) {
      const { map } = simulated(type, line, 1_000_000, 10_000);
      expect(await figure(page, side, 'bytes')).toBe(formatBytes(map.bytes));
      expect(await figure(page, side, 'peak')).toBe(formatBytes(map.peakBytes));
      const structure = map.structure();
      const { mode, tables, bars } = await drawn(page, side);
      expect(mode).toBe('bars');
      if (structure.kind === 'swiss')
        expect([tables, bars]).toEqual([String(structure.tables.length), String(structure.tables.length)]);
    }
    expect(complaints).toEqual([]);
  });

  test.for([8, 950, 3000])('every slot of a map of %d is drawn, in its state', async (entries, context) => {
    const type = 'map[string]int';
    const keep = Math.ceil(entries / 3);
    const words = [type, '--entries', String(entries), '--delete', String(entries - keep)];
    const { page } = await opened(context, words);
    for (const [side, line] of sides) {
      const structure = simulated(type, line, entries, keep).map.structure();
      const { full, deleted, empty, units, tables } = await drawn(page, side);
      expect(Number(full)).toBe(keep);
      expect(Number(full) + Number(deleted) + Number(empty)).toBe(8 * Number(units));
      if (structure.kind === 'swiss') {
        expect(Number(deleted)).toBe(structure.tombstones);
        expect(Number(units)).toBe(structure.slots / unitSlots);
        expect(Number(tables)).toBe(structure.tables.length);
      } else {
        expect(structure.growth).toBeUndefined();
        expect(Number(units)).toBe(structure.array.baseCount + structure.array.overflowChained);
      }
    }
    // The canvas itself: as many squares of the colour of a full slot as there are entries.
    const pixels = await page.evaluate<number>(countPixels);
    const side = Math.sqrt(pixels / keep);
    expect(side).toBeGreaterThanOrEqual(2);
    expect(side).toBe(Math.round(side));
  });
});

/** Runs in the page: pixels of the left canvas in the colour of its full slots. */
const countPixels = `(() => {
  const canvas = document.querySelector('#panel-left canvas');
  const wanted = getComputedStyle(canvas).getPropertyValue('--series').trim().slice(1);
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  // Without the line of text above the drawing.
  for (let at = 4 * 16 * canvas.width; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    if (data[at + 3] === 255 && colour === parseInt(wanted, 16)) count++;
  }
  return count;
})()`;

describe('controls', () => {
  test('keys move the sliders, and the sliders the figures; nothing else moves', async (context) => {
    const { page, complaints } = await opened(context, [
      'map[int]int',
      '--entries',
      '1000',
      '--delete',
      '500',
    ]);
    const before = await page.locator('.headline').textContent();
    await page.locator('#entries').focus();
    for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowRight');
    await atRest(page);
    const entries = Number(await page.locator('#entries-number').inputValue());
    expect(entries).toBeGreaterThan(1000);
    expect(await page.locator('.headline').textContent()).not.toBe(before);
    expect(await figure(page, 'right', 'len')).toBe(formatCount(Math.round(entries / 2)));
    const { map } = simulated('map[int]int', sides[1][1], entries, Math.round(entries / 2));
    expect(await figure(page, 'right', 'bytes')).toBe(formatBytes(map.bytes));
    await page.locator('#keep-number').fill('0');
    await page.keyboard.press('Enter');
    await atRest(page);
    expect(await figure(page, 'left', 'len')).toBe('0');
    await page.locator('#hint-number').fill('4000');
    await page.keyboard.press('Enter');
    await atRest(page);
    expect(await figure(page, 'left', 'slots')).toBe('8,192');
    await page.locator('#go-left').selectOption('1.25 noswissmap');
    await atRest(page);
    expect(await page.locator('.high-water.left text').textContent()).toContain('1.25 noswissmap');
    const shifts = await page.evaluate<number>(`new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
        .observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => setTimeout(() => resolve(0), 50));
    })`);
    expect(shifts).toBeLessThan(0.001);
    expect(complaints).toEqual([]);
  });

  test('steps, next change, actions and the history', async (context) => {
    const { page } = await opened(context, ['map[int]int', '--entries', '40', '--delete', '30']);
    const shown = (): Promise<string[]> =>
      Promise.all([figure(page, 'left', 'len'), figure(page, 'right', 'slots')]);
    await page.locator('#start').click();
    await atRest(page);
    expect(await shown()).toEqual(['0', '8']);
    await page.locator('#step').click();
    await atRest(page);
    expect(await shown()).toEqual(['1', '8']);
    for (let click = 0; click < 2; click++) {
      await page.locator('#next-change').click();
      await atRest(page);
    }
    // Both designs grow with the ninth entry; the buckets next with the fourteenth.
    expect(await shown()).toEqual(['14', '16']);
    expect(await page.locator('#panel-left .spot').textContent()).toContain('2 buckets became 4');
    await page.locator('#do-clear').click();
    await atRest(page);
    await page.locator('.phases button').last().click();
    await atRest(page);
    expect(await shown()).toEqual(['0', '16']);
    expect(await page.locator('.phases button').allTextContents()).toEqual(['fill 14', 'clear']);
    await page.locator('#reset').click();
    await atRest(page);
    expect(await shown()).toEqual(['10', '64']);
    await page.locator('#speed').fill('4');
    await page.locator('#play').click();
    await page.locator('#play', { hasText: 'Play' }).waitFor();
    await atRest(page);
    // Made anew with a hint of ten.
    expect(await shown()).toEqual(['10', '16']);
  });

  test('pointing at the chart gives exact numbers', async (context) => {
    const { page } = await opened(context, ['map[int]int', '--entries', '1000', '--delete', '900']);
    await page.locator('svg.chart').focus();
    for (let press = 0; press < 10; press++) await page.keyboard.press('PageUp');
    const { bytes } = simulated('map[int]int', sides[0][1], 500, 500).map;
    expect(await page.locator('.readout').textContent()).toContain(
      `At 500 entries: Go 1.23 filling ${formatBytes(bytes)} (${formatCount(bytes)} B)`,
    );
  });

  test('a wrong type is refused in the words of predict, and a right one goes on', async (context) => {
    const { page, complaints } = await opened(context, ['map[int]int', '--entries', '100']);
    const messageOf = (type: string): string => {
      try {
        predict(type, { entries: 100, line: sides[0][1] });
      } catch (error) {
        if (error instanceof Error) return error.message;
      }
      throw new Error(`${type} is right`);
    };
    for (const type of ['map[int', 'map[[]byte]int', 'map[string]Session', '']) {
      await page.locator('#type').fill(type);
      expect(await page.locator('#type-fault').textContent()).toBe(messageOf(type));
    }
    await page.locator('#type').fill('[]byte');
    expect(await page.locator('#type-fault').textContent()).toMatch(/no map/);
    await page.locator('#language').selectOption('zh');
    expect(await page.locator('#type-fault').textContent()).toMatch(/不是 map/);
    await page.locator('#type').fill('map[string]struct { id int64; tags []string }');
    await atRest(page);
    expect(await page.locator('#type-fault').textContent()).toBe('');
    const { map } = simulated('map[string]struct { id int64; tags []string }', sides[1][1], 100, 1);
    expect(await figure(page, 'right', 'bytes')).toBe(formatBytes(map.bytes));
    expect(complaints).toEqual([]);
  });

  test('each has a name', async (context) => {
    const { page } = await opened(context, ['map[int]int', '--entries', '100']);
    const nameless = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('input, select, button, svg, canvas')]
      .filter((each) => !each.labels?.length && !each.getAttribute('aria-label') && !each.textContent.trim())
      .map((each) => each.outerHTML)`);
    expect(nameless).toEqual([]);
  });
});

describe('languages, widths, colours', () => {
  test('Chinese by --lang, and English again in the page', async (context) => {
    const words = ['map[int]int', '--entries', '1000', '--delete', '900', '--lang', 'zh'];
    const { page, complaints } = await opened(context, words, { isDark: true });
    expect(await page.locator('.headline').textContent()).toMatch(/^1,000 个条目删到 100 个：.*重建后只需/);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
    expect(await page.title()).toContain('浏览器');
    await page.locator('#language').selectOption('en');
    expect(await page.locator('.headline').textContent()).toMatch(/^1,000 entries deleted down to 100/);
    const left = await page.evaluate<string>('document.body.innerText');
    expect(left.replace('中文', '')).not.toMatch(/\p{Script=Han}/u);
    expect(complaints).toEqual([]);
  });

  test('nothing sticks out, from 360 to 1280 pixels', async (context) => {
    const { page } = await opened(context, ['map[string]int', '--entries', '3000'], {
      width: 360,
      height: 800,
    });
    for (const width of [360, 400, 600, 720, 860, 900, 1100, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await atRest(page);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });
});

describe('the file', () => {
  test('says where it is and how large; below 250 KB, and it may load nothing', async (context) => {
    const { file, result } = await writePage('map[int]int');
    const { size } = fs.statSync(file);
    expect(size).toBeLessThan(250_000);
    expect(result.stdout).toBe(
      `${file} (${formatBytes(size)}): open it in a browser; it needs no network.\n`,
    );
    if (browser === undefined) return context.skip(noBrowser);
    const { page, complaints } = await openFile(browser, file);
    expect(complaints).toEqual([]);
    const blocked = await page.evaluate<string>(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      fetch('http://127.0.0.1:9/').catch(() => {});
    })`);
    expect(blocked).toBe('connect-src');
  });

  test('a type cannot leave its place in the page', async (context) => {
    const type = 'map[string]struct { a int "</script><script>document.title=1</script><!--" }';
    const { page, complaints } = await opened(context, [type, '--entries', '10']);
    expect(await page.locator('#type').inputValue()).toBe(type);
    expect(await page.title()).toBe('Go map explorer · highwater');
    expect(complaints).toEqual([]);
  });

  test('named types come with their declarations and without the rest of the file', async (context) => {
    const source = path.join(folder, 'session.go');
    fs.writeFileSync(
      source,
      'package app\n// a secret\ntype Session struct { id int64; name string }\nfunc secret() {}\n',
    );
    const words = ['map[string]Session', '--from', source, '--entries', '100', '--delete', 'none'];
    const { file } = await writePage(...words);
    expect(fs.readFileSync(file, 'utf8')).not.toContain('secret()');
    const { page } = await opened(context, words);
    const { map } = simulated('map[string]struct { id int64; name string }', sides[0][1], 100, 100);
    expect(await figure(page, 'left', 'bytes')).toBe(formatBytes(map.bytes));
    expect(await page.locator('details pre').textContent()).toContain('type Session struct');
    await page.locator('#type').fill('map[Session]*Session');
    await atRest(page);
    expect(await page.locator('#type-fault').textContent()).toBe('');
  });

  test('- is stdout, and a page of ours is written anew, but no other file', async () => {
    const { stdout, code } = await runCli(['predict', 'map[int]int', '--html', '-']);
    expect([code, stdout.slice(0, 15)]).toEqual([0, '<!doctype html>']);
    const { file } = await writePage('map[int]int');
    const again = await runCli(['predict', 'map[int]string', '--html', file]);
    expect(again.code).toBe(0);
    expect(fs.readFileSync(file, 'utf8')).toContain('map[int]string');
    const other = path.join(folder, 'notes.html');
    fs.writeFileSync(other, '<p>mine</p>');
    const refused = await runCli(['predict', 'map[int]int', '--html', other]);
    expect(refused.code).toBe(2);
    expect(fs.readFileSync(other, 'utf8')).toBe('<p>mine</p>');
  });

  test.each([
    [['[]byte', '--html', '-'], /is not a map type/],
    [['map[int]int', '--entries', '5M', '--html', '-'], /at most 4,000,000 entries/],
    [['map[int]int', '--html', '/nowhere/at/all.html'], /cannot write/],
    [['map[int', '--html', '-'], /col 8/],
    [['map[int]int', '--json', '--html', '-'], /--html/],
  ])('%j: exit 2 and one line', async (words, message) => {
    const { code, stdout, stderr } = await runCli(['predict', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^highwater: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });
});
