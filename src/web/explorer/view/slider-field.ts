import { formatCount } from '../../../findings/index.ts';
import { sliderSteps } from '../model/scales.ts';
import { element } from '../../dom/element.ts';
import type { Translation } from './translation.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';

export interface SliderFieldOptions {
  readonly id: string;
  readonly label: (words: ExplorerWords) => string;
  readonly least: number;
  readonly most: () => number;
  /** A number for a slider position, and back. */
  readonly valueAt: (position: number) => number;
  readonly positionOf: (value: number) => number;
  /** Text beside the label that says more than the number; '' for none. */
  readonly textOf: (value: number, words: ExplorerWords) => string;
  readonly onChange: (value: number) => void;
}

/** A slider for orders of magnitude with a box for the exact number. */
export class SliderField {
  readonly root: HTMLElement;
  readonly #options: SliderFieldOptions;
  readonly #slider: HTMLInputElement;
  readonly #box: HTMLInputElement;
  readonly #note: HTMLElement;
  readonly #translation: Translation;
  #value = 0;

  constructor(options: SliderFieldOptions, translation: Translation) {
    this.#options = options;
    this.#translation = translation;
    const { id, label } = options;
    this.#slider = element('input', { type: 'range', id, min: '0', max: String(sliderSteps), step: '1' });
    this.#box = element('input', {
      type: 'number',
      id: `${id}-number`,
      min: String(options.least),
      step: '1',
    });
    this.#note = element('span', { class: 'note' });
    const name = translation.text(element('label', { for: id }), label);
    translation.each((words) => this.#box.setAttribute('aria-label', label(words)));
    this.root = element(
      'div',
      { class: 'field' },
      element('div', { class: 'field-head' }, name, this.#note),
      element('div', { class: 'field-row' }, this.#slider, this.#box),
    );
    this.#slider.addEventListener('input', () => this.#take(options.valueAt(this.#slider.valueAsNumber)));
    this.#box.addEventListener('change', () => this.#take(this.#box.valueAsNumber));
    translation.each(() => this.#describe());
  }

  set value(value: number) {
    this.#value = value;
    this.#slider.value = String(this.#options.positionOf(value));
    if (this.#box.value !== String(value)) this.#box.value = String(value);
    this.#describe();
  }

  #take(value: number): void {
    const { least, most, onChange } = this.#options;
    const whole = Number.isFinite(value) ? Math.round(value) : this.#value;
    const next = Math.max(least, Math.min(most(), whole));
    // Also where it is the same: the box may show what was refused.
    this.#box.value = String(next);
    if (next !== this.#value) onChange(next);
  }

  #describe(): void {
    const text = this.#options.textOf(this.#value, this.#translation.words);
    this.#note.textContent = text;
    const spoken = text === '' ? formatCount(this.#value) : `${formatCount(this.#value)}, ${text}`;
    this.#slider.setAttribute('aria-valuetext', spoken);
  }
}
