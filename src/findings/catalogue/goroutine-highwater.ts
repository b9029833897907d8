import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface GoroutineHighwaterFacts {
  readonly dead: number;
  readonly live: number;
  readonly structBytes: number;
  /** Of stacks that some keep: collections free them, but for up to 64 of each P. */
  readonly stackBytes: number;
}

const remedy = {
  en: paragraphs(
    'Nothing frees them while the process runs. Bound how many goroutines run at once, so that the next peak is lower: a semaphore channel, errgroup.Group.SetLimit, a pool of workers that read from one channel. A restart gives the bytes back.',
  ),
  zh: paragraphs(
    '进程运行期间没有任何办法释放它们。限制同时运行的 goroutine 数量，使下一次高峰更低：用 channel 作信号量、errgroup.Group.SetLimit，或由一组 worker 从同一个 channel 取任务。重启可收回这些字节。',
  ),
};

export const goroutineHighwater: CatalogueEntry = {
  id: 'goroutine-highwater',
  title: {
    en: 'the runtime keeps a struct for each goroutine of the peak',
    zh: '运行时为高峰时的每个 goroutine 保留着结构',
  },
  explanation: {
    en:
      'When a goroutine ends, the next collection frees its stack (but for a few that each P keeps), while its g struct (392 to 456 bytes by Go version, in slots of 416 to 480) ' +
      'stays in runtime.allgs, which never shrinks, for a goroutine to come. A process that once ran a million goroutines ' +
      'keeps some 450 MB for ever, and every collection walks the list.',
    zh:
      'goroutine 结束后，下一次 GC 会释放它的栈，但它的 g 结构（因 Go 版本而异，392 至 456 字节，占 416 至 480 字节的槽位）仍留在 runtime.allgs ' +
      '中供以后的 goroutine 复用，而 allgs 从不收缩。曾同时运行一百万个 goroutine 的进程会永远保留约 450 MB，且每次 GC 都要遍历这个列表。',
  },
  severityRule: {
    en: `By the bytes kept, none of which come back while the process runs. ${severityRule.en}`,
    zh: `按保留的字节数，进程运行期间都无法收回。${severityRule.zh}`,
  },
  remedy,
};

export const describeGoroutineHighwater: Describe<GoroutineHighwaterFacts> = (facts, _context, language) => {
  const { dead, live, structBytes, stackBytes } = facts;
  const stacks = {
    en: `, and stacks that they keep for reuse ${formatBytes(stackBytes)}`,
    zh: `，留着复用的栈 ${formatBytes(stackBytes)}`,
  };
  const detail = {
    en: `${formatCount(dead)} g structs are of goroutines that have ended, ${formatCount(live)} of goroutines that live. The dead ones take ${formatBytes(structBytes)}${stackBytes > 0 ? stacks.en : ''}.`,
    zh: `${formatCount(dead)} 个 g 结构属于已结束的 goroutine，${formatCount(live)} 个属于存活的 goroutine。前者占 ${formatBytes(structBytes)}${stackBytes > 0 ? stacks.zh : ''}。`,
  }[language];
  return { detail, remedy: remedy[language] };
};
