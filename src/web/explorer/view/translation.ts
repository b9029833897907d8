import type { Language } from '../../../findings/index.ts';
import { Translation as PageTranslation } from '../../dom/translation.ts';
import { explorerWords } from '../words/all-words.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';

/** The explorer in the language that its reader chose. */
export class Translation extends PageTranslation<ExplorerWords> {
  constructor(language: Language) {
    super(explorerWords, language);
  }
}
