import type { Language } from '../../findings/index.ts';
import { chineseHpa } from './hpa-chinese.ts';
import { englishHpa } from './hpa-english.ts';
import type { HpaWords } from './hpa-words.ts';

export const hpaWords: Readonly<Record<Language, HpaWords>> = { en: englishHpa, zh: chineseHpa };
