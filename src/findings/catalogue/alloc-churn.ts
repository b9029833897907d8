import type { Text } from '../language.ts';
import { formatBytes, formatShare } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface ChurnFacts {
  readonly where: string;
  /** Mechanism with most of the bytes, as src/profile names it. */
  readonly mechanism: string;
  readonly allocBytes: number;
  readonly allocLowBytes: number;
  readonly allocHighBytes: number;
  /** Of it what is still live. */
  readonly inuseBytes: number;
  readonly totalAllocBytes: number;
  /** Undefined where the profile counts since the start of the program. */
  readonly bytesPerSecond: number | undefined;
}

/** A line is reported from these on. */
export const leastChurn: {
  readonly bytes: number;
  readonly shareOfAll: number;
  readonly timesKept: number;
} = { bytes: 64 * 2 ** 20, shareOfAll: 0.1, timesKept: 20 };
/** So much a second, at one line, keeps the collector at work. */
export const busyBytesPerSecond: number = 100 * 2 ** 20;

/** What to do first, by what the line allocates for. */
const byMechanism: Readonly<Record<string, Text | undefined>> = {
  'map-arrays': {
    en: 'It grows maps: give make the number of entries, and where the map is filled again and again, clear() it instead of making a new one (Go 1.21 and later).',
    zh: '它在让 map 增长：make 时给出条目数；如果反复填充，用 clear() 清空而不是新建（Go 1.21 及以后）。',
  },
  'slice-growth': {
    en: 'It grows slices: give make the capacity, or cut the slice to [:0] and fill it again.',
    zh: '它在让 slice 增长：make 时给出容量，或截断为 [:0] 后重新填充。',
  },
  'string-building': {
    en: 'It builds strings: write into one strings.Builder with Grow, or append to a []byte with strconv.Append and fmt.Append.',
    zh: '它在拼接字符串：用预先 Grow 的 strings.Builder，或用 strconv.Append、fmt.Append 追加到 []byte。',
  },
  timers: {
    en: 'It makes timers: time.After in a loop makes one a round; use one time.Timer and Reset it.',
    zh: '它在创建定时器：循环中的 time.After 每轮创建一个；改用一个 time.Timer 并 Reset。',
  },
};

export const allocChurn: CatalogueEntry = {
  id: 'alloc-churn',
  title: { en: 'a line allocates much that dies at once', zh: '某一行大量分配，随即丢弃' },
  explanation: {
    en:
      'What is allocated and freed again leaves no trace in the live heap, but brings the next collection nearer: the collector ' +
      'runs each time that as much was allocated as GOGC allows, whatever of it is still in use. Told by alloc_space against inuse_space ' +
      `of one line in a heap or allocs profile: at least ${formatBytes(leastChurn.bytes)} and ${formatShare(leastChurn.shareOfAll, 1)} of all that was allocated, ` +
      `and ${leastChurn.timesKept} times what is left of it. Both count from the start of the program, or from the start of the interval of a profile with ?seconds=.`,
    zh:
      '分配后又释放的内存不会留在存活堆中，但会让下一次 GC 提前：每当新分配的量达到 GOGC 允许的数值，GC 就会运行，不论其中还有多少在用。' +
      `依据是 heap 或 allocs profile 中同一行的 alloc_space 与 inuse_space：至少 ${formatBytes(leastChurn.bytes)}，占全部分配的 ${formatShare(leastChurn.shareOfAll, 1)} 以上，` +
      `且为存留部分的 ${leastChurn.timesKept} 倍以上。两者都从程序启动算起；带 ?seconds= 的 profile 则从区间开始算起。`,
  },
  severityRule: {
    en: `Low; medium where the profile covers an interval and the line allocates ${formatBytes(busyBytesPerSecond)} a second or more. No memory comes back by it.`,
    zh: `low；若 profile 覆盖一段区间，且该行每秒分配 ${formatBytes(busyBytesPerSecond)} 以上，则为 medium。修正它不会直接收回内存。`,
  },
  remedy: remedyText(''),
};

export const describeChurn: Describe<ChurnFacts> = (facts, _context, language) => {
  const { where, allocBytes, allocLowBytes, allocHighBytes, inuseBytes, totalAllocBytes } = facts;
  const rate: Text =
    facts.bytesPerSecond === undefined
      ? { en: '', zh: '' }
      : {
          en: ` That is ${formatBytes(facts.bytesPerSecond)} a second.`,
          zh: `即每秒 ${formatBytes(facts.bytesPerSecond)}。`,
        };
  const detail: Text = {
    en:
      `${where} allocated ${formatBytes(allocBytes)} (95%: ${formatBytes(allocLowBytes)} to ${formatBytes(allocHighBytes)}), ` +
      `${formatShare(allocBytes, totalAllocBytes)} of all, and ${formatBytes(inuseBytes)} of it are live.${rate.en}`,
    zh:
      `${where} 分配了 ${formatBytes(allocBytes)}（95% 区间：${formatBytes(allocLowBytes)} 至 ${formatBytes(allocHighBytes)}），` +
      `占全部的 ${formatShare(allocBytes, totalAllocBytes)}，其中仍存活 ${formatBytes(inuseBytes)}。${rate.zh}`,
  };
  return { detail: detail[language], remedy: remedyText(facts.mechanism)[language] };
};

function remedyText(mechanism: string): Text {
  const own = byMechanism[mechanism];
  return {
    en: paragraphs(
      own?.en,
      'Make the object once and use it again: a local buffer that is passed down, or a sync.Pool whose values are bounded in size. Where the line is cheap and the collector takes a few percent of the CPU, leave it.',
    ),
    zh: paragraphs(
      own?.zh,
      '让对象只创建一次并重复使用：由上层传入缓冲区，或使用限制了单个值大小的 sync.Pool。若该行开销很小、GC 只占百分之几的 CPU，则不必处理。',
    ),
  };
}
