import type { Text } from '../language.ts';
import { formatBytes, formatCount, formatShare } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';
import { durationText } from './time-text.ts';

/** Of all CPU time of GOMAXPROCS processors: a quarter is what the runtime gives to background marking while it marks. */
export const thrashGcShare = 0.25;
/** Of the same time, what goroutines spend on marking before they may allocate. */
export const thrashAssistShare = 0.1;
/** Of the time, that in which a collection ran: for collections that follow one another, whatever CPU they get. */
export const thrashTimeShare = 0.5;
/** From here on it is high: the runtime's limiter cuts in at a half (runtime/mgclimit.go). */
export const severeGcShare = 0.4;

/**
 * Why collections take so much. `limit`: the goal stands close above what is alive, closer than in other moments or than any
 * GOGC puts it; `gogc`: it always stands so close; `assist`: there is room, and goroutines allocate faster than it is marked.
 */
export type ThrashCause = 'limit' | 'gogc' | 'assist';

export interface GcThrashFacts {
  readonly cause: ThrashCause;
  readonly elapsedMs: number;
  /** Since the program started, or since the trace began. */
  readonly fromMs: number;
  readonly isTraced: boolean;
  readonly cycleCount: number;
  readonly gcShare: number;
  readonly assistShare: number;
  /** Of the time: in which a collection ran. */
  readonly timeShare: number;
  readonly liveBytes: number;
  readonly goalBytes: number;
  readonly processorCount: number;
  /** What GOGC the goals amount to, with room and without; null where that cannot be said. */
  readonly easyGogc: number | null;
  readonly pressedGogc: number | null;
}

export const gcThrash: CatalogueEntry = {
  id: 'gc-thrash',
  title: {
    en: 'the garbage collector takes the CPU',
    zh: '垃圾回收占用了大量 CPU',
  },
  explanation: {
    en:
      'The next collection begins before the heap reaches its goal: what the last one found alive plus GOGC percent, or less where GOMEMLIMIT (Go 1.19+) leaves less. ' +
      'A limit that stands close above what is alive makes collections follow one another: each frees little, and the runtime lets them take up to half of the CPU before it lets the heap grow past the limit. ' +
      'With room enough the cause is allocation: while a collection marks, a goroutine that allocates faster than the marking goes has to mark itself first (assist), so that requests get slow. ' +
      'Both are read from gctrace lines, or from an execution trace: live heap and goal, and CPU time of assists, of background workers and of pauses. Idle marking costs nobody and is left out. ' +
      'Shares are of all CPU time of GOMAXPROCS processors: where the container may use fewer, the true share is higher. ' +
      'A CPU profile shows the share of the CPU time that the program used, and not why; the lower end of its 95% interval has to pass.',
    zh:
      '下一次 GC 在堆达到目标之前开始：目标是上次 GC 后存活的字节加 GOGC 百分比；若 GOMEMLIMIT（Go 1.19+）留下的更少，则以它为准。' +
      '上限若只略高于存活的字节，GC 就会一次接着一次：每次释放得很少，运行时允许它们占用最多一半的 CPU，之后才让堆超过上限。' +
      '若空间充足，原因就是分配：标记期间，分配快于标记的 goroutine 必须先自己标记（assist），请求因此变慢。' +
      '两者都取自 gctrace 行或 execution trace：存活堆与目标，以及 assist、后台 worker 与暂停的 CPU 时间。空闲标记不占用任何人的时间，不计入。' +
      '占比以 GOMAXPROCS 个处理器的全部 CPU 时间为准：若容器可用的更少，实际占比更高。' +
      'CPU profile 给出的是占程序所用 CPU 时间的比例，且看不出原因；其 95% 区间的下限必须超过阈值。',
  },
  severityRule: {
    en: `Reported where, for a second or more, twenty or more collections took ${formatShare(thrashGcShare, 1)} of the CPU, or assists ${formatShare(thrashAssistShare, 1)}, or one ran half of the time and the goal was close. High from ${formatShare(severeGcShare, 1)} on; low where that was less than a twentieth of the time seen.`,
    zh: `若至少一秒之内、至少二十次 GC 占用 ${formatShare(thrashGcShare, 1)} 的 CPU，或 assist 占用 ${formatShare(thrashAssistShare, 1)}，或者一半的时间都在 GC 且目标过近，则报告。达到 ${formatShare(severeGcShare, 1)} 为 high；若不足所见时间的二十分之一，为 low。`,
  },
  remedy: {
    en: paragraphs(
      'Where the goal stands close above what is alive: raise GOMEMLIMIT and the limit of the container, or keep less alive; a limit is no means against a leak.',
      'Where there is room: raise GOGC with GOMEMLIMIT (Go 1.19+) as the bound, and allocate less: /debug/pprof/allocs and a CPU profile name the lines.',
    ),
    zh: paragraphs(
      '若目标只略高于存活的字节：提高 GOMEMLIMIT 与容器上限，或减少存活的数据；上限不能对付泄漏。',
      '若空间充足：提高 GOGC，并以 GOMEMLIMIT（Go 1.19+）为界，同时减少分配：/debug/pprof/allocs 与 CPU profile 会指出是哪些行。',
    ),
  },
};

export const describeGcThrash: Describe<GcThrashFacts> = (facts, context, language) => {
  const { elapsedMs, fromMs, isTraced, cycleCount, gcShare, assistShare, timeShare, processorCount } = facts;
  const start = isTraced ? { en: 'the trace began', zh: 'trace 开始' } : { en: 'the start', zh: '启动' };
  const [elapsed, from] = [durationText(elapsedMs), durationText(fromMs)];
  const detail = {
    en:
      `For ${elapsed.en}, from ${from.en} after ${start.en} on, one of ${formatCount(cycleCount)} collections ran ${formatShare(timeShare, 1)} of the time. They took ${formatShare(gcShare, 1)} of the CPU time of ${formatCount(processorCount)} processor${processorCount === 1 ? '' : 's'}, ` +
      `${formatShare(assistShare, 1)} of it all in assists, which goroutines do before they may allocate.`,
    zh:
      `自${start.zh}后 ${from.zh}起的 ${elapsed.zh}内，${formatCount(cycleCount)} 次 GC 有 ${formatShare(timeShare, 1)} 的时间在运行，占用了 ${formatCount(processorCount)} 个处理器 CPU 时间的 ${formatShare(gcShare, 1)}，` +
      `其中 assist（goroutine 分配前必须完成的标记）占全部时间的 ${formatShare(assistShare, 1)}。`,
  }[language];
  return {
    detail: paragraphs(detail, causeText(facts)[language]),
    remedy: remedyText(facts, context)[language],
  };
};

function causeText({ cause, liveBytes, goalBytes, easyGogc, pressedGogc }: GcThrashFacts): Text {
  const [live, goal] = [formatBytes(liveBytes), formatBytes(goalBytes)];
  if (cause === 'assist') {
    return {
      en: `It is no limit: ${live} were alive and the heap might grow to ${goal}. Goroutines allocate faster than the collector marks.`,
      zh: `这不是上限造成的：存活 ${live}，堆可以增长到 ${goal}。goroutine 分配得比 GC 标记得快。`,
    };
  }
  const room = {
    en: `${live} were alive and the heap might grow to ${goal} only, as with GOGC=${pressedGogc ?? '?'}`,
    zh: `存活 ${live}，而堆只能增长到 ${goal}，相当于 GOGC=${pressedGogc ?? '?'}`,
  };
  if (cause === 'gogc') {
    return {
      en: `${room.en}; it was so in every collection: a GOGC as low as that, or a limit that was too small from the start.`,
      zh: `${room.zh}；每次 GC 都是如此：要么 GOGC 就这么低，要么上限从一开始就太小。`,
    };
  }
  return {
    en: `It is a limit (GOMEMLIMIT, debug.SetMemoryLimit): ${room.en}${easyGogc === null ? '' : `, while other collections had the room of GOGC=${easyGogc}`}.`,
    zh: `这是上限（GOMEMLIMIT、debug.SetMemoryLimit）造成的：${room.zh}${easyGogc === null ? '' : `，而其他 GC 有 GOGC=${easyGogc} 的空间`}。`,
  };
}

/** Half as much again as is alive: a collection then frees a third of the heap. */
const enoughRoom = 1.5;
const smallGoal = 16 * 2 ** 20;

function remedyText({ cause, liveBytes, goalBytes }: GcThrashFacts, { goMinor }: RemedyContext): Text {
  if (cause === 'assist') {
    const small = goalBytes <= smallGoal;
    return {
      en: paragraphs(
        small
          ? 'The heap is small, so that collections follow at once: a larger GOGC (400, say) costs a few MiB and takes most of them away.'
          : `Give the heap more room: with GOGC=200 it collects half as often as with 100${goMinor >= 19 ? ', and GOMEMLIMIT, 5 to 10% below the limit of the container, keeps it in bounds' : ''}.`,
        'Allocate less: reuse buffers, give slices and maps their size when they are made, and look at /debug/pprof/allocs (alloc_space) for the lines that make the garbage.',
      ),
      zh: paragraphs(
        small
          ? '堆很小，所以 GC 接连不断：把 GOGC 调大（例如 400）只多用几 MiB，却能省去其中的大部分。'
          : `给堆更多空间：GOGC=200 的 GC 次数是 100 的一半${goMinor >= 19 ? '，并用低于容器上限 5% 至 10% 的 GOMEMLIMIT 约束它' : ''}。`,
        '减少分配：复用缓冲区，创建 slice 与 map 时给定大小，并在 /debug/pprof/allocs（alloc_space）中查看产生垃圾的行。',
      ),
    };
  }
  const wanted = formatBytes(liveBytes * enoughRoom);
  return {
    en: paragraphs(
      `Let the heap have ${wanted} at least, half as much again as is alive: raise ${cause === 'limit' ? 'GOMEMLIMIT' : 'GOGC, or GOMEMLIMIT where one is set,'} and, where it is near, the limit of the container.`,
      'If what is alive grows on, it is no question of limits: look at what holds it, with highwater inspect PID or a heap profile.',
    ),
    zh: paragraphs(
      `让堆至少有 ${wanted}，即存活字节的一倍半：提高 ${cause === 'limit' ? 'GOMEMLIMIT' : 'GOGC（若设置了 GOMEMLIMIT 则提高它）'}，若接近容器上限，也一并提高。`,
      '如果存活的数据持续增长，就不是上限的问题：用 highwater inspect PID 或 heap profile 查看是谁持有它们。',
    ),
  };
}
