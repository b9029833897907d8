import type { Language } from '../../../findings/index.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { ExplorerWords } from './explorer-words.ts';

export const explorerWords: Readonly<Record<Language, ExplorerWords>> = { en: english, zh: chinese };
