import { printable } from '../../../base/index.ts';
import { formatBytes, formatCount } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { NotesData } from '../model/inspect-report.ts';
import { durationText } from './amounts.ts';
import type { ReportTranslation } from './report-translation.ts';

/** What the evidence did not let us see, what looking cost, and when that was. */
export function notesSection({ report, madeAt }: NotesData, translation: ReportTranslation): HTMLElement {
  const { diagnostics, cost } = report;
  const notes = diagnostics.map(({ code, message, count }) =>
    element(
      'li',
      { 'data-diagnostic': code },
      element('code', {}, code),
      ` ${printable(message)}`,
      count === undefined ? '' : ` (×${formatCount(count)})`,
    ),
  );
  const stopped = cost.pausedMs > 0 ? durationText(cost.pausedMs) : undefined;
  return element(
    'footer',
    { class: 'notes' },
    ...(notes.length > 0
      ? [
          translation.text(element('h2'), (words) => words.notes.title),
          element('ul', { class: 'diagnostics', lang: 'en' }, ...notes),
        ]
      : []),
    translation.text(element('p', { class: 'muted small' }), (words) =>
      words.notes.cost(formatBytes(cost.bytesRead), durationText(cost.wallMs), stopped),
    ),
    translation.text(element('p', { class: 'muted small' }), (words) => words.notes.madeAt(madeAt)),
  );
}
