import type { Language } from '../../../findings/index.ts';
import { Translation } from '../../dom/translation.ts';
import { chinese } from '../words/chinese.ts';
import { english } from '../words/english.ts';
import type { EvidencePageWords } from '../words/evidence-words.ts';

/** The page in the language that its reader chose. */
export class EvidenceTranslation extends Translation<EvidencePageWords> {
  constructor(language: Language) {
    super({ en: english, zh: chinese }, language);
  }
}
