import type { Language } from '../language.ts';

/** The wording of the cgroup's block of the report. */
export interface CgroupWords {
  title(version: number): string;
  readonly usage: string;
  readonly anonymous: string;
  readonly activeFile: string;
  readonly inactiveFile: string;
  readonly tmpfs: string;
  readonly kernel: string;
  readonly sockets: string;
  readonly rest: string;
  readonly workingSet: string;
  readonly swap: string;
  readonly noLimit: string;
  limit(limit: string, left: string, leftAfterReclaim: string, share: string): string;
  /** Where the limit is that of a cgroup above. */
  limitAbove(path: string): string;
  high(high: string): string;
  oomKills(count: string): string;
  limitHits(count: string): string;
  others(count: string, bytes: string, names: string): string;
}

export const cgroupWords: Readonly<Record<Language, CgroupWords>> = {
  en: {
    title: (version) => `Cgroup (version ${version}): what Kubernetes counts, beside RSS and not part of it`,
    usage: 'usage',
    anonymous: 'anonymous memory of its processes',
    activeFile: 'page cache, active',
    inactiveFile: 'page cache, inactive',
    tmpfs: 'tmpfs and shared memory',
    kernel: 'kernel',
    sockets: 'sockets',
    rest: 'other',
    workingSet: 'working set (usage less inactive page cache)',
    swap: 'swap',
    noLimit: 'No limit is set here or above: the OOM killer comes when the machine is full.',
    limit: (limit, left, leftAfterReclaim, share) =>
      `Limit ${limit}, ${share} used: ${left} left, and ${leftAfterReclaim} until the OOM killer comes, since the page cache is dropped first.`,
    limitAbove: (path) => `The limit is that of ${path}.`,
    high: (high) => `Above ${high} (memory.high) the kernel slows its processes down.`,
    oomKills: (count) => `The OOM killer has ended ${count} of its processes.`,
    limitHits: (count) => `The usage has met the limit ${count} times.`,
    others: (count, bytes, names) => `Other processes in it: ${count}, RSS ${bytes} together: ${names}`,
  },
  zh: {
    title: (version) => `Cgroup（v${version}）：Kubernetes 所计的内存，与 RSS 并列，不属于 RSS`,
    usage: '用量',
    anonymous: '其中各进程的匿名内存',
    activeFile: '页缓存，活跃',
    inactiveFile: '页缓存，不活跃',
    tmpfs: 'tmpfs 与共享内存',
    kernel: '内核',
    sockets: '套接字',
    rest: '其他',
    workingSet: '工作集（用量减去不活跃的页缓存）',
    swap: '交换区',
    noLimit: '本级及上级均未设上限：机器内存耗尽时才会触发 OOM killer。',
    limit: (limit, left, leftAfterReclaim, share) =>
      `上限 ${limit}，已用 ${share}：还剩 ${left}；内核会先丢弃页缓存，因此距 OOM killer 还有 ${leftAfterReclaim}。`,
    limitAbove: (path) => `这是 ${path} 的上限。`,
    high: (high) => `超过 ${high}（memory.high）后，内核会放慢其中的进程。`,
    oomKills: (count) => `OOM killer 已终止其中 ${count} 个进程。`,
    limitHits: (count) => `用量已触及上限 ${count} 次。`,
    others: (count, bytes, names) => `其中还有 ${count} 个进程，RSS 合计 ${bytes}：${names}`,
  },
};
