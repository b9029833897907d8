import type { Language } from '../../../findings/index.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { ReportWords } from './report-words.ts';

export const reportWords: Readonly<Record<Language, ReportWords>> = { en: english, zh: chinese };
