import type { Language } from '../../../findings/index.ts';
import { explorerWords } from '../words/all-words.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import { setText } from './element.ts';

type Rewrite = (words: ExplorerWords) => void;

/** The language of the page, and what must be written anew when it changes. */
export class Translation {
  readonly #rewrites: Rewrite[] = [];
  #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  get language(): Language {
    return this.#language;
  }

  get words(): ExplorerWords {
    return explorerWords[this.#language];
  }

  /** Runs now and whenever the language changes. */
  each(rewrite: Rewrite): void {
    this.#rewrites.push(rewrite);
    rewrite(this.words);
  }

  /** Keeps the text of a node in the language of the page. */
  text<Made extends Element>(node: Made, of: (words: ExplorerWords) => string): Made {
    this.each((words) => setText(node, of(words)));
    return node;
  }

  switchTo(language: Language): void {
    this.#language = language;
    for (const rewrite of this.#rewrites) rewrite(this.words);
  }
}
