import { expect, test } from 'vitest';
import { localeLanguage } from './terminal.ts';

test.each([
  [{}, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'de_DE', LC_MESSAGES: 'zh_TW' }, 'zh'],
  [{ LC_ALL: '', LANG: 'zh' }, 'zh'],
] as const)('%o speaks %s', (environment, language) => expect(localeLanguage(environment)).toBe(language));
