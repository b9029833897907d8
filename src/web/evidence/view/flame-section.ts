import { formatShare } from '../../../findings/index.ts';
import { ChoiceField } from '../../dom/choice-field.ts';
import { element } from '../../dom/element.ts';
import { changes, flameGraph, type FlameNode, type Side } from '../model/flame-graph.ts';
import type { FlameData } from '../model/page-data.ts';
import { changeTones, originTones } from './flame-tones.ts';
import { FlameView } from './flame-view.ts';
import type { EvidenceTranslation } from './evidence-translation.ts';

/** The flame graph with what one can choose of it; of two profiles its colours say what has changed. */
export function flameSection(
  id: 'flame' | 'goroutine-flame',
  data: FlameData,
  firstType: string | undefined,
  translation: EvidenceTranslation,
): HTMLElement {
  const { sampleTypes, nodes, leastShare } = data;
  const isDifference = nodes.some(({ beforeValues }) => beforeValues !== undefined);
  const firstColumn = sampleTypes.findIndex(({ type }) => type === firstType);
  let column = firstColumn < 0 ? Math.max(0, sampleTypes.length - 1) : firstColumn;
  const graphOf = (): { root: FlameNode; unit: string } => ({
    root: flameGraph(data, column),
    unit: sampleTypes.at(column)?.unit ?? '',
  });
  const view = new FlameView(id, graphOf(), translation);
  const controls: HTMLElement[] = [];
  if (sampleTypes.length > 1) {
    const types = sampleTypes.map((_, at) => String(at));
    const choice = new ChoiceField(
      {
        id: `${id}-values`,
        label: (words) => words.flame.values,
        values: types,
        textOf: (value) => sampleTypes[Number(value)].type,
        onChange: (value) => {
          column = Number(value);
          view.show(graphOf());
        },
      },
      translation,
    );
    choice.value = String(column);
    controls.push(choice.root);
  }
  if (isDifference) {
    const choice = new ChoiceField<Side, EvidenceTranslation['words']>(
      {
        id: `${id}-sides`,
        label: (words) => words.flame.widths,
        values: ['after', 'before'],
        textOf: (value, words) => words.flame.sides[value],
        onChange: (value) => view.widen(value),
      },
      translation,
    );
    controls.push(choice.root);
  }
  const pruned = translation.text(element('p', { class: 'muted small' }), (words) =>
    [...(isDifference ? [words.flame.stripe] : []), words.flame.pruned(formatShare(leastShare, 1))].join(
      translation.language === 'en' ? ' ' : '',
    ),
  );
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    translation.text(element('h2', { id: `${id}-title` }), ({ flame }) =>
      id === 'goroutine-flame' ? flame.goroutineTitle : isDifference ? flame.diffTitle : flame.title,
    ),
    element('div', { class: 'flame-controls' }, ...controls, view.search),
    view.root,
    isDifference ? changeLegend(translation) : originLegend(translation),
    pruned,
  );
}

function originLegend(translation: EvidenceTranslation): HTMLElement {
  const entries = (['program', 'library', 'runtime', 'joined'] as const).map((origin) =>
    element(
      'li',
      { class: originTones[origin] },
      translation.text(element('span'), (words) => words.flame.origins[origin]),
    ),
  );
  return element('ul', { class: 'legend' }, ...entries);
}

function changeLegend(translation: EvidenceTranslation): HTMLElement {
  const entries = changes.map((change) => {
    const { tone, sign } = changeTones[change];
    return element(
      'li',
      { class: tone },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      translation.text(element('span'), (words) => words.flame.changes[change]),
    );
  });
  return element('ul', { class: 'legend signs' }, ...entries);
}
