import { printable } from '../../base/index.ts';
import { formatCount } from '../../findings/index.ts';
import { element, setText } from '../dom/element.ts';
import { languageChoice } from '../dom/language-choice.ts';
import type { InspectReport, PageData } from './model/inspect-report.ts';
import { cgroupSection } from './view/cgroup-section.ts';
import { findingsSection } from './view/findings-section.ts';
import { goroutinesSection } from './view/goroutines-section.ts';
import { ledgerSection } from './view/ledger-section.ts';
import { limitBars } from './view/limit-bars.ts';
import { mapsSection } from './view/maps-section.ts';
import { notesSection } from './view/notes-section.ts';
import { objectsSection } from './view/objects-section.ts';
import { ReportTranslation } from './view/report-translation.ts';
import type { ReportWords } from './words/report-words.ts';

/** Puts the report into the document. */
export function openReport(data: PageData): void {
  const translation = new ReportTranslation(data.language);
  const { report } = data;
  const main = element(
    'main',
    {},
    header(data, translation),
    headline(data, translation),
    limitBars(report, translation),
    contents(data, translation),
    ledgerSection(report, translation),
    findingsSection(data, translation),
    mapsSection(data, translation),
    ...present(objectsSection(data, translation)),
    ...present(report.goroutines ? goroutinesSection(report.goroutines, data, translation) : undefined),
    ...present(report.cgroup ? cgroupSection(report.cgroup, translation) : undefined),
    notesSection(data, translation),
  );
  document.body.replaceChildren(main);
  main.dataset['state'] = 'rest';
}

function present(section: HTMLElement | undefined): HTMLElement[] {
  return section ? [section] : [];
}

function header({ report }: PageData, translation: ReportTranslation): HTMLElement {
  const { target } = report;
  const facts = element('p', { class: 'muted' });
  translation.each((words) => {
    const parts = [kindText(target, words), target.goVersion, target.arch];
    if (target.stripped) parts.push(words.stripped);
    setText(facts, parts.filter((part) => part !== '').join(' · '));
  });
  const name = target.exe.split('/').at(-1) ?? '';
  const title = element(
    'h1',
    {},
    translation.text(element('span'), (words) => words.title),
  );
  if (name !== '') title.append(' ', element('code', { title: target.exe }, name));
  return element('header', { class: 'top' }, element('div', {}, title, facts), languageChoice(translation));
}

function kindText({ kind, pid }: InspectReport['target'], words: ReportWords): string {
  if (kind === 'core') return words.core;
  return kind === 'process' ? words.pid(pid) : `${kind} · ${words.pid(pid)}`;
}

function headline(
  { language, report, translation: other }: PageData,
  translation: ReportTranslation,
): HTMLElement {
  return translation.text(element('p', { class: 'headline' }), () =>
    printable(translation.language === language ? report.headline : other.headline),
  );
}

/** Links to the sections, with how much there is in each. */
function contents({ report }: PageData, translation: ReportTranslation): HTMLElement {
  const { findings, totals, goroutines, graph, types, holders, cgroup } = report;
  const sections: [id: string, of: (words: ReportWords) => string, count?: number | undefined][] = [
    ['ledger', (words) => words.ledger.title],
    ['findings', (words) => words.findings.title, findings.length],
    ['maps', (words) => words.maps.title, totals.all.maps],
  ];
  if (graph ?? types ?? holders) sections.push(['objects', (words) => words.objects.title, graph?.objects]);
  if (goroutines) sections.push(['goroutines', (words) => words.goroutines.title, goroutines.count]);
  if (cgroup) sections.push(['cgroup', (words) => words.cgroup.title]);
  const links = sections.map(([id, of, count]) => {
    const link = element('a', { href: `#${id}` }, translation.text(element('span'), of));
    if (count !== undefined) link.append(element('span', { class: 'count' }, formatCount(count)));
    return element('li', {}, link);
  });
  const nav = element('nav', { class: 'contents' }, element('ul', {}, ...links));
  translation.each((words) => nav.setAttribute('aria-label', words.contents));
  return nav;
}
