import { formatBytes } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { InspectReport } from '../model/inspect-report.ts';
import { type LedgerNode, ledgerTree, nodesOf, type Tone, tones } from '../model/ledger-tree.ts';
import { bytesElement } from './amounts.ts';
import type { ReportTranslation } from './report-translation.ts';

/** RSS, by what can be done about it, and what the cgroup counts, on one scale that ends at the limit. */
export function limitBars(report: InspectReport, translation: ReportTranslation): HTMLElement {
  const { ledger, cgroup, target } = report;
  const total = ledgerTree(ledger);
  const limit = cgroup?.nearestLimit?.limitBytes ?? 0;
  const scale = Math.max(limit, total.bytes, cgroup?.usageBytes ?? 0, 1);
  const byTone = toneSums(total);
  const segments = [...byTone].map(([tone, bytes]) => segment(bytes, scale, tone));
  // A core does not tell what was resident.
  const rss = target.kind === 'core' ? 'heapInUse' : 'rss';
  const rows = [row(rss, total.bytes, segments, translation)];
  if (cgroup)
    for (const [title, bytes] of [
      ['workingSet', cgroup.workingSetBytes],
      ['usage', cgroup.usageBytes],
    ] as const)
      rows.push(row(title, bytes, [segment(bytes, scale, 'cgroup')], translation));
  const marks: HTMLElement[] = [];
  if (cgroup && limit > 0) {
    const mark = translation.text(
      element('p', { class: 'limit-mark', 'data-limit': String(limit) }),
      (words) => words.bars.limit(formatBytes(limit)),
    );
    mark.style.setProperty('--at', String(limit / scale));
    // Its text is on the side where there is room.
    mark.classList.toggle('low', limit < scale / 2);
    marks.push(mark);
  } else if (cgroup)
    marks.push(translation.text(element('p', { class: 'muted small' }), (words) => words.bars.noLimit));
  return element(
    'section',
    { class: 'bars', 'aria-label': 'RSS' },
    ...rows,
    ...marks,
    legend(byTone, translation),
  );
}

function row(
  title: 'rss' | 'heapInUse' | 'workingSet' | 'usage',
  bytes: number,
  segments: readonly HTMLElement[],
  translation: ReportTranslation,
): HTMLElement {
  return element(
    'div',
    { class: 'bar-row', 'data-bar': title },
    translation.text(element('span', { class: 'bar-title' }), (words) => words.bars[title]),
    element('span', { class: 'long-bar', 'aria-hidden': 'true' }, ...segments),
    bytesElement(bytes),
  );
}

function segment(bytes: number, scale: number, tone: string): HTMLElement {
  const made = element('span', { class: `segment ${tone}` });
  made.style.width = `${(100 * bytes) / scale}%`;
  return made;
}

/** What each colour means, and how much of it there is. */
function legend(byTone: ReadonlyMap<Tone, number>, translation: ReportTranslation): HTMLElement {
  const items = [...byTone].map(([tone, bytes]) =>
    element(
      'li',
      { class: tone, 'data-tone': tone },
      translation.text(element('span'), (words) => words.tones[tone]),
      bytesElement(bytes),
    ),
  );
  return element('ul', { class: 'legend' }, ...items);
}

function toneSums(total: LedgerNode): Map<Tone, number> {
  const sums = new Map<Tone, number>();
  for (const tone of tones) {
    let bytes = 0;
    for (const node of nodesOf(total))
      if (node.children.length === 0 && node.tone === tone) bytes += node.bytes;
    if (bytes > 0) sums.set(tone, bytes);
  }
  return sums;
}
