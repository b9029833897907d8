import type { Language } from '../../findings/index.ts';
import type { FieldShares } from '../../inspect/index.ts';

/** The wording of what the values of a map hold. */
interface ValueWords {
  title(read: string, entries: string, isWhole: boolean): string;
  /** What true and false say of a field of this kind. */
  readonly states: Readonly<Record<FieldShares['kind'], readonly [whenTrue: string, whenFalse: string]>>;
  /** A number that is not to be shown. */
  readonly hidden: string;
  ages(oldest: string, median: string, newest: string): string;
  /** `3.5 h ago`, `in 20 min`. */
  ago(span: string): string;
  ahead(span: string): string;
}

export const valueWords: Readonly<Record<Language, ValueWords>> = {
  en: {
    title: (read, entries, isWhole) =>
      isWhole
        ? `What the ${entries} values hold`
        : `What values hold: ${read} of ${entries} read at random, 95% intervals`,
    states: {
      bool: ['true', 'false'],
      int: ['1', '0'],
      time: ['past', 'to come'],
      connection: ['closed', 'open'],
      context: ['done', 'not done'],
      once: ['has run', 'has not run'],
    },
    hidden: 'a number',
    ages: (oldest, median, newest) => `oldest ${oldest}, median ${median}, newest ${newest}`,
    ago: (span) => `${span} ago`,
    ahead: (span) => `in ${span}`,
  },
  zh: {
    title: (read, entries, isWhole) =>
      isWhole ? `${entries} 个值的内容` : `值的内容：${entries} 个中随机读取 ${read} 个，95% 区间`,
    states: {
      bool: ['true', 'false'],
      int: ['1', '0'],
      time: ['已过', '未到'],
      connection: ['已关闭', '打开'],
      context: ['已结束', '未结束'],
      once: ['已执行', '未执行'],
    },
    hidden: '某个数',
    ages: (oldest, median, newest) => `最早 ${oldest}，中位 ${median}，最晚 ${newest}`,
    ago: (span) => `${span} 前`,
    ahead: (span) => `${span} 后`,
  },
};
