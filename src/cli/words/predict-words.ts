import type { Language } from '../../findings/index.ts';
import type { MapNote, MapStageName } from '../../gomem/index.ts';

/** The wording of `predict`. Counts and bytes come formatted. */
export interface PredictWords {
  /** One sentence on what stays. */
  headline(type: string, filled: string, entries: string, deleted: string | undefined): string;
  valuesHeadline(type: string, slot: string, entries: string, bytes: string): string;
  sliceHeadline(type: string, bytes: string, entries: string, unused: string): string;
  readonly stageColumns: readonly string[];
  readonly stages: Readonly<Record<MapStageName, string>>;
  peak(bytes: string, garbage: string, perEntry: string): string;
  spread(share: string): string;
  unit(unitBytes: string, padding: number): string;
  readonly versions: string;
  readonly versionColumns: readonly string[];
  readonly classic: string;
  readonly swiss: string;
  readonly cliffs: string;
  growthCliff(entries: string, before: string, after: string, isSharp: boolean): string;
  boxCliff(side: 'key' | 'value', limit: number, size: number, at: string, beyond: string): string;
  /** The step that was taken last. */
  growthCliffBehind(entries: string, before: string, after: string, isSharp: boolean): string;
  readonly suggestions: string;
  pointerValues(type: string, filled: string, deleted: string, objects: string, objectBytes: string): string;
  /** What the collector scans then, and skips today. */
  scanned(bytes: string): string;
  hint(make: string, peak: string): string;
  fieldOrder(struct: string, size: number, best: number, filled: string): string;
  readonly notes: string;
  readonly note: Readonly<Record<MapNote, string>>;
  channelBuffer(count: string): string;
  readonly pointedNotCounted: string;
  holes(padding: number, size: number, best: number): string;
  bestOrder(names: string): string;
}

const english: PredictWords = {
  headline: (type, filled, entries, deleted) =>
    deleted === undefined
      ? `${type} with ${entries} ${entries === '1' ? 'entry' : 'entries'} takes ${filled}.`
      : `${type} with ${entries} ${entries === '1' ? 'entry' : 'entries'} takes ${filled}, and ${deleted} after the deletion.`,
  valuesHeadline: (type, slot, entries, bytes) =>
    `${type} takes ${slot} on the heap; ${entries} of them ${bytes}.`,
  sliceHeadline: (type, bytes, entries, unused) =>
    `${type} with ${entries} elements appended takes ${bytes}, ${unused} of it unused.`,
  stageColumns: ['STAGE', 'ENTRIES', 'SLOTS', 'BYTES', 'BOXED', 'FILL'],
  stages: {
    made: 'made',
    filled: 'filled',
    deleted: 'deleted',
    cleared: 'clear(m)',
    rebuilt: 'rebuilt',
  },
  peak: (bytes, garbage, perEntry) =>
    `Peak while it grows: ${bytes}; garbage of growing: ${garbage}; ${perEntry} an entry.`,
  spread: (share) => `The hash seed moves the bytes of the filled map by ${share} (standard deviation).`,
  unit: (unitBytes, padding) =>
    `A bucket or group of 8 slots takes ${unitBytes}${padding > 0 ? `; ${padding} bytes of each slot are padding` : ''}.`,
  versions: 'By Go version',
  versionColumns: ['GO', 'DESIGN', 'FILLED', 'DELETED', 'REBUILT', 'PEAK'],
  classic: 'buckets',
  swiss: 'Swiss',
  cliffs: 'Steps',
  growthCliffBehind: (entries, before, after, isSharp) =>
    isSharp
      ? `behind: at ${entries} entries ${before} became ${after}; one fewer, and it is ${before}`
      : `behind: around ${entries} entries ${before} became ${after}, table by table`,
  growthCliff: (entries, before, after, isSharp) =>
    `${isSharp ? 'at' : 'around'} ${entries} entries: ${before} becomes ${after}`,
  boxCliff: (side, limit, size, at, beyond) =>
    `a ${side} over ${limit} bytes is allocated by itself (${size > limit ? 'as this one of' : 'this one has'} ${size}): an entry of ${at} at ${limit} bytes takes ${beyond} at ${limit + 1}`,
  suggestions: 'Other shapes',
  pointerValues: (type, filled, deleted, objects, objectBytes) =>
    `${type}: ${filled} filled, ${deleted} after the deletion. The price: ${objects} more allocations of ${objectBytes}, each of which the GC marks in every cycle, and one more step to each value.`,
  scanned: (bytes) => `The GC, which skips the entries of this map today, scans ${bytes} then.`,
  hint: (make, peak) =>
    `${make}: the peak is ${peak}, since nothing grows. The price: the number must be known, and is paid for at once.`,
  fieldOrder: (struct, size, best, filled) =>
    `${struct} with its fields in another order takes ${best} bytes instead of ${size}: ${filled} filled.`,
  notes: 'Notes',
  note: {
    'keys-boxed': 'Keys over 128 bytes have an allocation each; a delete gives it back.',
    'values-boxed': 'Values over 128 bytes have an allocation each; a delete gives it back.',
    'slots-padded': 'Alignment, or a struct{} value, leaves bytes of each slot unused.',
    'empty-value-padded':
      'A struct{} value is padded in a Swiss map (Go 1.24 and later): bool would take no more.',
    'pointed-not-counted':
      'What strings, slices, pointers, inner maps and interfaces lead to is not counted, only the words for them in the slots.',
    'load-factor-6': 'Go 1.21 alone grows at 6 entries a bucket instead of 6.5.',
    'old-array-held': 'The old bucket array may be held until further inserts and deletes have emptied it.',
    'storage-kept': 'Deleting leaves buckets, groups and tables as they are: only a new map gives them back.',
    'tombstones-not-pruned':
      'Deleted slots count against the room of a table until it grows, in this Go and for this key.',
    'tombstones-pruned': 'Go 1.25 and later clear away tombstones before a table grows.',
    'more-than-keys': 'Keys of this type have fewer different values: so many entries cannot be.',
    'may-be-on-stack': 'Up to 8 entries may lie on the stack, if the map does not escape.',
    'overwrite-grows-at-8': 'Assigning to a key of a full map of 8 grows it to a table of 16 slots.',
  },
  channelBuffer: (count) => `With a buffer of ${count} elements; --hint sets it.`,
  pointedNotCounted: 'What it points to is not counted.',
  holes: (padding, size, best) =>
    `${padding} of its ${size} bytes are padding; in another order it takes ${best} bytes.`,
  bestOrder: (names) => `The smallest order: ${names}.`,
};

const chinese: PredictWords = {
  headline: (type, filled, entries, deleted) =>
    deleted === undefined
      ? `${type} 装 ${entries} 个条目时占用 ${filled}。`
      : `${type} 装 ${entries} 个条目时占用 ${filled}，删除之后仍占 ${deleted}。`,
  valuesHeadline: (type, slot, entries, bytes) => `${type} 在堆上占 ${slot}，${entries} 个共 ${bytes}。`,
  sliceHeadline: (type, bytes, entries, unused) =>
    `${type} 追加 ${entries} 个元素后占用 ${bytes}，其中 ${unused} 未使用。`,
  stageColumns: ['阶段', '条目', '槽位', '字节', '装箱', '填充'],
  stages: { made: '创建', filled: '填满', deleted: '删除后', cleared: 'clear(m)', rebuilt: '重建后' },
  peak: (bytes, garbage, perEntry) =>
    `增长时的峰值 ${bytes}；增长留下的垃圾 ${garbage}；每个条目 ${perEntry}。`,
  spread: (share) => `哈希种子使填满后的字节数浮动 ${share}（标准差）。`,
  unit: (unitBytes, padding) =>
    `一个桶或组（8 个槽位）占 ${unitBytes}${padding > 0 ? `；每个槽位有 ${padding} 字节是填充` : ''}。`,
  versions: '各 Go 版本',
  versionColumns: ['GO', '实现', '填满', '删除后', '重建后', '峰值'],
  classic: '桶',
  swiss: 'Swiss',
  cliffs: '台阶',
  growthCliffBehind: (entries, before, after, isSharp) =>
    isSharp
      ? `刚越过：到 ${entries} 个条目时 ${before} 变为 ${after}；少一个仍是 ${before}`
      : `刚越过：约 ${entries} 个条目时 ${before} 逐表变为 ${after}`,
  growthCliff: (entries, before, after, isSharp) =>
    `${isSharp ? '到' : '约'} ${entries} 个条目：${before} 变为 ${after}`,
  boxCliff: (side, limit, size, at, beyond) =>
    `${side === 'key' ? '键' : '值'}超过 ${limit} 字节就单独分配（这里是 ${size} 字节）：${limit} 字节时每个条目 ${at}，${limit + 1} 字节时 ${beyond}`,
  suggestions: '其他写法',
  pointerValues: (type, filled, deleted, objects, objectBytes) =>
    `${type}：填满 ${filled}，删除后 ${deleted}。代价：多出 ${objects} 次 ${objectBytes} 的分配，每轮 GC 都要标记它们，访问每个值多一次跳转。`,
  scanned: (bytes) => `GC 现在跳过这个 map 的条目，那时要扫描 ${bytes}。`,
  hint: (make, peak) => `${make}：峰值 ${peak}，因为不再增长。代价：必须事先知道数量，并一次付清。`,
  fieldOrder: (struct, size, best, filled) =>
    `${struct} 换一种字段顺序只占 ${best} 字节，而不是 ${size} 字节：填满 ${filled}。`,
  notes: '说明',
  note: {
    'keys-boxed': '超过 128 字节的键各自单独分配，删除时归还。',
    'values-boxed': '超过 128 字节的值各自单独分配，删除时归还。',
    'slots-padded': '对齐或 struct{} 值使每个槽位有未用的字节。',
    'empty-value-padded': '在 Swiss map 中（Go 1.24 起）struct{} 值有填充：换成 bool 也不会更大。',
    'pointed-not-counted': '字符串、切片、指针、内层 map 和接口所指的内容不计算在内，只计槽位里的字。',
    'load-factor-6': '只有 Go 1.21 在每桶 6 个条目（而不是 6.5 个）时增长。',
    'old-array-held': '旧的桶数组可能一直保留，直到后续的插入和删除把它搬空。',
    'storage-kept': '删除不改变桶、组和表：只有新建的 map 才能归还它们。',
    'tombstones-not-pruned': '在这个 Go 版本中，对这种键，被删除的槽位在表增长之前一直占用容量。',
    'tombstones-pruned': 'Go 1.25 起，表增长之前会先清理墓碑。',
    'more-than-keys': '这种键没有这么多不同的值：不可能有这么多条目。',
    'may-be-on-stack': '如果 map 不逃逸，最多 8 个条目可以留在栈上。',
    'overwrite-grows-at-8': '对装满 8 个条目的 map 再次赋值已有的键，会使它增长为 16 个槽位的表。',
  },
  channelBuffer: (count) => `缓冲区可放 ${count} 个元素，由 --hint 设定。`,
  pointedNotCounted: '它所指的内容不计算在内。',
  holes: (padding, size, best) => `${size} 字节中有 ${padding} 字节是填充；换一种字段顺序只需 ${best} 字节。`,
  bestOrder: (names) => `最小的顺序：${names}。`,
};

export const predictWords: Readonly<Record<Language, PredictWords>> = { en: english, zh: chinese };
