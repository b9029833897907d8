import { formatShare } from '../../../findings/index.ts';
import { type DeletePattern, deletePatterns } from '../model/deletion-order.ts';
import { type ExplorerState, keepOf } from '../model/explorer-state.ts';
import { largestEntries } from '../model/limits.ts';
import { countAt, positionOfCount, positionOfShare, shareAt } from '../model/scales.ts';
import { ChoiceField } from '../../dom/choice-field.ts';
import { element } from '../../dom/element.ts';
import { SliderField } from './slider-field.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import type { Translation } from './translation.ts';

type Change = (change: Partial<ExplorerState>) => void;

const largestSeed = 2 ** 31 - 1;

/** The controls of what is done with the map. */
export class Settings {
  readonly root: HTMLElement;
  readonly #change: Change;
  readonly #translation: Translation;
  readonly #entries: SliderField;
  readonly #keep: SliderField;
  readonly #hint: SliderField;
  readonly #pattern: ChoiceField<DeletePattern, ExplorerWords>;
  readonly #seed: HTMLInputElement = element('input', {
    type: 'number',
    id: 'seed',
    min: '0',
    max: String(largestSeed),
    step: '1',
  });
  #state: ExplorerState;

  constructor(state: ExplorerState, translation: Translation, change: Change) {
    this.#state = state;
    this.#translation = translation;
    this.#change = change;
    this.#entries = this.#entriesField();
    this.#keep = this.#keepField();
    this.#hint = this.#hintField();
    this.#pattern = new ChoiceField(
      {
        id: 'pattern',
        label: ({ pattern }) => pattern,
        values: deletePatterns,
        textOf: (value, { patterns }) => patterns[value],
        onChange: (pattern) => change({ pattern }),
      },
      translation,
    );
    this.root = element(
      'div',
      { class: 'settings' },
      ...[this.#entries, this.#keep, this.#hint].map(({ root }) => root),
      element('div', { class: 'pair' }, this.#pattern.root, this.#seedField()),
    );
    this.state = state;
  }

  set state(state: ExplorerState) {
    this.#state = state;
    this.#entries.value = state.entries;
    this.#keep.value = keepOf(state);
    this.#hint.value = state.hint;
    this.#pattern.value = state.pattern;
    this.#seed.value = String(state.seed);
  }

  #entriesField(): SliderField {
    return new SliderField(
      {
        id: 'entries',
        label: ({ entries }) => entries,
        least: 1,
        most: () => largestEntries,
        valueAt: (position) => countAt(position, 1, largestEntries),
        positionOf: (value) => positionOfCount(value, 1, largestEntries),
        textOf: () => '',
        onChange: (entries) => this.#change({ entries }),
      },
      this.#translation,
    );
  }

  #keepField(): SliderField {
    return new SliderField(
      {
        id: 'keep',
        label: ({ keep }) => keep,
        least: 0,
        most: () => this.#state.entries,
        valueAt: (position) => Math.round(shareAt(position) * this.#state.entries),
        positionOf: (value) => positionOfShare(value / this.#state.entries),
        textOf: (value) => formatShare(value, this.#state.entries),
        onChange: (keep) => this.#change({ keepShare: keep / this.#state.entries }),
      },
      this.#translation,
    );
  }

  #hintField(): SliderField {
    return new SliderField(
      {
        id: 'hint',
        label: ({ hint }) => hint,
        least: 0,
        most: () => largestEntries,
        valueAt: (position) => countAt(position, 0, largestEntries),
        positionOf: (value) => positionOfCount(value, 0, largestEntries),
        textOf: (value, { hintNone }) => (value === 0 ? hintNone : ''),
        onChange: (hint) => this.#change({ hint }),
      },
      this.#translation,
    );
  }

  #seedField(): HTMLElement {
    const label = this.#translation.text(element('label', { for: 'seed' }), ({ seed }) => seed);
    const next = this.#translation.text(element('button', { type: 'button' }), ({ nextSeed }) => nextSeed);
    const take = (value: number): void => {
      const seed = Number.isFinite(value)
        ? Math.max(0, Math.min(largestSeed, Math.round(value)))
        : this.#state.seed;
      this.#change({ seed });
    };
    next.addEventListener('click', () => take(this.#state.seed + 1));
    this.#seed.addEventListener('change', () => take(this.#seed.valueAsNumber));
    return element(
      'div',
      { class: 'field' },
      element('div', { class: 'field-head' }, label),
      element('div', { class: 'field-row' }, this.#seed, next),
    );
  }
}
