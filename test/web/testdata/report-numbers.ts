import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { formatBytes, formatCount, heldBytes, type LedgerLine } from '../../../src/findings/index.ts';
import type { InspectReport } from '../../../src/web/report/model/inspect-report.ts';

/** Texts and exact bytes of what matches, in the order of the page. */
export async function amounts(page: Page, selector: string): Promise<[text: string, title: string][]> {
  return page
    .locator(selector)
    .evaluateAll((nodes: { textContent: string; title: string }[]) =>
      nodes.map((node) => [node.textContent, node.title]),
    );
}

export function amount(bytes: number): [text: string, title: string] {
  return [formatBytes(bytes), `${formatCount(bytes)} B`];
}

export function linesOf(lines: readonly LedgerLine[]): LedgerLine[] {
  return lines.flatMap((line) => [line, ...linesOf(line.lines ?? [])]);
}

export async function openDetails(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
}

export async function showAllRows(page: Page, table: string): Promise<void> {
  const more = page.locator(`.table-box:has(#${table}) .more`);
  for (let click = 0; click < 6 && (await more.isVisible()); click++) await more.click();
}

/** Every number of these reports that the page promises, as the page has it. */
export async function expectNumbers(page: Page, report: InspectReport, mapLimit: number): Promise<void> {
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
