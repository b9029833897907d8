import type { Text } from '../language.ts';
import { formatBytes } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';
import { durationText } from './time-text.ts';

export interface HeapIdleFacts {
  readonly idleBytes: number;
  /** GOGC; -1 for off. What is undefined here is not known. */
  readonly gcPercent: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  readonly heapGoalBytes: number | undefined;
  /** How much the heap may grow before that goal. */
  readonly headroomBytes: number | undefined;
  /** Since the last collection; undefined also before the first one. */
  readonly sinceCycleMs: number | undefined;
  /** What the background scavenger has to give back, and down to which size of the heap; undefined where it rests. */
  readonly scavengeDueBytes: number | undefined;
  readonly scavengeGoalBytes: number | undefined;
  /** False where the binary has no symbols. */
  readonly isStateKnown: boolean;
  /** True where MemStats tell this, which say nothing of the scavenger. */
  readonly isOfStatistics?: boolean;
}

/** runtime/proc.go, forcegcperiod. */
const forcedCycleMs = 120_000;

export const heapIdle: CatalogueEntry = {
  id: 'heap-idle',
  title: {
    en: 'idle heap pages are not given back yet',
    zh: '空闲的堆页尚未归还',
  },
  explanation: {
    en:
      'Freed pages stay in the process until the scavenger gives them to the kernel. In the background, with about 1% of one CPU, it does so ' +
      'for what exceeds the size that the heap had in the last collection, scaled by the change of the heap goal, plus 10%, and (Go 1.21+) not for chunks that were densely used around the last collection: the pages of a peak go only ' +
      'after the collection that follows the one that freed them. A process that allocates little gets a collection every 2 minutes ' +
      '(none with GOGC=off). With GOMEMLIMIT (Go 1.19+) it also keeps the whole below 95% of the limit. debug.FreeOSMemory() collects and gives all of it back at once.',
    zh:
      '释放的页会留在进程中，直到 scavenger 把它们交还内核。它在后台以约 1% 的单核 CPU 工作，只归还超出“上次 GC 时堆的大小（按堆目标的变化折算）再加 10%”的部分，且（Go 1.21 及以后）不归还上一次 GC 前后使用密集的区块：' +
      '因此高峰的页要等到释放它们的那次 GC 之后的下一次 GC 才会归还。分配很少的进程每 2 分钟有一次强制 GC（GOGC=off 时没有）。设置了 GOMEMLIMIT（Go 1.19+）时，' +
      '它还会使总量低于该上限的 95%。debug.FreeOSMemory() 会执行 GC 并立即全部归还。',
  },
  severityRule: {
    en: `${severityRule.en} Low where the heap may grow into all of it before the next collection.`,
    zh: `${severityRule.zh}若堆在下一次 GC 之前可能用掉全部这些页，则为 low。`,
  },
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }),
};

export const describeHeapIdle: Describe<HeapIdleFacts> = (facts, context, language) => ({
  detail: paragraphs(
    {
      en: `${formatBytes(facts.idleBytes)} of pages hold no span and are still in memory.`,
      zh: `${formatBytes(facts.idleBytes)} 的页不属于任何 span，但仍驻留内存。`,
    }[language],
    whenText(facts, context)[language],
  ),
  remedy: remedyText(context)[language],
});

function whenText(facts: HeapIdleFacts, context: RemedyContext): Text {
  const cycle = cycleText(facts);
  if (facts.isOfStatistics) return cycle;
  if (!facts.isStateKnown)
    return {
      en: 'When they go cannot be said: the binary has no symbols to find the state of the scavenger by.',
      zh: '何时归还无法判断：该二进制文件没有符号，找不到 scavenger 的状态。',
    };
  const scavenger = scavengerText(facts, context);
  return { en: `${scavenger.en} ${cycle.en}`, zh: `${scavenger.zh}${cycle.zh}` };
}

function scavengerText(
  { scavengeDueBytes, scavengeGoalBytes, memoryLimitBytes }: HeapIdleFacts,
  { goMinor }: RemedyContext,
): Text {
  const limit = memoryLimitBytes === undefined ? undefined : formatBytes(memoryLimitBytes);
  const limited = {
    en: limit === undefined ? ' No GOMEMLIMIT is set.' : ` GOMEMLIMIT is ${limit}.`,
    zh: limit === undefined ? '没有设置 GOMEMLIMIT。' : `GOMEMLIMIT 为 ${limit}。`,
  };
  if (scavengeDueBytes === undefined) {
    return {
      en: `The background scavenger rests: the heap is not above what it aims at, so these pages wait for a collection that lowers the aim.${limited.en}`,
      zh: `后台 scavenger 处于休息状态：堆没有超过它的目标，这些页要等某次 GC 降低目标后才会归还。${limited.zh}`,
    };
  }
  const goal = scavengeGoalBytes === undefined ? undefined : formatBytes(scavengeGoalBytes);
  // runtime/mgcscavenge.go, scavChunkData.shouldScavenge (Go 1.21+).
  const waits =
    goMinor >= 21
      ? {
          en: '. Chunks of 4 MiB that were densely used around the last collection go after the next one, others now',
          zh: '。上一次 GC 前后使用密集的 4 MiB 区块要在下一次 GC 之后归还，其余的现在归还',
        }
      : { en: ', now', zh: '，现在正在归还' };
  return {
    en: `The background scavenger has ${formatBytes(scavengeDueBytes)} of them to give back${goal === undefined ? '' : `, down to a heap of ${goal}`}${waits.en}. What is left stays until a later collection.${limited.en}`,
    zh: `后台 scavenger 要归还其中的 ${formatBytes(scavengeDueBytes)}${goal === undefined ? '' : `，直到堆为 ${goal}`}${waits.zh}。剩下的要等以后的 GC。${limited.zh}`,
  };
}

function cycleText({ gcPercent, heapGoalBytes, headroomBytes, sinceCycleMs }: HeapIdleFacts): Text {
  if (gcPercent !== undefined && gcPercent < 0) {
    return {
      en: 'GOGC is off: no collection comes by itself.',
      zh: 'GOGC 为 off：不会自动执行 GC。',
    };
  }
  const goal = heapGoalBytes === undefined ? undefined : formatBytes(heapGoalBytes);
  const room = headroomBytes === undefined ? undefined : formatBytes(headroomBytes);
  const growth = {
    en: room === undefined ? '' : ` Until then it may grow by ${room}, and takes these pages first.`,
    zh: room === undefined ? '' : `在此之前堆最多再增长 ${room}，并优先使用这些页。`,
  };
  const percent = {
    en: gcPercent === undefined ? '' : ` (GOGC=${gcPercent})`,
    zh: gcPercent === undefined ? '' : `（GOGC=${gcPercent}）`,
  };
  const by = {
    en: `The next collection comes ${goal === undefined ? 'when the heap has grown' : `before the heap reaches ${goal}`}${percent.en}`,
    zh: `下一次 GC ${goal === undefined ? '在堆增长之后' : `在堆达到 ${goal} 之前`}执行${percent.zh}`,
  };
  if (sinceCycleMs === undefined) {
    return {
      en: `${by.en}; when the last one was is not known, or there was none.${growth.en}`,
      zh: `${by.zh}；上一次 GC 的时间未知，或还没有执行过。${growth.zh}`,
    };
  }
  const since = durationText(sinceCycleMs);
  const left = durationText(Math.max(0, forcedCycleMs - sinceCycleMs));
  return {
    en: `${by.en}, and at the latest in ${left.en}: the last was ${since.en} ago.${growth.en}`,
    zh: `${by.zh}，最迟在 ${left.zh}后：上一次在 ${since.zh}前。${growth.zh}`,
  };
}

function remedyText({ goMinor }: RemedyContext): Text {
  const hasLimit = goMinor >= 19;
  return {
    en: paragraphs(
      'If the next peak is near, leave them: the heap grows into them without asking the kernel.',
      `To have them back now: debug.FreeOSMemory(), for example after a batch.${hasLimit ? ' To keep the whole of Go below a bound at all times: GOMEMLIMIT, 5 to 10% below the limit of the container.' : ' Go 1.19 and later also have GOMEMLIMIT.'}`,
    ),
    zh: paragraphs(
      '如果下一次高峰很快就来，不必处理：堆会直接使用这些页，无需再向内核申请。',
      `若要立即归还：调用 debug.FreeOSMemory()，例如在一批任务之后。${hasLimit ? '若要使 Go 的总量始终低于某个上限：把 GOMEMLIMIT 设为低于容器上限 5% 至 10%。' : 'Go 1.19 及以后还有 GOMEMLIMIT。'}`,
    ),
  };
}
