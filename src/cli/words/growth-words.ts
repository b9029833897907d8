import type { Language } from '../../findings/index.ts';
import type { FindingGrowth, Growth } from '../../inspect/index.ts';

/** The wording of what changed between looks. */
export interface GrowthWords {
  readonly total: Readonly<Record<Growth['totals']['of'], string>>;
  readonly first: string;
  readonly last: string;
  readonly change: string;
  readonly count: string;
  readonly entries: string;
  readonly ledger: string;
  readonly maps: string;
  readonly types: string;
  readonly holders: string;
  readonly packages: string;
  readonly goroutines: string;
  readonly findings: string;
  readonly finding: Readonly<Record<FindingGrowth['change'], string>>;
  /** Rows that are not listed. */
  rest(noise: string): string;
  core(place: number, exe: string, version: string): string;
  process(place: number, pid: number, exe: string, version: string): string;
}

export const growthWords: Readonly<Record<Language, GrowthWords>> = {
  en: {
    total: { rss: 'RSS', heap: 'heap in use', live: 'live heap', none: '' },
    first: 'FIRST',
    last: 'LAST',
    change: 'CHANGE',
    count: 'OBJECTS',
    entries: 'ENTRIES',
    ledger: 'Ledger: lines that changed',
    maps: 'Maps by holder',
    types: 'Live objects by type',
    holders: 'Live objects by path',
    packages: 'Live objects by package',
    goroutines: 'Goroutines',
    findings: 'Findings',
    finding: { appeared: 'new', gone: 'gone', grew: 'grew', shrank: 'shrank', same: 'same' },
    rest: (noise) => `(others, and changes below ${noise})`,
    core: (place, exe, version) => `${place}: core of ${exe} (${version})`,
    process: (place, pid, exe, version) => `${place}: process ${pid}, ${exe} (${version})`,
  },
  zh: {
    total: { rss: 'RSS', heap: '使用中的堆', live: '存活堆', none: '' },
    first: '起始',
    last: '最后',
    change: '变化',
    count: '对象数',
    entries: '条目',
    ledger: '账目：有变化的行',
    maps: 'map（按持有者）',
    types: '存活对象（按类型）',
    holders: '存活对象（按路径）',
    packages: '存活对象（按包）',
    goroutines: 'goroutine',
    findings: '诊断',
    finding: { appeared: '新出现', gone: '已消失', grew: '增长', shrank: '减少', same: '不变' },
    rest: (noise) => `（其余各项，以及小于 ${noise} 的变化）`,
    core: (place, exe, version) => `${place}：${exe} 的 core（${version}）`,
    process: (place, pid, exe, version) => `${place}：进程 ${pid}，${exe}（${version}）`,
  },
};
