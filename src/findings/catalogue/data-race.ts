import type { Text } from '../language.ts';
import { formatCount } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface DataRaceFacts {
  readonly count: number;
  readonly accesses: readonly Text[];
}

const remedy: Text = {
  en: 'Guard both places with one mutex, or use sync/atomic for a single word, or hand the value over by a channel so that one goroutine has it at a time.',
  zh: '用同一个 mutex 保护两处；若只是一个字，用 sync/atomic；或通过 channel 传递，使同一时刻只有一个 goroutine 拥有它。',
};

export const dataRace: CatalogueEntry = {
  id: 'data-race',
  title: {
    en: 'two goroutines use one variable without an order between them',
    zh: '两个 goroutine 无序地访问同一个变量',
  },
  explanation: {
    en:
      'The race detector (go build -race, go test -race) saw two accesses to one address, at least one of them a write, with nothing between them that orders them. ' +
      'It reports no race that is not one. A slice, string or interface is several words: a reader may see half of the new one, and follow a wrong pointer.',
    zh:
      'race detector（go build -race、go test -race）看到对同一地址的两次访问，至少一次是写入，且二者之间没有任何先后约束。它不会误报。' +
      'slice、string 与 interface 由多个字组成：读取者可能看到新旧各半，并沿错误的指针访问。',
  },
  severityRule: { en: 'Medium: the program may work for long.', zh: 'medium：程序可能长期正常运行。' },
  remedy,
};

export const describeDataRace: Describe<DataRaceFacts> = ({ count, accesses }, _context, language) => ({
  detail: paragraphs(
    accesses.map((access) => access[language]).join(language === 'en' ? '; ' : '；') +
      (language === 'en' ? '.' : '。'),
    count > 1
      ? { en: `Reported ${formatCount(count)} times.`, zh: `报告了 ${formatCount(count)} 次。` }[language]
      : undefined,
  ),
  remedy: remedy[language],
});
