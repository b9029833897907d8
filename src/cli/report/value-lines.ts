import { formatCount, intervalText, type Language, percentText } from '../../findings/index.ts';
import type { FieldShares, ValueShares } from '../../inspect/index.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import type { Terminal } from '../terminal.ts';
import { valueWords } from '../words/value-words.ts';

const units: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** What the values of a map hold, field by field. */
export function* valueLines(values: ValueShares, { paint, columns, language }: Terminal): Generator<string> {
  const words = valueWords[language];
  const isWhole = values.entriesRead >= values.entries;
  yield paint.bold(words.title(formatCount(values.entriesRead), formatCount(values.entries), isWhole));
  for (const field of values.fields)
    yield* wrap(printable(`${field.path || '·'}: ${fieldText(field, isWhole, language)}`), columns, '  ');
}

function fieldText({ kind, shares, ages }: FieldShares, isWhole: boolean, language: Language): string {
  const words = valueWords[language];
  const parts = shares.map((each) => {
    const value =
      typeof each.value === 'boolean'
        ? words.states[kind][each.value ? 0 : 1]
        : (each.value?.toString() ?? words.hidden);
    return `${value} ${percentText(each.share)}${isWhole ? '' : ` (${intervalText(each)})`}`;
  });
  if (ages) {
    const [oldest, median, newest] = [ages.oldestMs, ages.medianMs, ages.newestMs].map((age) =>
      age < 0 ? words.ahead(spanText(-age)) : words.ago(spanText(age)),
    );
    parts.push(words.ages(oldest, median, newest));
  }
  return parts.join(language === 'zh' ? '，' : ', ');
}

/** `2.5 d`, `40 min`: the largest unit that fits at least once. */
function spanText(elapsedMs: number): string {
  const [ms, name] = units.find(([unit]) => elapsedMs >= unit) ?? [1, 'ms'];
  const amount = elapsedMs / ms;
  return `${amount < 9.95 ? amount.toFixed(1).replace(/\.0$/, '') : amount.toFixed(0)} ${name}`;
}
