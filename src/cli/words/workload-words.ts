import type { Language } from '../../findings/index.ts';
import type { WorkloadMark } from '../../workload/index.ts';

/** The wording of `predict --workload`. Counts, bytes and places come formatted. */
export interface WorkloadWords {
  /** The map ends with less than it once had, and keeps more than that needs. */
  kept(most: string, held: string, left: string, needed: string): string;
  /** It ends with less, and no more than that needs. */
  givenBack(most: string, held: string, left: string): string;
  /** It ends with as much as it ever had. */
  atPeak(most: string, held: string): string;
  readonly empty: string;
  highWater(bytes: string): string;
  readonly legend: {
    readonly needed: string;
    readonly kept: string;
    readonly peak: string;
    readonly mark: string;
    readonly several: string;
  };
  readonly axes: {
    readonly operations: string;
    readonly elapsed: string;
    readonly clock: string;
    readonly number: string;
  };
  readonly marks: string;
  readonly markColumns: readonly string[];
  readonly mark: Readonly<Record<WorkloadMark['mark'], string>>;
  readonly versionColumns: readonly string[];
  /** What the replay is and is not. */
  replay(operations: string, type: string, go: string): string;
  readonly garbage: string;
  readonly boxed: string;
  readonly diagnostics: string;
  progress(share: string): string;
  readonly plotTitle: (type: string, go: string) => string;
}

const english: WorkloadWords = {
  kept: (most, held, left, needed) =>
    `After the peak of ${most} entries the map keeps ${held}; its ${left} entries need ${needed}.`,
  givenBack: (most, held, left) =>
    `After the peak of ${most} entries the map takes ${held} for its ${left} entries, about what a new one would take.`,
  atPeak: (most, held) => `The map ends at its peak: ${most} entries take ${held}.`,
  empty: 'The workload inserts nothing.',
  highWater: (bytes) => `high water ${bytes}`,
  legend: {
    needed: 'a new map of its entries',
    kept: 'kept beyond that',
    peak: 'old storage while growing',
    mark: 'most at once',
    several: 'more than one',
  },
  axes: { operations: 'operations', elapsed: 'time from the start', clock: 'time', number: 'time' },
  marks: 'Marks',
  markColumns: ['MOMENT', 'AT', 'ENTRIES', 'BYTES', 'NEEDED', 'PEAK', 'GARBAGE'],
  mark: {
    'most-entries': 'most entries',
    'most-bytes': 'most at once',
    'fewest-after': 'fewest after',
    end: 'end',
  },
  versionColumns: ['', 'GO', 'DESIGN', 'PEAK', 'AT PEAK', 'END', 'NEEDED', 'GARBAGE'],
  replay: (operations, type, go) =>
    `Replayed ${operations} operations into a simulated ${type} of Go ${go}, with one hash seed: another moves the bytes a little. Iterating takes no bytes.`,
  garbage:
    'GARBAGE is what was let go of since the last gc of the workload, or its start; Go collects it when it likes.',
  boxed: 'Keys or values over 128 bytes are counted with the map: they go with the delete.',
  diagnostics: 'Notes on the file',
  progress: (share) => `replaying ${share}`,
  plotTitle: (type, go) => `Bytes of ${type} over time, Go ${go}`,
};

const chinese: WorkloadWords = {
  kept: (most, held, left, needed) =>
    `达到 ${most} 个条目的峰值之后，map 仍占 ${held}；剩下的 ${left} 个条目只需要 ${needed}。`,
  givenBack: (most, held, left) =>
    `达到 ${most} 个条目的峰值之后，map 以 ${held} 装 ${left} 个条目，与新建的 map 相当。`,
  atPeak: (most, held) => `map 结束时正处于峰值：${most} 个条目占用 ${held}。`,
  empty: '这份工作负载没有插入任何条目。',
  highWater: (bytes) => `最高水位 ${bytes}`,
  legend: {
    needed: '新建的 map 所需',
    kept: '多占的部分',
    peak: '增长时的旧存储',
    mark: '同时最多',
    several: '不止一条',
  },
  axes: { operations: '操作数', elapsed: '从开始起的时间', clock: '时间', number: '时间' },
  marks: '关键时刻',
  markColumns: ['时刻', '位置', '条目', '字节', '所需', '峰值', '垃圾'],
  mark: { 'most-entries': '条目最多', 'most-bytes': '字节最多', 'fewest-after': '之后最少', end: '结束' },
  versionColumns: ['', 'GO', '实现', '峰值', '条目最多时', '结束', '所需', '垃圾'],
  replay: (operations, type, go) =>
    `在模拟的 Go ${go} 的 ${type} 上重放了 ${operations} 次操作，使用一个哈希种子：换一个种子字节数略有不同。遍历不占字节。`,
  garbage: '“垃圾”是自工作负载上一次 gc（或开始）以来放弃的存储；Go 何时回收由它自己决定。',
  boxed: '超过 128 字节的键或值与 map 一起计算：删除时归还。',
  diagnostics: '关于文件的说明',
  progress: (share) => `重放 ${share}`,
  plotTitle: (type, go) => `${type} 的字节数随时间的变化，Go ${go}`,
};

export const workloadWords: Readonly<Record<Language, WorkloadWords>> = { en: english, zh: chinese };
