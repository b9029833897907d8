import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface PoolFacts {
  readonly where: string;
  /** No variable is known to lead to the pool. */
  readonly isUnnamed: boolean;
  /** '' where not known. */
  readonly type: string;
  readonly values: number;
  readonly bytes: number;
  readonly victimValues: number;
  readonly victimBytes: number;
  readonly medianValueBytes: number;
  readonly largestValueBytes: number;
}

const emptying: Text = {
  en:
    'A pool lets go of its values in two steps: a GC moves all of them to the victim list, the next one drops what is ' +
    'still there. A burst therefore stays for two cycles after it is over, and for as long as traffic keeps taking and putting back the same large values.',
  zh:
    'Pool 分两步放弃其中的值：一次 GC 把所有值移到 victim 列表，下一次 GC 丢弃仍留在那里的值。' +
    '因此突发流量结束后还要保留两个 GC 周期；只要流量不断取出再放回同一批大对象，它们就一直留着。',
};

/** As in giving-back.ts, which has the measurements. */
const comingBack: Text = {
  en: 'RSS falls when the background scavenger has returned what the GC freed, minutes later; at once with debug.FreeOSMemory(), or under a GOMEMLIMIT below the present use.',
  zh: 'GC 释放之后，要等后台 scavenger 归还，RSS 才会在几分钟后下降；调用 debug.FreeOSMemory()，或设置低于当前用量的 GOMEMLIMIT，则立即下降。',
};

const remedy: Text = {
  en:
    'Do not put back what has grown too large: check the capacity before Put, and let the GC have what is above it. ' +
    'A pool has no bound of its own: it keeps as many values as were in use at the same time. ' +
    'Where the count is the problem, bound the concurrency, or use a buffered channel as a pool of fixed size.',
  zh:
    '不要把长得过大的值放回去：Put 之前检查容量，超过上限的交给 GC。' +
    'Pool 本身没有上限：同时使用过多少个值，它就保留多少个。' +
    '如果问题在于数量，请限制并发，或用带缓冲的 channel 作为固定大小的池。',
};

export const poolHoard: CatalogueEntry = {
  id: 'pool-hoard',
  title: { en: 'a sync.Pool keeps much memory', zh: 'sync.Pool 占着大量内存' },
  explanation: {
    en: `What lies in a sync.Pool is in nobody's use, and counts as live all the same. ${emptying.en}`,
    zh: `sync.Pool 中的值没有人在用，却仍算作存活。${emptying.zh}`,
  },
  severityRule: {
    en: `By the bytes of the values and the buffers they own. ${severityRule.en}`,
    zh: `按其中的值及其拥有的缓冲区的字节数。${severityRule.zh}`,
  },
  remedy: {
    en: paragraphs(remedy.en, emptying.en, comingBack.en),
    zh: paragraphs(remedy.zh, emptying.zh, comingBack.zh),
  },
};

export const describePool: Describe<PoolFacts> = (facts, _context, language) => {
  const { where, values, bytes, victimValues } = facts;
  const type: Text =
    facts.type === '' ? { en: '', zh: '' } : { en: ` of type ${facts.type}`, zh: ` ${facts.type} 类型的` };
  const victims: Text =
    victimValues === 0
      ? { en: '', zh: '' }
      : {
          en: ` ${formatCount(victimValues)} of them (${formatBytes(facts.victimBytes)}) are on the victim list: the next GC drops those that nobody takes.`,
          zh: ` 其中 ${formatCount(victimValues)} 个（${formatBytes(facts.victimBytes)}）在 victim 列表上：无人取用的会被下一次 GC 丢弃。`,
        };
  const sizes: Text = {
    en: ` The median value takes ${formatBytes(facts.medianValueBytes)}, the largest ${formatBytes(facts.largestValueBytes)}.`,
    zh: ` 值的中位数占 ${formatBytes(facts.medianValueBytes)}，最大的占 ${formatBytes(facts.largestValueBytes)}。`,
  };
  const unnamed: Text = facts.isUnnamed
    ? {
        en: ' No package variable is known to lead to this pool; a stripped binary names none.',
        zh: ' 未发现指向该 pool 的包级变量；被 strip 的程序不含变量名。',
      }
    : { en: '', zh: '' };
  const detail: Text = {
    en: `${where} keeps ${formatCount(values)} values${type.en} that nobody uses: ${formatBytes(bytes)} with the buffers they own.${sizes.en}${victims.en}${unnamed.en}`,
    zh: `${where} 中有 ${formatCount(values)} 个${type.zh}值无人使用，连同其拥有的缓冲区共占 ${formatBytes(bytes)}。${sizes.zh}${victims.zh}${unnamed.zh}`,
  };
  return {
    detail: detail[language],
    remedy: paragraphs(capacityCheck(facts.type), remedy[language], emptying[language], comingBack[language]),
  };
};

/** The check before Put in Go, for the types that have a capacity. */
function capacityCheck(type: string): string | undefined {
  if (type === '*bytes.Buffer') return '    if b.Cap() <= maxPooled { b.Reset(); pool.Put(b) }';
  if (type.startsWith('*[]')) return '    if cap(*b) <= maxPooled { *b = (*b)[:0]; pool.Put(b) }';
  return type.startsWith('[]') ? '    if cap(b) <= maxPooled { pool.Put(b[:0]) }' : undefined;
}
