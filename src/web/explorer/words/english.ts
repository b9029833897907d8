import { formatBytes, formatCount, formatShare } from '../../../findings/index.ts';
import type { Block } from '../drawing/cell-state.ts';
import type { ExplorerWords, HeadlineBytes } from './explorer-words.ts';

const blockNames: Readonly<Record<Block['kind'], string>> = {
  array: 'buckets',
  'old-array': 'old array, being left',
  group: 'one group, no table yet',
  table: 'table',
};

export const english: ExplorerWords = {
  title: 'Go map explorer',
  intro: 'The runtime’s own rules, simulated entry by entry in this page. Nothing is sent anywhere.',
  headline: (entries, keep, isShrunk, versions) => {
    const list = (of: (each: HeadlineBytes) => string, isNamed = true): string => {
      const isSame = versions.every((each) => of(each) === of(versions[0]));
      const named = (each: HeadlineBytes): string => `${of(each)} on Go\u00a0${each.go}`;
      return isSame ? of(versions[0]) : versions.map(isNamed ? named : of).join(' and ');
    };
    if (!isShrunk) return `${entries} entries take ${list(({ filled }) => filled)}.`;
    return `${entries} entries deleted down to ${keep}: ${list(({ stays }) => stays)} stay; rebuilt, they need ${list(({ rebuilt }) => rebuilt, false)}.`;
  },
  type: 'Map type',
  notMap: 'This is a type, but no map: the explorer shows maps. Write map[K]V.',
  declarations: 'Declarations that came with the page',
  entries: 'Entries',
  hint: 'Hint given to make',
  hintNone: 'none',
  keep: 'Deleted down to',
  pattern: 'What is deleted',
  patterns: { oldest: 'oldest', random: 'random', alternate: 'every other' },
  seed: 'Hash seed',
  nextSeed: 'next',
  version: ['Go version, left', 'Go version, right'],
  language: 'Language',
  history: 'History',
  historyPosition: 'Position in the history, in operations',
  positionValue: (phase, done, all) => `${phase}: ${done} of ${all}`,
  phase: (name, operations) => {
    if (name === 'fill') return `fill ${operations}`;
    if (name === 'delete') return `delete ${operations}`;
    return name === 'clear' ? 'clear' : `rebuild ${operations}`;
  },
  start: 'To the start',
  play: 'Play',
  pause: 'Pause',
  step: 'One operation',
  nextChange: 'Next change in memory',
  speed: 'Speed',
  speedValue: (seconds) => `whole history in ${seconds} s`,
  goOn: 'Go on from here with',
  actions: { fill: 'Fill', delete: 'Delete', clear: 'Clear', rebuild: 'Rebuild' },
  reset: 'Usual history',
  kinds: { classic: 'buckets', swiss: 'Swiss tables' },
  figures: {
    len: 'len',
    slots: 'slots',
    load: 'load',
    bytes: 'storage',
    boxed: 'boxes',
    peak: 'storage peak',
    garbage: 'garbage made',
  },
  noBoxes: 'none',
  legend: {
    full: 'full',
    empty: 'empty',
    deleted: 'tombstone',
    evacuated: 'evacuated',
  },
  drawing: (go, summary) => `Go ${go}: ${summary}`,
  drawingHint: 'Point at a part for its numbers.',
  change: (change) => {
    const of = (count: number, one: string, many: string): string =>
      `${formatCount(count)} ${count === 1 ? one : many}`;
    switch (change.kind) {
      case 'growth-begun':
        return change.from === change.to
          ? `Rearranged: ${of(change.to, 'bucket', 'buckets')} anew, the old ones are being left.`
          : `Grew: ${of(change.from, 'bucket', 'buckets')} became ${formatCount(change.to)}; the old ones are being left.`;
      case 'grown':
        return `Grew: ${of(change.from, 'bucket', 'buckets')} became ${formatCount(change.to)}.`;
      case 'growth-over':
        return `The old array is gone; ${of(change.buckets, 'bucket', 'buckets')} stay.`;
      case 'overflow':
        return `${of(change.added, 'overflow bucket', 'overflow buckets')} more.`;
      case 'first-table':
        return `The group became a table of ${change.slots} slots.`;
      case 'table-grown':
        return `Table ${change.index} grew to ${formatCount(change.slots)} slots.`;
      case 'split':
        return `A table split at entry ${formatCount(change.index)}: ${formatCount(change.tables)} tables, ${formatCount(change.directory)} directory entries.`;
      case 'several':
        return `${of(change.tables, 'table', 'tables')} more.`;
    }
  },
  blockTitle: (block) => {
    if (block.kind === 'table') return `table ${block.index} · ${block.full}/${block.slots}`;
    if (block.kind === 'group') return `${blockNames.group} · ${block.full}/${block.slots}`;
    return `${blockNames[block.kind]} · ${formatCount(block.full)} of ${formatCount(block.slots)} slots full`;
  },
  blockShortTitle: ({ index }) => String(index),
  blockDetail: ({ kind, index, full, slots, deleted, localDepth }) =>
    kind === 'table'
      ? `table ${index}: ${full} of ${slots} slots full, ${deleted} tombstones, depth ${localDepth}`
      : `${blockNames[kind]}: ${full} of ${slots} slots full`,
  barTitle: ({ kind, bars, each }) => {
    if (kind === 'tables')
      return each === 1 ? `${formatCount(bars.length)} tables, a bar each` : `a bar for each ${each} tables`;
    const name = kind === 'array' ? 'buckets' : 'old array, being left';
    return `${name} · a bar for each ${formatCount(each)} buckets`;
  },
  barDetail: ({ kind, bars, each }, place) => {
    const { full, deleted, evacuated } = bars[place];
    const first = place * each;
    const name = kind === 'tables' ? 'table' : 'bucket';
    const range =
      each === 1
        ? `${name} ${formatCount(first)}`
        : `${name}s ${formatCount(first)} to ${formatCount(first + each - 1)}`;
    return [
      `${range}: ${formatShare(full, 1)} full`,
      kind === 'tables' ? `${formatShare(deleted, 1)} tombstones` : '',
      evacuated > 0 ? `${formatShare(evacuated, 1)} evacuated` : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  },
  directoryTitle: (entries, tables) =>
    `directory · ${formatCount(entries)} ${entries === 1 ? 'entry' : 'entries'}, ${formatCount(tables)} ${tables === 1 ? 'table' : 'tables'}`,
  chart: 'Bytes against entries, through the whole history',
  chartLabel: (summary) => `Live bytes against entries. ${summary}`,
  chartHint: 'Point at the chart, or use the arrow keys on it, for exact numbers.',
  chartEntries: 'entries',
  chartBytes: 'live bytes',
  highWater: (go, bytes) => `Go ${go} high-water mark ${bytes}`,
  simulated: 'simulated',
  formula: 'formula',
  storageOnly: 'without boxes',
  readout: (entries, parts) => `At ${entries} entries: ${parts.join('; ')}.`,
  readoutPart: (go, phase, bytes) => {
    const phases = { fill: 'filling', delete: 'deleting', clear: 'cleared', rebuild: 'rebuilt' } as const;
    return `Go ${go} ${phases[phase]} ${bytes}`;
  },
  table: 'Simulated, and by formula',
  stage: 'stage',
  difference: 'difference',
  stages: {
    filled: 'filled',
    deleted: 'after the deletion',
    rebuilt: 'rebuilt',
    peak: 'peak while filling',
    garbage: 'garbage of filling',
  },
  tableNote: `Bytes with boxes. The formula is a mean over hash seeds; one seed of Swiss tables may differ by some percent. ${formatBytes(1024)} is 1,024 bytes.`,
};
