import type { Text } from '../language.ts';
import { formatCount, formatShare } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';
import { durationText } from './time-text.ts';

/** Fewer collections by request are no finding, however often they come. */
export const manyForced = 5;
/** One in the time in which the runtime itself collects an idle heap (runtime/proc.go, forcegcperiod) is no finding. */
export const rareForcedMs = 120_000;
/** Of all CPU time. */
export const dearForcedShare = 0.05;

/** Who asks for collections, as far as the log shows it. */
export type ForcedBy = 'free-os-memory' | 'runtime-gc' | 'either';

export interface ForcedGcFacts {
  readonly forcedCount: number;
  readonly cycleCount: number;
  readonly elapsedMs: number;
  /** Of all CPU time that was there. */
  readonly forcedShare: number;
  readonly by: ForcedBy;
  /** `main.tick (/src/a.go:12) (runtime.GC, 30)`, of an execution trace; null of a log, which does not say. */
  readonly callers: string | null;
  /** Of one that asks at even intervals; null where they are not even. */
  readonly periodMs: number | null;
}

export const forcedGc: CatalogueEntry = {
  id: 'forced-gc',
  title: {
    en: 'collections are asked for by the program',
    zh: 'GC 由程序主动触发',
  },
  explanation: {
    en:
      'runtime.GC and debug.FreeOSMemory collect the whole heap at once, however little there is to free, and the caller stands until it is done. ' +
      'gctrace marks such a collection (forced). The one that the runtime begins after two minutes without any is not marked and not meant. ' +
      'What asks for them at even intervals is a ticker in the program, or a collector of profiles: /debug/pprof/heap?gc=1 is a runtime.GC. ' +
      'debug.FreeOSMemory also gives all free pages to the kernel, which have to be asked for again: scavtrace=1 marks that (forced), too.',
    zh:
      'runtime.GC 与 debug.FreeOSMemory 会立即对整个堆执行 GC，不论能释放多少，调用者要等到结束。' +
      'gctrace 把这样的 GC 标为 (forced)。运行时在两分钟没有 GC 之后自己发起的不带此标记，也不在此列。' +
      '间隔均匀的触发者是程序中的 ticker，或采集 profile 的程序：/debug/pprof/heap?gc=1 就是一次 runtime.GC。' +
      'debug.FreeOSMemory 还会把所有空闲页交还内核，之后又要重新申请：scavtrace=1 同样标为 (forced)。',
  },
  severityRule: {
    en: `Reported from ${manyForced} on, more often than every two minutes. Medium where they take ${formatShare(dearForcedShare, 1)} of all CPU time, else low.`,
    zh: `达到 ${manyForced} 次且比每两分钟一次更频繁时报告。占全部 CPU 时间 ${formatShare(dearForcedShare, 1)} 时为 medium，否则为 low。`,
  },
  remedy: remedyText('either', false),
};

export const describeForcedGc: Describe<ForcedGcFacts> = (facts, _context, language) => {
  const { forcedCount, cycleCount, elapsedMs, forcedShare, by, callers, periodMs } = facts;
  const elapsed = durationText(elapsedMs);
  const detail = {
    en: `${formatCount(forcedCount)} of ${formatCount(cycleCount)} collections in ${elapsed.en} were asked for; they took ${formatShare(forcedShare, 1)} of the CPU time.`,
    zh: `${elapsed.zh}内的 ${formatCount(cycleCount)} 次 GC 中有 ${formatCount(forcedCount)} 次是主动触发的，占用 ${formatShare(forcedShare, 1)} 的 CPU 时间。`,
  }[language];
  return {
    detail: paragraphs(
      detail,
      `${paceText(periodMs)[language]}${language === 'en' ? ' ' : ''}${callerText(by, callers)[language]}`,
    ),
    remedy: remedyText(by, periodMs !== null, callers !== null)[language],
  };
};

function paceText(periodMs: number | null): Text {
  if (periodMs === null) {
    return {
      en: 'They come at uneven intervals: with requests, batches or tests, not by a ticker.',
      zh: '间隔不均匀：随请求、批任务或测试而来，而不是 ticker。',
    };
  }
  const period = durationText(periodMs);
  return {
    en: `They come every ${period.en}: a ticker in the program, or something that fetches /debug/pprof/heap?gc=1.`,
    zh: `每 ${period.zh}一次：程序中的 ticker，或有什么在抓取 /debug/pprof/heap?gc=1。`,
  };
}

function callerText(by: ForcedBy, callers: string | null): Text {
  return callers === null ? callerTexts[by] : { en: `Who calls: ${callers}.`, zh: `调用者：${callers}。` };
}

const callerTexts: Readonly<Record<ForcedBy, Text>> = {
  'free-os-memory': {
    en: 'scavtrace marks them too: the call is debug.FreeOSMemory.',
    zh: 'scavtrace 也带此标记：调用的是 debug.FreeOSMemory。',
  },
  'runtime-gc': {
    en: 'No line of scavtrace is marked: the call is runtime.GC.',
    zh: 'scavtrace 没有带此标记的行：调用的是 runtime.GC。',
  },
  either: {
    en: 'Whether by runtime.GC or by debug.FreeOSMemory is not in the log. Do not add scavtrace=1 to gctrace=1 in production to see it: the runtime has been seen to hang with both.',
    zh: '日志中看不出是 runtime.GC 还是 debug.FreeOSMemory。不要为此在生产环境中同时开启 scavtrace=1 与 gctrace=1：已见到运行时因此挂起。',
  },
};

function remedyText(by: ForcedBy, isRegular: boolean, isCallerKnown = false): Text {
  const find = {
    en: `Find the caller: search the program and its dependencies for ${by === 'free-os-memory' ? 'FreeOSMemory' : by === 'runtime-gc' ? 'runtime.GC()' : 'runtime.GC() and FreeOSMemory'}, or take an execution trace, which has its stack.`,
    zh: `找到调用者：在程序及其依赖中搜索 ${by === 'free-os-memory' ? 'FreeOSMemory' : by === 'runtime-gc' ? 'runtime.GC()' : 'runtime.GC() 与 FreeOSMemory'}，或采集 execution trace，其中有调用栈。`,
  };
  return {
    en: paragraphs(
      isCallerKnown ? undefined : find.en,
      isRegular && by !== 'free-os-memory'
        ? 'If it is a collector of profiles, take gc=1 out of its URL: the profile then is of the last collection, and costs none.'
        : undefined,
      'Take the call out: the pacer collects when it pays. To keep memory below a bound, GOMEMLIMIT (Go 1.19+) does it without a fixed cost; after a rare large batch one debug.FreeOSMemory is all right.',
    ),
    zh: paragraphs(
      isCallerKnown ? undefined : find.zh,
      isRegular && by !== 'free-os-memory'
        ? '如果是采集 profile 的程序，从它的 URL 中去掉 gc=1：这样得到的是上一次 GC 时的 profile，不另外触发 GC。'
        : undefined,
      '去掉这个调用：运行时会在合算时执行 GC。若要使内存低于某个上限，GOMEMLIMIT（Go 1.19+）没有固定的代价；在少有的大批任务之后调用一次 debug.FreeOSMemory 无妨。',
    ),
  };
}
