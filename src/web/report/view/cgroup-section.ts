import { printable } from '../../../base/index.ts';
import {
  type CgroupAccount,
  cgroupRows,
  cgroupSentences,
  cgroupTitle,
  formatShare,
} from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import { bytesElement } from './amounts.ts';
import type { ReportTranslation } from './report-translation.ts';

/** The memory cgroup in a block of its own: its bytes are not those of RSS. */
export function cgroupSection(cgroup: CgroupAccount, translation: ReportTranslation): HTMLElement {
  const title = element('h2', { id: 'cgroup-title' });
  const body = element('tbody');
  const sentences = element('div', { class: 'prose' });
  translation.each(() => {
    const { language } = translation;
    title.textContent = cgroupTitle(cgroup, language);
    const rows = cgroupRows(cgroup, language).map(({ label, bytes, isPart }) =>
      element(
        'tr',
        { class: isPart ? 'part' : 'whole' },
        element('th', { scope: 'row' }, label),
        element('td', { class: 'number' }, bytesElement(bytes)),
        element('td', { class: 'number muted' }, isPart ? formatShare(bytes, cgroup.usageBytes) : ''),
      ),
    );
    body.replaceChildren(...rows);
    sentences.replaceChildren(
      ...cgroupSentences(cgroup, language).map((sentence) => element('p', {}, printable(sentence))),
    );
  });
  return element(
    'section',
    { id: 'cgroup', 'aria-labelledby': 'cgroup-title' },
    title,
    element(
      'div',
      { class: 'cgroup' },
      element('table', { class: 'plain', 'aria-labelledby': 'cgroup-title' }, body),
      sentences,
    ),
  );
}
