import { printable } from '../../../base/index.ts';
import { element } from '../../dom/element.ts';
import type { EvidencePageData, Timeline } from '../model/page-data.ts';
import type { EvidenceTranslation } from './evidence-translation.ts';
import { TimelineView } from './timeline-view.ts';

/** What the evidence says over time, a chart a timeline; undefined where it says nothing. */
export function timelinesSection(
  data: EvidencePageData,
  translation: EvidenceTranslation,
): HTMLElement | undefined {
  const { words, language } = data;
  const all = (): readonly Timeline[] => words[translation.language].timelines ?? [];
  const places = [...(words[language].timelines ?? []).keys()];
  if (places.length === 0) return undefined;
  const boxes = places.map((place) => {
    const timelineAt = (): Timeline => all()[place];
    return element(
      'div',
      { class: 'timeline-box' },
      translation.text(element('h3'), () => printable(timelineAt().title)),
      new TimelineView(timelineAt, translation).root,
    );
  });
  return element(
    'section',
    { id: 'timelines', 'aria-labelledby': 'timelines-title' },
    translation.text(element('h2', { id: 'timelines-title' }), ({ timeline }) => timeline.title),
    ...boxes,
    translation.text(element('p', { class: 'muted hint' }), ({ timeline }) => timeline.hint),
  );
}
