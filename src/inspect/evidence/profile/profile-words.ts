import type { KnownBy, Mechanism, MemoryWork, ProfileKind } from '../../../profile/index.ts';
import type { Text } from '../../../findings/index.ts';

export const mechanismWords: Readonly<Record<Mechanism, Text>> = {
  'map-arrays': { en: 'map arrays', zh: 'map 数组' },
  'map-overflow': { en: 'map overflow buckets', zh: 'map 溢出桶' },
  'map-boxes': { en: 'map boxes', zh: 'map 装箱' },
  'map-headers': { en: 'map headers', zh: 'map 头' },
  'sync-map': { en: 'sync.Map', zh: 'sync.Map' },
  'slice-growth': { en: 'slice growth', zh: 'slice 增长' },
  'string-building': { en: 'string building', zh: '字符串拼接' },
  timers: { en: 'timers', zh: '定时器' },
  goroutines: { en: 'goroutines', zh: 'goroutine' },
  channels: { en: 'channels', zh: 'channel' },
  other: { en: '-', zh: '-' },
};

export const knownByWords: Readonly<Record<KnownBy, Text>> = {
  frames: { en: 'runtime frames', zh: '运行时栈帧' },
  names: { en: 'function names', zh: '函数名' },
  sizes: { en: 'its sizes', zh: '尺寸序列' },
  halves: { en: 'one size, half freed', zh: '单一尺寸，半数已释放' },
  nothing: { en: '-', zh: '-' },
};

export const workWords: Readonly<Record<MemoryWork, Text>> = {
  'map-insert': { en: 'map inserts', zh: 'map 写入' },
  'map-growth': { en: 'map growth', zh: 'map 扩容' },
  allocation: { en: 'allocation', zh: '内存分配' },
  collection: { en: 'garbage collection', zh: '垃圾回收' },
};

export const kindWords: Readonly<Record<ProfileKind, Text>> = {
  heap: { en: 'heap profile', zh: 'heap profile' },
  allocs: { en: 'allocs profile', zh: 'allocs profile' },
  goroutine: { en: 'goroutine profile', zh: 'goroutine profile' },
  cpu: { en: 'CPU profile', zh: 'CPU profile' },
  block: { en: 'block profile', zh: 'block profile' },
  mutex: { en: 'mutex profile', zh: 'mutex profile' },
  threadcreate: { en: 'thread creation profile', zh: '线程创建 profile' },
  other: { en: 'profile', zh: 'profile' },
};

type Title =
  | 'lines'
  | 'functions'
  | 'mechanisms'
  | 'mapLines'
  | 'work'
  | 'workLines'
  | 'line'
  | 'function'
  | 'mechanism'
  | 'knownBy'
  | 'live'
  | 'low'
  | 'high'
  | 'samples'
  | 'allocated'
  | 'flat'
  | 'cumulative'
  | 'growth'
  | 'share'
  | 'threshold'
  | 'verdict'
  | 'workColumn'
  | 'before'
  | 'after'
  | 'change';

export const titleWords: Readonly<Record<Title, Text>> = {
  lines: { en: 'By line', zh: '按行' },
  functions: { en: 'By function', zh: '按函数' },
  mechanisms: { en: 'What it was allocated for', zh: '分配的用途' },
  mapLines: { en: 'Maps by line', zh: '按行统计的 map' },
  work: { en: 'Work for memory', zh: '内存相关的开销' },
  workLines: { en: 'Which lines it was done for', zh: '由哪些行引起' },
  line: { en: 'line', zh: '行' },
  function: { en: 'function', zh: '函数' },
  mechanism: { en: 'for', zh: '用途' },
  knownBy: { en: 'known by', zh: '依据' },
  live: { en: 'live', zh: '存活' },
  low: { en: '95% low', zh: '95% 下限' },
  high: { en: 'high', zh: '上限' },
  samples: { en: 'samples', zh: '样本' },
  allocated: { en: 'allocated', zh: '已分配' },
  flat: { en: 'flat', zh: '自身' },
  cumulative: { en: 'cumulative', zh: '累计' },
  growth: { en: 'map', zh: 'map' },
  share: { en: 'share', zh: '占比' },
  threshold: { en: 'article', zh: '文章阈值' },
  verdict: { en: 'verdict', zh: '判断' },
  workColumn: { en: 'work', zh: '开销' },
  before: { en: 'before', zh: '之前' },
  after: { en: 'after', zh: '之后' },
  change: { en: 'change', zh: '变化' },
};

export const growthWords: Readonly<Record<'classic-map' | 'swiss-map' | 'unknown', Text>> = {
  'classic-map': { en: 'classic', zh: 'classic' },
  'swiss-map': { en: 'Swiss', zh: 'Swiss' },
  unknown: { en: '-', zh: '-' },
};
