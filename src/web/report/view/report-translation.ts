import type { Language } from '../../../findings/index.ts';
import { Translation } from '../../dom/translation.ts';
import { reportWords } from '../words/all-words.ts';
import type { ReportWords } from '../words/report-words.ts';

/** The report in the language that its reader chose. */
export class ReportTranslation extends Translation<ReportWords> {
  constructor(language: Language) {
    super(reportWords, language);
  }
}
