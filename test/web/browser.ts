import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Why the tests of the page cannot run on a machine. */
export const noBrowser = `no Chromium: none of ${candidates.join(', ')} exists`;

/** Chromium of the system, without a window; undefined where there is none. */
export async function startBrowser(): Promise<Browser | undefined> {
  const executablePath = candidates.find((path) => existsSync(path));
  if (executablePath === undefined) return undefined;
  return await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

export interface OpenedPage {
  readonly page: Page;
  /** Errors and warnings of the page, and requests other than for the file itself. */
  readonly complaints: string[];
}

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

/** Opens a file and waits until everything is simulated. */
export async function openFile(browser: Browser, file: string, view: View = {}): Promise<OpenedPage> {
  const { width = 1280, height = 900, isDark = false } = view;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: isDark ? 'dark' : 'light',
  });
  const complaints: string[] = [];
  const own = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== own) complaints.push(`requests ${request.url()}`);
  });
  await page.goto(own);
  await atRest(page);
  return { page, complaints };
}

/** Waits until the page shows what it was asked for. */
export async function atRest(page: Page): Promise<void> {
  await page.locator('main[data-state="rest"]').waitFor();
}
