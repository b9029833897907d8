import type { ExplorerWords } from '../words/explorer-words.ts';
import { element } from './element.ts';
import type { Translation } from './translation.ts';

interface ChoiceFieldOptions<Value extends string> {
  readonly id: string;
  readonly label: (words: ExplorerWords) => string;
  readonly values: readonly Value[];
  readonly textOf: (value: Value, words: ExplorerWords) => string;
  readonly onChange: (value: Value) => void;
}

/** A list to choose from, with its label. */
export class ChoiceField<Value extends string> {
  readonly root: HTMLElement;
  readonly #select: HTMLSelectElement;

  constructor(options: ChoiceFieldOptions<Value>, translation: Translation) {
    const { id, values } = options;
    const choices = values.map((value) =>
      translation.text(element('option', { value }), (words) => options.textOf(value, words)),
    );
    this.#select = element('select', { id }, ...choices);
    const label = translation.text(element('label', { for: id }), options.label);
    this.root = element(
      'div',
      { class: 'field' },
      element('div', { class: 'field-head' }, label),
      this.#select,
    );
    this.#select.addEventListener('change', () => {
      const chosen = values.find((value) => value === this.#select.value);
      if (chosen !== undefined) options.onChange(chosen);
    });
  }

  set value(value: Value) {
    this.#select.value = value;
  }
}
