import { element } from '../../dom/element.ts';
import type { ReportWords } from '../words/report-words.ts';
import type { ReportTranslation } from './report-translation.ts';

type Figure = readonly [id: string, title: (words: ReportWords) => string, value: Node | string];

/** A row of numbers with what each is. */
export function figures(all: readonly Figure[], translation: ReportTranslation): HTMLElement {
  const items = all.map(([id, title, value]) =>
    element('div', { 'data-figure': id }, translation.text(element('dt'), title), element('dd', {}, value)),
  );
  return element('dl', { class: 'figures' }, ...items);
}
