import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';
import { durationText } from './time-text.ts';

/** A line of growth; `unit` as the line has it. */
export interface GrowingLine {
  readonly name: string;
  readonly unit: 'bytes' | 'count';
  readonly perHour: number;
  readonly lowPerHour: number;
  readonly highPerHour: number;
}

/** When a limit is reached at this pace. */
export interface LimitReached {
  readonly kind: 'container' | 'gomemlimit';
  readonly limitBytes: number;
  readonly leftBytes: number;
  /** By the slope, and by its interval's ends; null where the lower end does not rise. */
  readonly hours: number;
  readonly soonestHours: number;
  readonly latestHours: number | null;
}

export interface MemoryGrowthFacts {
  readonly kind: 'process' | 'prometheus' | 'endpoint' | 'profiles';
  /** What `highwater inspect` is called with: a process id, the scraped address, a URL or a file; undefined where not known. */
  readonly target: string | undefined;
  readonly line: GrowingLine;
  readonly pValue: number;
  readonly basis: 'window' | 'other-days' | 'whole-days';
  readonly beganMs: number;
  readonly toMs: number;
  /** Others of the target that grow as well, the fastest first. */
  readonly others: readonly GrowingLine[];
  /** The path of the map that grows, where one does. */
  readonly map: string | undefined;
  readonly limit: LimitReached | undefined;
}

/** Reached sooner than this at the present pace, a limit makes it urgent. */
export const urgentHours = 24;
/** A limit that is further away says nothing. */
const toldHours = 366 * 24;
const othersTold = 4;

export const memoryGrowth: CatalogueEntry = {
  id: 'memory-growth',
  title: {
    en: 'a line grows with time, beyond noise',
    zh: '有一行随时间增长，超出噪声',
  },
  explanation: {
    en:
      'Looked at again and again, the line rises: its troughs, not the saw-tooth of the collector, and more than the same hours of the days before let expect ' +
      '(or, of looks within minutes, than noise that is as correlated would). One step is no growth, and a restart begins anew. Either something is kept that nothing ' +
      'takes out (a map or slice without an end, goroutines that wait for ever, timers), or the load rises. A service that fills a cache grows as well, until it is full.',
    zh:
      '反复查看时，这一行在上升：看的是低谷而不是 GC 的锯齿，且升幅超过往日同时段（若只看了几分钟，则超过同样相关的噪声）。一次阶跃不算增长，重启后重新计算。' +
      '原因要么是有东西只进不出（没有上限的 map 或切片、永远等待的 goroutine、定时器），要么是负载在上升。正在填充缓存的服务也会增长，直到填满。',
  },
  severityRule: {
    en: `Medium; high where a known limit (of the container, or GOMEMLIMIT) is reached within ${urgentHours} hours at this pace.`,
    zh: `medium；若按此速度在 ${urgentHours} 小时内达到已知上限（容器上限或 GOMEMLIMIT），则为 high。`,
  },
  remedy: {
    en: 'See what it is that grows: two looks with an hour between them, and their difference (`highwater record PID -o FILE` twice, then `highwater inspect FILE FILE`; of an endpoint, two saved heap profiles).',
    zh: '找出增长的是什么：相隔一小时看两次并比较（两次 `highwater record PID -o FILE`，再 `highwater inspect FILE FILE`；对于 HTTP 端点，比较两份保存的堆 profile）。',
  },
};

export const describeMemoryGrowth: Describe<MemoryGrowthFacts> = (facts, _context, language) => ({
  detail: paragraphs(
    paceText(facts)[language],
    othersText(facts.others)?.[language],
    facts.limit && facts.limit.hours <= toldHours ? limitText(facts.limit)[language] : undefined,
  ),
  remedy: remedyText(facts)[language],
});

function paceText({ line, pValue, basis, beganMs, toMs }: MemoryGrowthFacts): Text {
  const [low, high] = [line.lowPerHour, line.highPerHour].map((each) => amountText(line, each));
  const p = pValue < 0.001 ? '<0.001' : pValue.toFixed(3);
  const span = durationText(toMs - beganMs);
  const moment = `${new Date(beganMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const against: Text = {
    window: { en: 'against noise', zh: '与噪声相比' },
    'other-days': { en: 'beyond the same hours of the days before', zh: '超出往日同时段' },
    'whole-days': { en: 'from day to day', zh: '逐日' },
  }[basis];
  return {
    en: `${line.name} grows by ${amountText(line, line.perHour)} an hour ${against.en} (95 %: ${low} to ${high}; p ${p}), for at least ${span.en} (${moment}).`,
    zh: `${line.name} 每小时增长 ${amountText(line, line.perHour)}（${against.zh}；95%：${low} 至 ${high}；p ${p}），至少已持续 ${span.zh}（${moment} 起）。`,
  };
}

function othersText(others: readonly GrowingLine[]): Text | undefined {
  if (others.length === 0) return undefined;
  const told = others.slice(0, othersTold);
  const more = others.length - told.length;
  return {
    en: `Beside it grow ${told.map((each) => `${each.name} (${amountText(each, each.perHour)} an hour)`).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    zh: `同时增长的还有${told.map((each) => `${each.name}（每小时 ${amountText(each, each.perHour)}）`).join('、')}${more > 0 ? `以及另外 ${more} 行` : ''}。`,
  };
}

function limitText({ kind, limitBytes, leftBytes, hours, soonestHours, latestHours }: LimitReached): Text {
  const [limit, left] = [formatBytes(limitBytes), formatBytes(leftBytes)];
  const name: Text = {
    container: { en: 'the limit of the container', zh: '容器上限' },
    gomemlimit: { en: 'GOMEMLIMIT', zh: 'GOMEMLIMIT' },
  }[kind];
  const then: Text = {
    container: { en: 'then the kernel kills it', zh: '届时内核会将其终止' },
    gomemlimit: {
      en: 'from then on collections take more and more CPU',
      zh: '此后 GC 会占用越来越多的 CPU',
    },
  }[kind];
  const [at, soonest] = [hours, soonestHours].map((each) => durationText(each * 3_600_000));
  const latest =
    latestHours === null || latestHours > toldHours ? undefined : durationText(latestHours * 3_600_000);
  return {
    en: `At this pace ${name.en} of ${limit}, which is ${left} away, is reached in ${at.en} (95 %: ${soonest.en} to ${latest?.en ?? 'never'}); ${then.en}.`,
    zh: `按此速度，距离还有 ${left} 的${name.zh} ${limit} 将在 ${at.zh}后达到（95%：${soonest.zh}至${latest?.zh ?? '永不'}）；${then.zh}。`,
  };
}

function remedyText({ kind, target, line, map }: MemoryGrowthFacts): Text {
  if (line.unit === 'count' && line.name.includes('goroutines')) return goroutinesText(kind, target);
  if (kind === 'process') {
    const pid = target ?? 'PID';
    return {
      en: paragraphs(
        map === undefined
          ? `Take two looks, an hour apart, and compare them: it names the types, the holders and the maps that grew.`
          : `Look into the map: \`highwater inspect ${pid} --map '${map}'\`. Then find where entries are put in and why none are taken out: delete them, or bound the map. Two looks show what else grew.`,
        `    highwater record ${pid} -o before.hw && sleep 3600 && highwater record ${pid} -o after.hw\n    highwater inspect before.hw after.hw`,
      ),
      zh: paragraphs(
        map === undefined
          ? '相隔一小时看两次并比较：会列出增长的类型、持有者和 map。'
          : `查看这个 map：\`highwater inspect ${pid} --map '${map}'\`。再找出在哪里加入条目、为何从不删除：删除它们，或给 map 设上限。看两次可以知道还有什么在增长。`,
        `    highwater record ${pid} -o before.hw && sleep 3600 && highwater record ${pid} -o after.hw\n    highwater inspect before.hw after.hw`,
      ),
    };
  }
  if (kind !== 'prometheus') return lineText;
  return {
    en: paragraphs(
      'Metrics tell that it grows, not what. Where its pod can be entered, look into the process: `highwater inspect PID` names the maps, types and holders; twice, an hour apart, by `highwater record`, it names what grew.',
      'By pprof alone, two heap profiles an hour apart, and their difference:',
      profilesText(target),
    ),
    zh: paragraphs(
      '指标只说明它在增长，不说明是什么。若能进入其 pod，就查看进程：`highwater inspect PID` 会列出 map、类型和持有者；用 `highwater record` 相隔一小时记录两次并比较，可知增长的是什么。',
      '若只有 pprof，取相隔一小时的两份堆 profile 并比较：',
      profilesText(target),
    ),
  };
}

/** Of profiles and URLs, whose lines are lines of source. */
const lineText: Text = {
  en: 'A profile names the lines that allocate what stays, not who keeps it: look where their results are put, into a map, slice, channel or goroutine that nothing takes them out of. Where its pod can be entered, `highwater inspect PID` names the holder.',
  zh: 'profile 给出的是分配者所在的行，而不是谁留住了它们：看这些行的结果放到了哪里，哪个 map、切片、channel 或 goroutine 只进不出。若能进入其 pod，`highwater inspect PID` 会给出持有者。',
};

function profilesText(target: string | undefined): string {
  const url = `http://${target ?? 'HOST:PORT'}/debug/pprof/heap`;
  return `    curl -so before.pb.gz ${url} && sleep 3600 && curl -so after.pb.gz ${url}\n    highwater inspect before.pb.gz after.pb.gz`;
}

function goroutinesText(kind: MemoryGrowthFacts['kind'], target: string | undefined): Text {
  const usual = { process: 'PID', prometheus: 'HOST:PORT', endpoint: 'HOST:PORT', profiles: 'FILE' }[kind];
  const look = `highwater inspect ${kind === 'prometheus' ? 'http://' : ''}${target ?? usual}`;
  return {
    en: `See where they wait and who starts them: \`${look}\` groups goroutines by place. Each needs a way to end: a context, a deadline, a channel that is closed.`,
    zh: `查看它们在哪里等待、由谁启动：\`${look}\` 会按位置对 goroutine 分组。每个都需要结束的途径：context、截止时间或会关闭的 channel。`,
  };
}

function amountText({ unit }: Pick<GrowingLine, 'unit'>, value: number): string {
  const size = Math.round(Math.abs(value));
  return `${value < 0 ? '-' : ''}${unit === 'bytes' ? formatBytes(size) : formatCount(size)}`;
}
