import type { Finding } from '../../../findings/index.ts';
import { printable } from '../../../base/index.ts';
import { element } from '../../dom/element.ts';
import type { FindingsData } from '../model/inspect-report.ts';
import { bytesElement, codeElement } from './amounts.ts';
import type { ReportTranslation } from './report-translation.ts';

/** What was found: how bad, how much, where, and what to do. */
export function findingsSection(data: FindingsData, translation: ReportTranslation): HTMLElement {
  const { report, leftOut } = data;
  const list = element('div', { class: 'findings' });
  const more = leftOut['findings'] ?? 0;
  translation.each((words) => {
    const findings = findingsIn(data, translation);
    const cards = findings.map((finding, place) => card(finding, place, translation));
    list.replaceChildren(...cards);
    if (findings.length === 0) list.append(element('p', { class: 'muted' }, words.findings.none));
    if (more > 0) list.append(element('p', { class: 'muted' }, words.table.leftOut(String(more))));
  });
  return element(
    'section',
    { id: 'findings', 'aria-labelledby': 'findings-title', 'data-count': String(report.findings.length) },
    translation.text(element('h2', { id: 'findings-title' }), (words) => words.findings.title),
    list,
  );
}

/** The findings of the JSON, with the texts of the language of the page; the numbers are those of the JSON always. */
function findingsIn(
  { language, report, translation: other }: FindingsData,
  { language: wanted }: ReportTranslation,
): readonly Finding[] {
  if (wanted === language) return report.findings;
  return report.findings.map((finding, place) => {
    const said = other.findings.at(place);
    if (said?.id !== finding.id) return finding;
    const { title, detail, remedy, where } = said;
    return { ...finding, title, detail, remedy, where };
  });
}

function card(finding: Finding, place: number, { words }: ReportTranslation): HTMLElement {
  const { findings } = words;
  const titleId = `finding-${place}`;
  const facts: [term: string, value: HTMLElement][] = [[findings.bytes, bytesElement(finding.bytes)]];
  if (finding.reclaimableBytes > 0) facts.push([findings.back, bytesElement(finding.reclaimableBytes)]);
  if (finding.where !== '') facts.push([findings.where, codeElement(finding.where)]);
  return element(
    'article',
    { class: `finding ${finding.severity}`, 'data-finding': finding.id, 'aria-labelledby': titleId },
    element(
      'header',
      {},
      element('span', { class: 'severity' }, findings.severity(finding.severity)),
      element('h3', { id: titleId }, printable(finding.title)),
      element('code', { class: 'muted id' }, finding.id),
    ),
    element(
      'dl',
      { class: 'facts' },
      ...facts.map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value))),
    ),
    element(
      'div',
      { class: 'finding-text' },
      element('div', {}, ...prose(finding.detail)),
      ...(finding.remedy === ''
        ? []
        : [element('div', {}, element('h4', {}, findings.remedy), ...prose(finding.remedy))]),
    ),
  );
}

/** Paragraphs by line; lines that four spaces set off are Go code. */
function prose(text: string): HTMLElement[] {
  const blocks: HTMLElement[] = [];
  let code: string[] = [];
  const endCode = (): void => {
    if (code.length > 0)
      blocks.push(element('pre', { tabindex: '0', translate: 'no' }, element('code', {}, code.join('\n'))));
    code = [];
  };
  for (const line of text.split('\n').map(printable)) {
    if (line.startsWith('    ')) {
      code.push(line.slice(4));
      continue;
    }
    endCode();
    if (line.trim() !== '') blocks.push(element('p', {}, line));
  }
  endCode();
  return blocks;
}
