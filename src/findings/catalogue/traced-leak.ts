import type { Language } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { paragraphs } from './entry.ts';
import { durationText } from './time-text.ts';

/** What a trace knows of goroutines that gather at one place. */
export interface TracedLeakFacts {
  readonly count: number;
  readonly functionName: string;
  /** `main.start (/src/a.go:12)`. */
  readonly created: string;
  readonly stands: string;
  readonly waitReason: string;
  readonly oldestWaitMs: number;
  readonly medianWaitMs: number;
  /** Of the smallest stacks. */
  readonly leastBytes: number;
  readonly elapsedMs: number;
  readonly createdCount: number;
  readonly endedCount: number;
  /** '' where they were not started by one. */
  readonly handler: string;
  readonly outlivingCount: number;
}

const hourMs = 3_600_000;

/** The detail of `goroutine-leak` where a trace tells it: how they gathered, and that they outlive what started them. */
export function describeTracedLeak(facts: TracedLeakFacts, language: Language): string {
  const { count, functionName, created, stands, waitReason, leastBytes, elapsedMs, handler } = facts;
  const place = { en: stands === '' ? '' : ` at ${stands}`, zh: stands === '' ? '' : `停在 ${stands}，` };
  const by = {
    en: created === '' ? '' : `, started at ${created}`,
    zh: created === '' ? '' : `（由 ${created} 启动）`,
  };
  const reason = {
    en: waitReason === '' ? '' : ` (${waitReason})`,
    zh: waitReason === '' ? '未知' : waitReason,
  };
  const [elapsed, oldest, median] = [elapsedMs, facts.oldestWaitMs, facts.medianWaitMs].map(durationText);
  const { createdCount, endedCount } = facts;
  const perHour = formatCount(Math.round(((createdCount - endedCount) * hourMs) / elapsedMs));
  const [started, ended, outliving] = [createdCount, endedCount, facts.outlivingCount].map(formatCount);
  return {
    en: paragraphs(
      `${formatCount(count)} goroutines of ${functionName}${by.en}, wait${place.en}${reason.en}. The oldest has waited ${oldest.en}, half of them ${median.en} or more.`,
      `In the ${elapsed.en} of the trace ${started} were started and ${ended} ended: at that rate ${perHour} more an hour. A stack takes 2 KiB at least, ${formatBytes(leastBytes)} together; what their frames hold comes on top.`,
      handler === ''
        ? undefined
        : `They are started while ${handler} answers a request; ${outliving} were still there after it had returned.`,
      'A trace is short: look again in a minute whether they are still there.',
    ),
    zh: paragraphs(
      `${formatCount(count)} 个 ${functionName} 的 goroutine${by.zh}${place.zh}等待原因：${reason.zh}。最久的已等待 ${oldest.zh}，半数不少于 ${median.zh}。`,
      `在 trace 的 ${elapsed.zh}内启动了 ${started} 个，结束了 ${ended} 个：照此速度每小时增加 ${perHour} 个。每个栈至少 2 KiB，共 ${formatBytes(leastBytes)}；栈帧所引用的对象另计。`,
      handler === ''
        ? undefined
        : `它们在 ${handler} 处理请求时启动；其中 ${outliving} 个在它返回之后仍然存在。`,
      'trace 很短：一分钟后再看它们是否还在。',
    ),
  }[language];
}
