import type { Language } from '../../findings/index.ts';
import { setText } from './element.ts';

/** The language of a page, and what must be written anew when it changes. */
export class Translation<Words> {
  readonly #all: Readonly<Record<Language, Words>>;
  readonly #rewrites: (() => void)[] = [];
  #language: Language;

  constructor(all: Readonly<Record<Language, Words>>, language: Language) {
    this.#all = all;
    this.#language = language;
  }

  get language(): Language {
    return this.#language;
  }

  get words(): Words {
    return this.#all[this.#language];
  }

  /** Runs now and whenever the language changes. */
  each(rewrite: (words: Words) => void): void {
    this.#rewrites.push(() => rewrite(this.words));
    rewrite(this.words);
  }

  /** Keeps the text of a node in the language of the page. */
  text<Made extends Element>(node: Made, of: (words: Words) => string): Made {
    this.each((words) => setText(node, of(words)));
    return node;
  }

  switchTo(language: Language): void {
    this.#language = language;
    for (const rewrite of this.#rewrites) rewrite();
  }
}
