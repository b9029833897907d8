import { formatDuration } from '../duration-text.ts';
import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface TimerFacts {
  readonly kind: 'ticker' | 'timer' | 'func';
  /** That AfterFunc runs; '' where not known. */
  readonly function: string;
  readonly count: number;
  readonly bytes: number;
  readonly isCollectable: boolean;
  readonly shortestPeriodMs: number;
  readonly longestPeriodMs: number;
  readonly latestMs: number | undefined;
}

const stop: Text = {
  en:
    'Stop every ticker and timer where the work that it is for ends: defer t.Stop(). ' +
    'In a loop make one timer and Reset it; time.After makes a new one each time. Call the cancel function of every context with a deadline.',
  zh:
    '在定时器所服务的工作结束处停止它：defer t.Stop()。' +
    '循环中只创建一个 timer 并 Reset；time.After 每次都会新建一个。带截止时间的 context 都要调用其 cancel 函数。',
};

const versions: Text = {
  en:
    'Up to Go 1.22, and in later programs whose go.mod says less than go 1.23 (asynctimerchan=1), the runtime itself holds every timer that runs: ' +
    'a ticker that nobody stops is never collected, time.After not before it fires. With the timers of Go 1.23 those with a channel are collected once nothing refers to them; AfterFunc still holds its function until it fires.',
  zh:
    '在 Go 1.22 及以前，以及 go.mod 声明低于 go 1.23 的较新程序中（asynctimerchan=1），运行时自身持有每个运行中的定时器：' +
    '未停止的 ticker 永远不会被回收，time.After 在触发前不会被回收。采用 Go 1.23 的定时器后，带 channel 的定时器在无人引用时即可回收；AfterFunc 在触发前仍持有其函数。',
};

export const timerUnstopped: CatalogueEntry = {
  id: 'timer-unstopped',
  title: { en: 'timers run that nobody stops', zh: '定时器在运行却无人停止' },
  explanation: {
    en: `A timer keeps its channel or its function, and all that the function captures. Counted are those that run and that no goroutine waits for; timers that fire within 10 seconds are left out. ${versions.en}`,
    zh: `定时器持有其 channel 或函数，以及函数捕获的一切。统计的是正在运行且没有 goroutine 等待的定时器；10 秒内触发的不计。${versions.zh}`,
  },
  severityRule: {
    en: `By the bytes of the timers with their channels or closures. ${severityRule.en}`,
    zh: `按定时器及其 channel 或闭包的字节数。${severityRule.zh}`,
  },
  remedy: { en: paragraphs(stop.en, versions.en), zh: paragraphs(stop.zh, versions.zh) },
};

export const describeTimers: Describe<TimerFacts> = (facts, { goMinor }, language) => ({
  detail: detailOf(facts)[language],
  remedy: paragraphs(remedyOf(facts, goMinor)[language], whyKept(facts, goMinor)[language]),
});

function detailOf(facts: TimerFacts): Text {
  const count = formatCount(facts.count);
  const bytes = formatBytes(facts.bytes);
  const shortest = formatDuration(facts.shortestPeriodMs);
  const longest = formatDuration(facts.longestPeriodMs);
  const isOnePeriod = shortest === longest;
  const latest = facts.latestMs === undefined ? undefined : formatDuration(facts.latestMs);
  switch (facts.kind) {
    case 'ticker':
      return {
        en: `${count} tickers run that no goroutine waits for; with their channels they take ${bytes}. Their period is ${isOnePeriod ? shortest : `${shortest} to ${longest}`}.`,
        zh: `${count} 个 ticker 在运行，却没有 goroutine 等待；连同 channel 共占 ${bytes}。周期为 ${isOnePeriod ? shortest : `${shortest} 到 ${longest}`}。`,
      };
    case 'timer':
      return {
        en: `${count} timers of time.After or time.NewTimer run that no goroutine waits for; with their channels they take ${bytes}.${latest === undefined ? '' : ` The last one fires in ${latest}.`}`,
        zh: `${count} 个由 time.After 或 time.NewTimer 创建的定时器在运行，却没有 goroutine 等待；连同 channel 共占 ${bytes}。${latest === undefined ? '' : `最后一个在 ${latest} 后触发。`}`,
      };
    case 'func': {
      const name =
        facts.function === ''
          ? { en: 'a function', zh: '一个函数' }
          : { en: facts.function, zh: ` ${facts.function}` };
      return {
        en: `${count} timers of time.AfterFunc wait to run ${name.en}; with their closures they take ${bytes}, and they keep what these capture.${latest === undefined ? '' : ` The last one fires in ${latest}.`}`,
        zh: `${count} 个 time.AfterFunc 定时器等待运行${name.zh}；连同闭包共占 ${bytes}，并持有闭包所捕获的一切。${latest === undefined ? '' : `最后一个在 ${latest} 后触发。`}`,
      };
    }
  }
}

function remedyOf({ kind, function: name }: TimerFacts, goMinor: number): Text {
  if (kind === 'func') {
    return name.startsWith('context.')
      ? {
          en: 'Call the cancel function of each context as soon as its work is done (defer cancel()), or choose a shorter deadline.',
          zh: '每个 context 的工作一结束就调用其 cancel 函数（defer cancel()），或者缩短截止时间。',
        }
      : {
          en: 'Keep the *time.Timer that AfterFunc returns, and call Stop when the work that it is for ends.',
          zh: '保存 AfterFunc 返回的 *time.Timer，在它所服务的工作结束时调用 Stop。',
        };
  }
  if (kind === 'ticker')
    return {
      en: 'Stop each ticker where its user ends (defer ticker.Stop()), and drop what refers to it.',
      zh: '在使用者结束处停止每个 ticker（defer ticker.Stop()），并丢弃对它的引用。',
    };
  return {
    en: `In a loop make one timer before it and Reset it in each turn; time.After makes a new one each time. Elsewhere stop the timer when something else came first${goMinor >= 21 ? ', or use context.AfterFunc' : ''}.`,
    zh: `循环之前创建一个 timer，每轮 Reset；time.After 每次都会新建一个。其他地方，当别的事件先到时停止定时器${goMinor >= 21 ? '，或使用 context.AfterFunc' : ''}。`,
  };
}

/** What holds such a timer in this process. */
function whyKept({ kind, isCollectable }: TimerFacts, goMinor: number): Text {
  if (kind === 'func')
    return {
      en: 'On every version of Go the runtime holds the function until the timer fires or is stopped.',
      zh: '在所有 Go 版本中，运行时都持有该函数，直到定时器触发或被停止。',
    };
  if (isCollectable)
    return {
      en: `With the timers of Go 1.23, which this process (Go 1.${goMinor}) uses, one that nothing refers to is collected, stopped or not: something refers to each of these.`,
      zh: `本进程（Go 1.${goMinor}）使用 Go 1.23 的定时器：无人引用的定时器无论是否停止都会被回收，因此这些定时器各自都仍被引用。`,
    };
  const end: Text =
    kind === 'ticker'
      ? { en: 'is never collected, although nothing may refer to it', zh: '永远不会被回收，即使无人引用' }
      : {
          en: 'is not collected before it fires, although nothing may refer to it',
          zh: '在触发之前不会被回收，即使无人引用',
        };
  if (goMinor < 23)
    return {
      en: `In Go 1.${goMinor} one that runs ${end.en}. With Go 1.23 and go 1.23 or later in go.mod it is, once nothing refers to it.`,
      zh: `在 Go 1.${goMinor} 中，运行中的定时器${end.zh}。升级到 Go 1.23 并在 go.mod 中声明 go 1.23 或更高版本后，无人引用时即可回收。`,
    };
  return {
    en: `This process is of Go 1.${goMinor} and yet has the timers of Go 1.22, because its go.mod says less than go 1.23 or GODEBUG has asynctimerchan=1: one that runs ${end.en}. Say go 1.23 or later in go.mod.`,
    zh: `本进程由 Go 1.${goMinor} 构建，却使用 Go 1.22 的定时器，因为 go.mod 声明低于 go 1.23，或 GODEBUG 含 asynctimerchan=1：运行中的定时器${end.zh}。请在 go.mod 中声明 go 1.23 或更高版本。`,
  };
}
