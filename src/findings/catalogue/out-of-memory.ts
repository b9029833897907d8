import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';

export interface OutOfMemoryFacts {
  readonly isKilled: boolean;
  readonly count: number;
  readonly message: string;
  readonly processName: string;
  readonly cgroup: string;
  /** Null where the log does not say. */
  readonly heldBytes: number | null;
  readonly limitBytes: number | null;
  readonly askedBytes: number | null;
  /** '' where the log does not say. */
  readonly place: string;
  readonly liveBytes: number | null;
}

export const outOfMemory: CatalogueEntry = {
  id: 'out-of-memory',
  title: {
    en: 'the program died for lack of memory',
    zh: '程序因内存不足而终止',
  },
  explanation: {
    en:
      'Two deaths look alike from outside. The kernel kills a process whose cgroup has reached its limit (OOMKilled, exit code 137), and the program writes nothing: the kernel log has its resident memory. ' +
      'Or mmap fails, under ulimit -v or with overcommit off, and the runtime ends with fatal error: out of memory and a dump. ' +
      'The goroutine in that dump asked for the last piece; who holds the others is not in it. ' +
      'A heap may grow to the goal of the collector, twice what is alive with GOGC=100: a process can be killed with half of its memory garbage.',
    zh:
      '两种终止从外面看很相似。cgroup 达到上限的进程由内核杀死（OOMKilled，退出码 137），程序自己什么也不写：内核日志中有它的驻留内存。' +
      '或者 mmap 失败（ulimit -v，或关闭了 overcommit），运行时以 fatal error: out of memory 和转储结束。' +
      '转储中的 goroutine 只是申请了最后一块；其余由谁持有，转储中没有。' +
      '堆可以增长到 GC 的目标（GOGC=100 时为存活字节的两倍）：进程被杀死时，一半内存可能都是垃圾。',
  },
  severityRule: { en: 'High: the process is gone.', zh: 'high：进程已终止。' },
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }, null, null),
};

export const describeOutOfMemory: Describe<OutOfMemoryFacts> = (facts, context, language) => {
  const { count, heldBytes, limitBytes, liveBytes, place } = facts;
  const [held, limit, live] = [heldBytes, limitBytes, liveBytes].map((bytes) => formatBytes(bytes ?? 0));
  const bounds = {
    en: [heldBytes === null ? '' : `it held ${held}`, limitBytes === null ? '' : `the limit was ${limit}`]
      .filter((each) => each !== '')
      .join(', '),
    zh: [heldBytes === null ? '' : `占用 ${held}`, limitBytes === null ? '' : `上限 ${limit}`]
      .filter((each) => each !== '')
      .join('，'),
  }[language];
  const stop = language === 'en' ? '.' : '。';
  return {
    detail: paragraphs(
      `${whoText(facts)[language]}${bounds === '' ? '' : `${language === 'en' ? ': ' : '：'}${bounds}`}${stop}${count > 1 ? { en: ` So it was ${formatCount(count)} times in this log.`, zh: `本日志中共 ${formatCount(count)} 次。` }[language] : ''}`,
      place === ''
        ? undefined
        : {
            en: `The last piece${facts.askedBytes === null ? '' : `, ${formatBytes(facts.askedBytes)},`} was asked for at ${place}: that is where it ended, not who holds the rest.`,
            zh: `最后一块${facts.askedBytes === null ? '' : `（${formatBytes(facts.askedBytes)}）`}在 ${place} 申请：那只是终止之处，并不说明其余由谁持有。`,
          }[language],
      liveBytes === null
        ? undefined
        : {
            en: `The last collection that this log has before it found ${live} alive.`,
            zh: `本日志中此前最后一次 GC 时存活 ${live}。`,
          }[language],
    ),
    remedy: remedyText(context, liveBytes, limitBytes ?? heldBytes)[language],
  };
};

function whoText({ isKilled, processName, cgroup, message }: OutOfMemoryFacts): Text {
  if (!isKilled) return { en: `The runtime gave up (${message})`, zh: `运行时放弃（${message}）` };
  const name = processName === '' ? '' : ` ${processName}`;
  const group =
    cgroup === '' ? { en: '', zh: '' } : { en: ` of cgroup ${cgroup}`, zh: `（cgroup ${cgroup}）` };
  return { en: `The kernel killed the process${name}${group.en}`, zh: `内核杀死了进程${name}${group.zh}` };
}

function remedyText({ goMinor }: RemedyContext, liveBytes: number | null, boundBytes: number | null): Text {
  const limit = boundBytes === null ? undefined : formatBytes(boundBytes * 0.9);
  const hasRoom = liveBytes !== null && boundBytes !== null && liveBytes <= boundBytes / 2;
  const memoryLimit =
    goMinor >= 19
      ? {
          en: `Set GOMEMLIMIT, 5 to 10% below the limit of the container${limit === undefined ? '' : ` (here ${limit})`}: the collector then runs earlier instead of dying.${hasRoom ? ' Less than half of it was alive, so that it helps here.' : ' It does not help where what is alive does not fit.'}`,
          zh: `设置 GOMEMLIMIT，低于容器上限 5% 至 10%${limit === undefined ? '' : `（此处为 ${limit}）`}：GC 会提前执行，而不是等到被杀死。${hasRoom ? '存活的不到一半，因此在这里有用。' : '若存活的数据本身放不下，则没有帮助。'}`,
        }
      : {
          en: 'Go 1.19 and later have GOMEMLIMIT, which makes the collector run earlier; here a lower GOGC does it at the cost of CPU.',
          zh: 'Go 1.19 及以后有 GOMEMLIMIT，使 GC 提前执行；这里只能降低 GOGC，以 CPU 为代价。',
        };
  return {
    en: paragraphs(
      memoryLimit.en,
      'To see who holds the memory, look before the next death: highwater inspect PID (or highwater record PID -o FILE) when it is near its limit, or GOTRACEBACK=crash and a core.',
    ),
    zh: paragraphs(
      memoryLimit.zh,
      '要查看是谁持有内存，在下一次终止之前查看：接近上限时执行 highwater inspect PID（或 highwater record PID -o FILE），或设置 GOTRACEBACK=crash 并保留 core。',
    ),
  };
}
