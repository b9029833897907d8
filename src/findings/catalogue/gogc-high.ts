import type { Text } from '../language.ts';
import { formatBytes } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';

export interface GogcHighFacts {
  /** -1 for off. */
  readonly gcPercent: number;
  /** True where it was worked out from what two collections left and the goal that they set. */
  readonly isDerived: boolean;
  /** Undefined where GOGC is off. */
  readonly heapGoalBytes: number | undefined;
  readonly usualGoalBytes: number | undefined;
  readonly heapAllocBytes: number;
}

export const gogcHigh: CatalogueEntry = {
  id: 'gogc-high',
  title: {
    en: 'GOGC lets the heap grow far beyond what lives',
    zh: 'GOGC 使堆远大于存活对象',
  },
  explanation: {
    en:
      'A collection begins so that the heap ends at: live objects + (live objects + stacks + globals) x GOGC / 100. With the usual 100 that is about twice what ' +
      'lives, with 400 five times. What lies between is garbage that waits, and an autoscaler counts it. GOGC=off without GOMEMLIMIT never ' +
      'collects at all. Where GOGC itself is not told it is worked out from the goal that a collection has just set, and is then a lower bound.',
    zh:
      'GC 的时机使堆在结束时约为：存活对象 +（存活对象 + 栈 + 全局变量）x GOGC / 100。通常的 100 约为存活对象的两倍，400 则为五倍。中间的部分是等待回收的垃圾，' +
      '而自动伸缩器会把它计算在内。GOGC=off 且没有 GOMEMLIMIT 时从不回收。若证据没有直接给出 GOGC，则由刚完成的 GC 所设的目标推算，此时是下限。',
  },
  severityRule: {
    en: `By the bytes that the goal is above that of GOGC=100; medium where GOGC is off without GOMEMLIMIT. ${severityRule.en}`,
    zh: `按目标高于 GOGC=100 的字节数；GOGC=off 且没有 GOMEMLIMIT 时为 medium。${severityRule.zh}`,
  },
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }),
};

export const describeGogcHigh: Describe<GogcHighFacts> = (facts, context, language) => {
  const { gcPercent, isDerived, heapGoalBytes, usualGoalBytes, heapAllocBytes } = facts;
  const goal = heapGoalBytes === undefined ? '?' : formatBytes(heapGoalBytes);
  const usual = usualGoalBytes === undefined ? '?' : formatBytes(usualGoalBytes);
  const detail: Text =
    gcPercent < 0
      ? {
          en: `GOGC is off and no GOMEMLIMIT is set: no collection comes by itself. ${formatBytes(heapAllocBytes)} of objects, live and dead, have gathered.`,
          zh: `GOGC 为 off 且没有设置 GOMEMLIMIT：不会自动执行 GC。已累积 ${formatBytes(heapAllocBytes)} 的对象（存活的与已死的）。`,
        }
      : {
          en: `GOGC is ${isDerived ? 'at least ' : ''}${gcPercent}: the heap may grow to ${goal} before the next collection ends. With GOGC=100 that would be ${usual}.`,
          zh: `GOGC ${isDerived ? '至少' : ''}为 ${gcPercent}：堆在下一次 GC 结束前可增长到 ${goal}。GOGC=100 时为 ${usual}。`,
        };
  return { detail: detail[language], remedy: remedyText(context)[language] };
};

function remedyText({ goMinor }: RemedyContext): Text {
  const hasLimit = goMinor >= 19;
  return {
    en: paragraphs(
      hasLimit
        ? 'If GOGC was raised to save CPU, keep it and set GOMEMLIMIT: the heap then uses the room only while there is some. Otherwise set GOGC back to 100 (environment variable, or debug.SetGCPercent).'
        : 'Set GOGC back to 100 (environment variable, or debug.SetGCPercent); Go 1.19 and later also have GOMEMLIMIT.',
      'A smaller GOGC costs CPU: the collector works in inverse proportion to it.',
    ),
    zh: paragraphs(
      hasLimit
        ? '若提高 GOGC 是为了节省 CPU，可以保留并设置 GOMEMLIMIT：这样只有在空间充裕时堆才会增长。否则把 GOGC 改回 100（环境变量或 debug.SetGCPercent）。'
        : '把 GOGC 改回 100（环境变量或 debug.SetGCPercent）；Go 1.19 及以后还有 GOMEMLIMIT。',
      'GOGC 越小 CPU 开销越大：GC 的工作量与它成反比。',
    ),
  };
}
