import { givingBack } from '../giving-back.ts';
import { goNames } from '../go-name.ts';
import type { Language, Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { intervalText, percentText, saysText } from '../values/signal-text.ts';
import type { Signal } from '../values/signals.ts';
import type { MapValuesEvidence } from '../values/value-evidence.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs } from './entry.ts';
import { entries } from './one-map.ts';

export interface DeadEntriesFacts extends MapValuesEvidence {
  /** What is told. */
  readonly signal: Signal;
  /** What else says an end. */
  readonly others: readonly Signal[];
  readonly bytes: number;
  readonly errorBytes: number;
}

export const mapDeadEntries: CatalogueEntry = {
  id: 'map-dead-entries',
  title: {
    en: 'a map keeps entries that are over',
    zh: 'map 中留着已经结束的条目',
  },
  explanation: {
    en:
      'Nobody takes the entries out when what they stand for ends. The values are looked at: fields whose name says an end ' +
      '(closed, expired, deleted, …), expiresAt and the like in the past, closed connections and files, done contexts. ' +
      'Large maps are sampled, and the 95% interval is said. The bytes are the slots in the map, the objects that key and ' +
      'value point to, and the arrays of the strings and slices in them; what lies deeper is not counted, and neither are ' +
      'objects that other entries hold. Reported from a quarter of the entries on. done, finished, active or a lastSeen of ' +
      'more than a day ago can be true of healthy entries: from half of them on, and low at most. What the numbers of a ' +
      'state mean is not known: where three quarters share the largest number, that is told as low, with nothing to get back.',
    zh:
      '条目所代表的对象结束之后，没有代码把它从 map 中删除。这里查看的是值的内容：名称表示结束的字段（closed、expired、deleted 等）、' +
      '已经过去的 expiresAt 一类时间、已关闭的连接和文件、已结束的 context。大的 map 只抽样，并给出 95% 置信区间。' +
      '字节数包括 map 中的槽位、键和值指向的对象，以及其中字符串和切片的底层数组；更深处的内容和与其他条目共享的对象不计。' +
      '占比达到四分之一时报告。done、finished、active，或超过一天的 lastSeen，对正常条目也可能成立：占比达到一半才报告，最高为 low。' +
      '状态数字的含义未知：当四分之三的条目取最大的那个数字时，只作为 low 提示，不计可收回的字节。',
  },
  severityRule,
  remedy: {
    en: paragraphs(
      'Delete the entry where its session, connection or job ends, or sweep the map at intervals, under the lock that guards it:',
      '    for key, value := range m {',
      '        if value.closed {',
      '            delete(m, key)',
      '        }',
      '    }',
      'delete frees the values; the slots come back only when the map is rebuilt afterwards.',
      givingBack.en,
    ),
    zh: paragraphs(
      '在会话、连接或任务结束的地方删除条目，或在保护它的锁内定期清扫 map：',
      '    for key, value := range m {',
      '        if value.closed {',
      '            delete(m, key)',
      '        }',
      '    }',
      'delete 会释放值；槽位只有在之后重建 map 时才能收回。',
      givingBack.zh,
    ),
  },
};

export const describeDeadEntries: Describe<DeadEntriesFacts> = (facts, context, language) => {
  const { signal } = facts;
  if (signal.weight === 'hint') {
    return { detail: detailOf(facts, language), remedy: stateRemedy[language] };
  }
  return {
    detail: detailOf(facts, language),
    remedy: paragraphs(
      sweepAdvice(facts, context.goMinor, language),
      slotsNote[language],
      givingBack[language],
    ),
  };
};

function detailOf(
  { where, type, maps, values, signal, others, bytes, errorBytes }: DeadEntriesFacts,
  language: Language,
): string {
  const typeText = type !== undefined && !where.startsWith(type) ? ` (${type})` : '';
  const place = `${where}${typeText}`;
  const share = percentText(signal.share);
  const says = saysText(signal, language);
  const amount = errorBytes > 0 ? `${formatBytes(bytes)} ± ${formatBytes(errorBytes)}` : formatBytes(bytes);
  const read = values.isWhole
    ? { en: 'all were read', zh: '已全部读取' }
    : {
        en: `95% interval ${intervalText(signal)}, from ${formatCount(values.sampleCount)} read at random`,
        zh: `95% 区间 ${intervalText(signal)}，随机读取 ${formatCount(values.sampleCount)} 个`,
      };
  const several: Text =
    maps > 1
      ? { en: ` in ${formatCount(maps)} maps`, zh: `（${formatCount(maps)} 个 map）` }
      : { en: '', zh: '' };
  const sentences: Text = {
    en: `${share} of ${entries(values.entryCount, 'en')} of ${place}${several.en} ${says} (${read.en}). Those entries hold ${amount}.`,
    zh: `${place}${several.zh || ' '}的 ${entries(values.entryCount, 'zh')}中，${share} ${says}（${read.zh}）。这些条目占 ${amount}。`,
  };
  const also = others.map((other) => `${percentText(other.share)} ${saysText(other, language)}`);
  if (also.length === 0) return sentences[language];
  return { en: `${sentences.en} Also: ${also.join('; ')}.`, zh: `${sentences.zh}另外：${also.join('；')}。` }[
    language
  ];
}

/** A loop with the map's own name; deleting while ranging is allowed (Go specification, For statements). */
function sweepAdvice(
  { holders, type, maps, signal }: DeadEntriesFacts,
  goMinor: number,
  language: Language,
): string {
  const names = goNames(maps === 1 ? holders[0] : undefined, type);
  const condition = conditionOf(signal, language);
  const intro: Text = {
    en: 'Delete the entry where what it stands for ends. To sweep what is there now, under the lock that guards the map:',
    zh: '在条目所代表的对象结束的地方删除它。清扫现有条目（在保护该 map 的锁内）：',
  };
  const code = `for key, value := range ${names.expression} {\n\tif ${condition} {\n\t\tdelete(${names.expression}, key)\n\t}\n}`;
  const shorter: Text | undefined =
    goMinor >= 21
      ? {
          en: 'maps.DeleteFunc (Go 1.21 and later) does the same.',
          zh: 'maps.DeleteFunc（Go 1.21 及以后）效果相同。',
        }
      : undefined;
  return paragraphs(intro[language], codeBlock(code), shorter?.[language]);
}

/** In Go, as far as fields can be named; else a comment says it. */
function conditionOf(signal: Signal, language: Language): string {
  const { kind, field } = signal;
  const isPlain = /^\w+(\.\w+)*$/.test(field.path);
  const name = `value.${field.path}${field.isAtomic ? '.Load()' : ''}`;
  if (isPlain && kind === 'true') return field.kind === 'bool' ? name : `${name} != 0`;
  if (isPlain && kind === 'false') return `!${name}`;
  if (isPlain && kind === 'past') return `!${name}.IsZero() && time.Now().After(${name})`;
  if (isPlain && kind === 'unused') return `time.Since(${name}) > 24*time.Hour`;
  if (isPlain && kind === 'done') return `${name} != nil && ${name}.Err() != nil`;
  const comment: Text = { en: 'the entry is over', zh: '该条目已结束' };
  return `isOver(value) /* ${comment[language]}: ${saysText(signal, language)} */`;
}

const slotsNote: Text = {
  en: 'delete frees the values. The slots, part of the bytes above, come back only when the map is rebuilt afterwards: no Go map shrinks.',
  zh: 'delete 会释放值。槽位（上述字节的一部分）只有在之后重建 map 时才能收回：Go 的 map 从不收缩。',
};

const stateRemedy: Text = {
  en: 'Look up what this number means in the source. If it stands for an end, delete such entries where they get there; if it is the state of healthy work, all is well.',
  zh: '请在源代码中查看这个数字的含义。如果它表示结束，就在进入该状态时删除条目；如果它是正常工作的状态，则没有问题。',
};
