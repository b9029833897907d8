import type { Text } from '../language.ts';
import { formatCount } from '../number-text.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs } from './entry.ts';

export interface NilMapWriteFacts {
  readonly count: number;
  /** `main.(*cache).put (/src/a.go:16)`, '' where the text does not say. */
  readonly place: string;
  /** `c.sessions`; '' where not known. */
  readonly expression: string;
}

export const nilMapWrite: CatalogueEntry = {
  id: 'nil-map-write',
  title: {
    en: 'a write to a map that was never made',
    zh: '向从未创建的 map 写入',
  },
  explanation: {
    en:
      'A nil map reads as an empty one, and delete and range take it; an assignment panics: assignment to entry in nil map. ' +
      'It is a field or variable that no make, literal or decoder has set: a struct made by new or by a literal without that field, or a value that was decoded without it.',
    zh:
      'nil map 读取时如同空 map，delete 与 range 也可以；赋值则会 panic：assignment to entry in nil map。' +
      '它是没有被 make、字面量或解码器设置过的字段或变量：由 new 或缺少该字段的字面量创建的 struct，或解码时没有该字段的值。',
  },
  severityRule: {
    en: 'High: the goroutine panics, and with it the program, unless somebody recovers.',
    zh: 'high：该 goroutine 会 panic，若无人 recover，整个程序随之终止。',
  },
  remedy: remedyText(''),
};

export const describeNilMapWrite: Describe<NilMapWriteFacts> = (
  { count, place, expression },
  _context,
  language,
) => ({
  detail: paragraphs(
    {
      en: `${place === '' ? 'The traceback is missing' : `It is at ${place}`}${count > 1 ? `, ${formatCount(count)} times in this log` : ''}.`,
      zh: `${place === '' ? '缺少 traceback' : `位于 ${place}`}${count > 1 ? `，本日志中 ${formatCount(count)} 次` : ''}。`,
    }[language],
    expression === ''
      ? undefined
      : {
          en: `The map is ${expression}, as the source file on this machine has that line.`,
          zh: `该 map 是 ${expression}（按本机上源文件的这一行）。`,
        }[language],
  ),
  remedy: remedyText(expression)[language],
});

function remedyText(expression: string): Text {
  const map = expression === '' ? 'm' : expression;
  const code = codeBlock(`if ${map} == nil {\n\t${map} = make(map[K]V)\n}`);
  return {
    en: paragraphs(
      'Make the map where its owner is made, in the constructor or the literal; where it is to be made late, before the first write:',
      code,
      'Several goroutines may come there at once: then under the mutex that guards the map.',
    ),
    zh: paragraphs(
      '在创建其所有者的地方（构造函数或字面量中）创建该 map；若要延迟创建，则在第一次写入之前：',
      code,
      '若多个 goroutine 可能同时到达，则在保护该 map 的 mutex 之下进行。',
    ),
  };
}
