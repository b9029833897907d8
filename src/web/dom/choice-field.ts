import { element } from './element.ts';
import type { Translation } from './translation.ts';

interface ChoiceFieldOptions<Value extends string, Words> {
  readonly id: string;
  readonly label: (words: Words) => string;
  readonly values: readonly Value[];
  readonly textOf: (value: Value, words: Words) => string;
  readonly onChange: (value: Value) => void;
}

/** A list to choose from, with its label. */
export class ChoiceField<Value extends string, Words> {
  readonly root: HTMLElement;
  readonly #select: HTMLSelectElement;

  constructor(options: ChoiceFieldOptions<Value, Words>, translation: Translation<Words>) {
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
