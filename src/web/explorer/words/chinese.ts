import { formatBytes, formatCount, formatShare } from '../../../findings/index.ts';
import type { Block } from '../drawing/cell-state.ts';
import type { ExplorerWords, HeadlineBytes } from './explorer-words.ts';

const blockNames: Readonly<Record<Block['kind'], string>> = {
  array: '桶',
  'old-array': '旧数组，正在搬空',
  group: '一个 group，还没有表',
  table: '表',
};

export const chinese: ExplorerWords = {
  title: 'Go map 浏览器',
  intro: '页面按运行时自己的规则，逐个条目地模拟。不向任何地方发送数据。',
  headline: (entries, keep, isShrunk, versions) => {
    const list = (of: (each: HeadlineBytes) => string, isNamed = true): string => {
      const isSame = versions.every((each) => of(each) === of(versions[0]));
      const named = (each: HeadlineBytes): string => `Go\u00a0${each.go} ${of(each)}`;
      return isSame ? of(versions[0]) : versions.map(isNamed ? named : of).join('、');
    };
    if (!isShrunk) return `${entries} 个条目占用 ${list(({ filled }) => filled)}。`;
    return `${entries} 个条目删到 ${keep} 个：仍占用 ${list(({ stays }) => stays)}；重建后只需 ${list(({ rebuilt }) => rebuilt, false)}。`;
  },
  type: 'map 类型',
  notMap: '这是一个类型，但不是 map：这里只演示 map。请写 map[K]V。',
  declarations: '随页面带来的声明',
  entries: '条目数',
  hint: 'make 的大小提示',
  hintNone: '无',
  keep: '删到剩下',
  pattern: '删除哪些',
  patterns: { oldest: '最旧的', random: '随机', alternate: '每隔一个' },
  seed: '哈希种子',
  nextSeed: '下一个',
  version: ['左侧 Go 版本', '右侧 Go 版本'],
  language: '语言',
  history: '历史',
  historyPosition: '历史中的位置（操作数）',
  positionValue: (phase, done, all) => `${phase}：${done} / ${all}`,
  phase: (name, operations) => {
    if (name === 'fill') return `填入 ${operations}`;
    if (name === 'delete') return `删除 ${operations}`;
    return name === 'clear' ? '清空' : `重建 ${operations}`;
  },
  start: '回到开头',
  play: '播放',
  pause: '暂停',
  step: '一步操作',
  nextChange: '下一次内存变化',
  speed: '速度',
  speedValue: (seconds) => `${seconds} 秒播完`,
  goOn: '从这里继续',
  actions: { fill: '填满', delete: '删除', clear: '清空', rebuild: '重建' },
  reset: '恢复常规历史',
  kinds: { classic: '桶', swiss: 'Swiss 表' },
  figures: {
    len: 'len',
    slots: '槽位',
    load: '装载',
    bytes: '存储',
    boxed: '单独分配',
    peak: '存储峰值',
    garbage: '产生的垃圾',
  },
  noBoxes: '无',
  legend: {
    full: '已用',
    empty: '空',
    deleted: '墓碑',
    evacuated: '已搬走',
  },
  drawing: (go, summary) => `Go ${go}：${summary}`,
  drawingHint: '指向某一部分可看它的数字。',
  change: (change) => {
    switch (change.kind) {
      case 'growth-begun':
        return change.from === change.to
          ? `重新排列：新建 ${formatCount(change.to)} 个桶，旧桶正在搬空。`
          : `增长：${formatCount(change.from)} 个桶变为 ${formatCount(change.to)} 个；旧桶正在搬空。`;
      case 'grown':
        return `增长：${formatCount(change.from)} 个桶变为 ${formatCount(change.to)} 个。`;
      case 'growth-over':
        return `旧数组已释放，剩下 ${formatCount(change.buckets)} 个桶。`;
      case 'overflow':
        return `又多了 ${formatCount(change.added)} 个溢出桶。`;
      case 'first-table':
        return `group 变为 ${change.slots} 个槽位的表。`;
      case 'table-grown':
        return `表 ${change.index} 增长到 ${formatCount(change.slots)} 个槽位。`;
      case 'split':
        return `目录项 ${formatCount(change.index)} 处的表分裂：共 ${formatCount(change.tables)} 个表，${formatCount(change.directory)} 个目录项。`;
      case 'several':
        return `又多了 ${formatCount(change.tables)} 个表。`;
    }
  },
  blockTitle: (block) => {
    if (block.kind === 'table') return `表 ${block.index} · ${block.full}/${block.slots}`;
    if (block.kind === 'group') return `${blockNames.group} · ${block.full}/${block.slots}`;
    return `${blockNames[block.kind]} · ${formatCount(block.slots)} 个槽位中 ${formatCount(block.full)} 个已用`;
  },
  blockShortTitle: ({ index }) => String(index),
  blockDetail: ({ kind, index, full, slots, deleted, localDepth }) =>
    kind === 'table'
      ? `表 ${index}：${slots} 个槽位中 ${full} 个已用，${deleted} 个墓碑，深度 ${localDepth}`
      : `${blockNames[kind]}：${slots} 个槽位中 ${full} 个已用`,
  barTitle: ({ kind, bars, each }) => {
    if (kind === 'tables')
      return each === 1 ? `${formatCount(bars.length)} 个表，每条一个` : `每条代表 ${each} 个表`;
    const name = kind === 'array' ? '桶' : '旧数组，正在搬空';
    return `${name} · 每条代表 ${formatCount(each)} 个桶`;
  },
  barDetail: ({ kind, bars, each }, place) => {
    const { full, deleted, evacuated } = bars[place];
    const first = place * each;
    const name = kind === 'tables' ? '表' : '桶';
    const range =
      each === 1
        ? `${name} ${formatCount(first)}`
        : `${name} ${formatCount(first)} 到 ${formatCount(first + each - 1)}`;
    return [
      `${range}：${formatShare(full, 1)} 已用`,
      kind === 'tables' ? `${formatShare(deleted, 1)} 墓碑` : '',
      evacuated > 0 ? `${formatShare(evacuated, 1)} 已搬走` : '',
    ]
      .filter((part) => part !== '')
      .join('，');
  },
  directoryTitle: (entries, tables) => `目录 · ${formatCount(entries)} 项，${formatCount(tables)} 个表`,
  chart: '整个历史中的字节数与条目数',
  chartLabel: (summary) => `存活字节数与条目数。${summary}`,
  chartHint: '指向图中，或在图上按方向键，可看精确数字。',
  chartEntries: '条目数',
  chartBytes: '存活字节',
  highWater: (go, bytes) => `Go ${go} 高水位 ${bytes}`,
  simulated: '模拟',
  formula: '公式',
  storageOnly: '不含单独分配',
  readout: (entries, parts) => `${entries} 个条目时：${parts.join('；')}。`,
  readoutPart: (go, phase, bytes) => {
    const phases = { fill: '填入中', delete: '删除中', clear: '清空后', rebuild: '重建后' } as const;
    return `Go ${go} ${phases[phase]} ${bytes}`;
  },
  table: '模拟与公式',
  stage: '阶段',
  difference: '相差',
  stages: {
    filled: '填满',
    deleted: '删除后',
    rebuilt: '重建后',
    peak: '填入时的峰值',
    garbage: '填入产生的垃圾',
  },
  tableNote: `字节数含单独分配的部分。公式给出各哈希种子的平均值；Swiss 表的单个种子可能相差百分之几。${formatBytes(1024)} 即 1,024 字节。`,
};
