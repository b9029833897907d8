import { element, setText } from '../../dom/element.ts';
import type { Translation } from './translation.ts';

const examples = [
  'map[int][128]byte',
  'map[string]int',
  'map[string]struct{}',
  'map[int64]*[256]byte',
  'map[int][200]byte',
  'map[string]struct{ id int64; tags []string; at time.Time }',
];

/** The box for the map type, with the line that says what is wrong with it. */
export class TypeField {
  readonly root: HTMLElement;
  readonly #box: HTMLInputElement;
  readonly #fault: HTMLElement;

  constructor(
    type: string,
    source: string | undefined,
    translation: Translation,
    onChange: (type: string) => void,
  ) {
    this.#box = element('input', {
      type: 'text',
      id: 'type',
      list: 'type-examples',
      spellcheck: 'false',
      autocomplete: 'off',
      autocapitalize: 'off',
      'aria-describedby': 'type-fault',
    });
    this.#box.value = type;
    this.#fault = element('p', { id: 'type-fault', class: 'fault', role: 'status' });
    const list = element(
      'datalist',
      { id: 'type-examples' },
      ...examples.map((example) => element('option', { value: example })),
    );
    const label = translation.text(element('label', { for: 'type' }), (words) => words.type);
    this.root = element('div', { class: 'type-field' }, label, this.#box, list, this.#fault);
    if (source !== undefined) {
      const title = translation.text(element('summary'), ({ declarations }) => declarations);
      this.root.append(element('details', {}, title, element('pre', {}, source)));
    }
    this.#box.addEventListener('input', () => onChange(this.#box.value));
  }

  /** '' where nothing is wrong. */
  set fault(message: string) {
    setText(this.#fault, message);
    this.#box.setAttribute('aria-invalid', String(message !== ''));
  }
}
