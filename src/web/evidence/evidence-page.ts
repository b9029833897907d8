import { printable } from '../../base/index.ts';
import { formatCount, type Language } from '../../findings/index.ts';
import { element, setText } from '../dom/element.ts';
import { languageChoice } from '../dom/language-choice.ts';
import { findingsSection } from '../report/view/findings-section.ts';
import { ledgerSection } from '../report/view/ledger-section.ts';
import { notesSection } from '../report/view/notes-section.ts';
import type { EvidencePageData } from './model/page-data.ts';
import { EvidenceTranslation } from './view/evidence-translation.ts';
import { flameSection } from './view/flame-section.ts';
import { tablesSection } from './view/tables-section.ts';
import { timelinesSection } from './view/timelines-section.ts';
import type { EvidencePageWords } from './words/evidence-words.ts';

/** Puts what the evidence says into the document. */
export function openEvidencePage(data: EvidencePageData): void {
  const translation = new EvidenceTranslation(data.language);
  const { language, words, target, flame, flameType, goroutineFlame, leftOut } = data;
  const [own, other] = [words[language], words[otherLanguage(language)]];
  const sections: HTMLElement[] = [];
  if (flame) sections.push(flameSection('flame', flame, flameType, translation));
  if (goroutineFlame) sections.push(flameSection('goroutine-flame', goroutineFlame, undefined, translation));
  const timelines = timelinesSection(data, translation);
  if (timelines) sections.push(timelines);
  // A series asks what grows; that nothing wastes memory would be no answer to it.
  if (target.kind !== 'series' || own.findings.length > 0)
    sections.push(findingsSection({ language, report: own, translation: other, leftOut }, translation));
  const tables = tablesSection(data, translation);
  if (tables) sections.push(tables);
  if (own.ledger) sections.push(ledgerSection({ ledger: own.ledger, target }, translation));
  const main = element(
    'main',
    {},
    header(data, translation),
    translation.text(element('p', { class: 'headline' }), () =>
      printable(words[translation.language].headline),
    ),
    contents(sections, own.findings.length, translation),
    ...sections,
    notesSection({ madeAt: data.madeAt, report: data }, translation),
  );
  document.body.replaceChildren(main);
  main.dataset['state'] = 'rest';
}

function otherLanguage(language: Language): Language {
  return language === 'en' ? 'zh' : 'en';
}

function header({ target }: EvidencePageData, translation: EvidenceTranslation): HTMLElement {
  const facts = element('p', { class: 'muted' });
  translation.each(({ kinds }) => {
    const parts = [kinds[target.kind] ?? target.kind, target.goVersion ?? ''];
    setText(facts, parts.filter((part) => part !== '').join(' · '));
  });
  const names = target.source.split(' ').map((source) => source.split('/').at(-1) ?? '');
  const title = element(
    'h1',
    {},
    translation.text(element('span'), (words) => words.title),
    ' ',
    element('code', { title: printable(target.source) }, printable(names.join(' '))),
  );
  return element('header', { class: 'top' }, element('div', {}, title, facts), languageChoice(translation));
}

const titles: Readonly<Record<string, (words: EvidencePageWords) => string>> = {
  flame: ({ flame }) => flame.title,
  'goroutine-flame': ({ flame }) => flame.goroutineTitle,
  timelines: ({ timeline }) => timeline.title,
  findings: ({ findings }) => findings.title,
  tables: ({ tables }) => tables,
  ledger: ({ ledger }) => ledger.title,
};

/** Links to the sections. */
function contents(
  sections: readonly HTMLElement[],
  findingCount: number,
  translation: EvidenceTranslation,
): HTMLElement {
  const links = sections.map(({ id }) => {
    const link = element('a', { href: `#${id}` }, translation.text(element('span'), titles[id]));
    if (id === 'findings') link.append(element('span', { class: 'count' }, formatCount(findingCount)));
    return element('li', {}, link);
  });
  const nav = element('nav', { class: 'contents' }, element('ul', {}, ...links));
  translation.each((words) => nav.setAttribute('aria-label', words.contents));
  return nav;
}
