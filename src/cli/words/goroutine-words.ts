import type { Language } from '../../findings/index.ts';

/** The wording of the table of goroutines. */
export interface GoroutineWords {
  title(count: string, dead: string): string;
  readonly columns: {
    readonly count: string;
    readonly createdBy: string;
    readonly waits: string;
    readonly at: string;
    readonly age: string;
    readonly used: string;
    readonly reserved: string;
  };
  labels(text: string): string;
  more(count: string): string;
  age(seconds: number): string;
  readonly ageNote: string;
}

const english: GoroutineWords = {
  title: (count, dead) => `Goroutines: ${count}, and ${dead} ended ones that the runtime keeps for reuse`,
  columns: {
    count: 'COUNT',
    createdBy: 'CREATED BY',
    waits: 'STATE',
    at: 'AT',
    age: 'WAIT',
    used: 'STACK USED',
    reserved: 'RESERVED',
  },
  labels: (text) => `labels: ${text}`,
  more: (count) => `… and ${count} more groups in --json`,
  age: (seconds) => shortTime(seconds),
  ageNote:
    'WAIT is that of the oldest and an upper bound: the runtime notes the time only when a collection meets a goroutine waiting.',
};

const chinese: GoroutineWords = {
  title: (count, dead) => `goroutine：${count} 个，另有 ${dead} 个已结束、运行时留着复用`,
  columns: {
    count: '个数',
    createdBy: '创建处',
    waits: '状态',
    at: '位置',
    age: '等待',
    used: '栈已用',
    reserved: '栈预留',
  },
  labels: (text) => `标签：${text}`,
  more: (count) => `……另有 ${count} 组，见 --json`,
  age: (seconds) => shortTime(seconds),
  ageNote: '“等待”取最久者，且是上限：运行时只在某次 GC 遇到正在等待的 goroutine 时才记下时间。',
};

export const goroutineWords: Readonly<Record<Language, GoroutineWords>> = { en: english, zh: chinese };

/** `0.4s`, `12s`, `3m`, `5h`, `2d`: the units are the same in both languages, as Go prints them. */
function shortTime(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 120) return `${Math.round(seconds)}s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)}h` : `${Math.round(seconds / 86_400)}d`;
}
