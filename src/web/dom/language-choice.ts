import type { Language } from '../../findings/index.ts';
import { ChoiceField } from './choice-field.ts';
import type { Translation } from './translation.ts';

/** The switch of languages of a page, and the title and language of its document. */
export function languageChoice<Words extends { readonly language: string; readonly title: string }>(
  translation: Translation<Words>,
  onChange: () => void = () => {},
): HTMLElement {
  const field = new ChoiceField<Language, Words>(
    {
      id: 'language',
      label: (words) => words.language,
      values: ['en', 'zh'],
      textOf: (value) => (value === 'en' ? 'English' : '中文'),
      onChange: (chosen) => {
        translation.switchTo(chosen);
        onChange();
      },
    },
    translation,
  );
  field.value = translation.language;
  translation.each(({ title }) => {
    document.title = `${title} · highwater`;
    document.documentElement.lang = translation.language;
  });
  return field.root;
}
