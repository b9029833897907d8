import { formatBytes, formatCount, formatShare, type Language, type Text } from '../../../findings/index.ts';
import type { EvidenceTable, EvidenceUnit, EvidenceValue } from '../evidence-report.ts';
import type { DeathAccount, RaceAccount } from './death-survey.ts';
import type { DumpAccount } from './dumped-goroutines.ts';
import { shortPlace } from './frame-places.ts';
import type { GcRunAccount } from './gc-run.ts';
import type { GcPeriod } from './gc-timeline.ts';
import type { LogAccount } from './log-account.ts';

const minuteMs = 60_000;
/** Rows of the timeline for people; JSON has all periods under `gc`. */
const timelineRows = 16;

type Column = readonly [id: string, unit: EvidenceUnit, title: Text];

/** Tables of what a log has; those without rows are left out by who prints them. */
export function logTables(account: LogAccount, language: Language): EvidenceTable[] {
  const { gc, dump, dumps, deaths, races } = account;
  const longest = gc.runs.reduce<GcRunAccount | undefined>(
    (left, right) => (left && left.cycleCount >= right.cycleCount ? left : right),
    undefined,
  );
  return [
    ...(deaths.length > 0 ? [deathTable(deaths, language)] : []),
    ...(races.length > 0 ? [raceTable(races, language)] : []),
    ...(gc.runs.length > 0 ? [runTable(gc.runs, language)] : []),
    ...(longest ? [timelineTable(longest, language)] : []),
    ...(dump ? [groupTable(dump, language)] : []),
    ...(dumps.length > 1 ? [dumpTable(dumps, language)] : []),
    ...(gc.initialisations.length > 0 ? [initialisationTable(account, language)] : []),
  ];
}

function table(
  id: string,
  title: Text,
  columns: readonly Column[],
  rows: readonly (readonly EvidenceValue[])[],
  language: Language,
  more: Pick<EvidenceTable, 'shown' | 'note'> = {},
): EvidenceTable {
  // Most logs are of one process, and name none.
  const kept = columns
    .map((_, place) => place)
    .filter((place) => columns[place][0] !== 'source' || rows.some((row) => row[place] !== ''));
  const named = kept.map((place) => {
    const [columnId, unit, text] = columns[place];
    return { id: columnId, unit, title: text[language] };
  });
  return {
    id,
    title: title[language],
    columns: named,
    rows: rows.map((row) => kept.map((place) => row[place])),
    ...more,
  };
}

function runTable(runs: readonly GcRunAccount[], language: Language): EvidenceTable {
  return table(
    'runs',
    { en: 'Collections by process', zh: '各进程的 GC' },
    [
      ['source', 'text', { en: 'process', zh: '进程' }],
      ['firstLine', 'count', { en: 'line', zh: '行' }],
      ['elapsedMs', 'ms', { en: 'time', zh: '时长' }],
      ['cycleCount', 'count', { en: 'GCs', zh: 'GC 次数' }],
      ['forcedCount', 'count', { en: 'forced', zh: '主动' }],
      ['intervalMs', 'ms', { en: 'every', zh: '间隔' }],
      ['liveBytes', 'bytes', { en: 'live', zh: '存活' }],
      ['peakBytes', 'bytes', { en: 'peak', zh: '峰值' }],
      ['goalBytes', 'bytes', { en: 'goal', zh: '目标' }],
      ['gcShare', 'share', { en: 'GC CPU', zh: 'GC CPU' }],
      ['assistShare', 'share', { en: 'assists', zh: 'assist' }],
      ['longestStopMs', 'ms', { en: 'stop', zh: '停顿' }],
      ['releasedBytes', 'bytes', { en: 'given back', zh: '已归还' }],
    ],
    runs.map((run) => [
      run.source,
      run.firstLine,
      run.toMs - run.fromMs,
      run.cycleCount,
      run.forcedCount,
      run.intervalMs,
      run.liveBytes.last,
      run.peakBytes,
      run.goalBytes.last,
      run.gcShare,
      run.assistShare,
      run.longestStopMs,
      run.scavenger?.releasedBytes ?? null,
    ]),
    language,
    {
      note: {
        en: 'live, goal and given back are of the last line. Shares are of the CPU time of GOMAXPROCS processors; idle marking is left out.',
        zh: '存活、目标与已归还取自最后一行。占比以 GOMAXPROCS 个处理器的 CPU 时间为准，不含空闲标记。',
      }[language],
    },
  );
}

function timelineTable(run: GcRunAccount, language: Language): EvidenceTable {
  const rows = condensed(run.periods, timelineRows);
  return table(
    'collections',
    {
      en: `Collections over time${run.source === '' ? '' : `, ${run.source}`}`,
      zh: `GC 随时间的变化${run.source === '' ? '' : `，${run.source}`}`,
    },
    [
      ['fromMs', 'ms', { en: 'since', zh: '起' }],
      ['cycleCount', 'count', { en: 'GCs', zh: 'GC 次数' }],
      ['forcedCount', 'count', { en: 'forced', zh: '主动' }],
      ['lowestLiveBytes', 'bytes', { en: 'least live', zh: '最低存活' }],
      ['liveBytes', 'bytes', { en: 'live', zh: '存活' }],
      ['highestBytes', 'bytes', { en: 'peak', zh: '峰值' }],
      ['goalBytes', 'bytes', { en: 'goal', zh: '目标' }],
      ['gcShare', 'share', { en: 'GC CPU', zh: 'GC CPU' }],
      ['assistShare', 'share', { en: 'assists', zh: 'assist' }],
    ],
    rows.map((period) => [
      Math.round(period.fromMs),
      period.cycleCount,
      period.forcedCount,
      period.lowestLiveBytes,
      period.liveBytes,
      period.highestBytes,
      period.goalBytes,
      period.cpuMs > 0 ? Math.min(1, period.gcCpuMs / period.cpuMs) : null,
      period.cpuMs > 0 ? Math.min(1, period.assistCpuMs / period.cpuMs) : null,
    ]),
    language,
    { shown: timelineRows },
  );
}

/** Neighbours joined until there are at most so many. */
function condensed(periods: readonly GcPeriod[], limit: number): GcPeriod[] {
  const width = Math.ceil(periods.length / limit);
  const joined: GcPeriod[] = [];
  for (let at = 0; at < periods.length; at += width) {
    const some = periods.slice(at, at + width);
    const sum = (of: (period: GcPeriod) => number): number =>
      some.reduce((total, each) => total + of(each), 0);
    const last = some[some.length - 1];
    joined.push({
      ...last,
      fromMs: some[0].fromMs,
      cycleCount: sum(({ cycleCount }) => cycleCount),
      forcedCount: sum(({ forcedCount }) => forcedCount),
      pressedCount: sum(({ pressedCount }) => pressedCount),
      lowestLiveBytes: Math.min(...some.map(({ lowestLiveBytes }) => lowestLiveBytes)),
      highestBytes: Math.max(...some.map(({ highestBytes }) => highestBytes)),
      gcCpuMs: sum(({ gcCpuMs }) => gcCpuMs),
      assistCpuMs: sum(({ assistCpuMs }) => assistCpuMs),
      collectingMs: sum(({ collectingMs }) => collectingMs),
      cpuMs: sum(({ cpuMs }) => cpuMs),
    });
  }
  return joined;
}

function groupTable({ text, count, groups, lineNumber }: DumpAccount, language: Language): EvidenceTable {
  const note =
    text === 'profile'
      ? {
          en: 'A text of debug=1 has neither states, nor waits, nor who started them: debug=2 has.',
          zh: 'debug=1 的文本没有状态、等待时间与创建者：debug=2 才有。',
        }
      : {
          en: 'Waits are counted from the first collection that met a goroutine waiting, in whole minutes; - is less than one, or not known.',
          zh: '等待时间自首次遇到它的 GC 算起，以整分钟计；- 表示不足一分钟或未知。',
        };
  return table(
    'goroutineGroups',
    {
      en: `${formatCount(count)} goroutines (line ${lineNumber} of the log)`,
      zh: `${formatCount(count)} 个 goroutine（日志第 ${lineNumber} 行）`,
    },
    [
      ['count', 'count', { en: 'count', zh: '数量' }],
      ['state', 'text', { en: 'state', zh: '状态' }],
      ['medianWaitMs', 'ms', { en: 'half wait', zh: '半数等待' }],
      ['oldestWaitMs', 'ms', { en: 'oldest', zh: '最久' }],
      ['stands', 'text', { en: 'stands in', zh: '停在' }],
      [
        'created',
        'text',
        { en: text === 'profile' ? 'runs' : 'started by', zh: text === 'profile' ? '运行' : '创建者' },
      ],
    ],
    groups.map((group) => [
      group.count,
      group.isLeaked ? `${group.state} (leaked)`.trim() : group.state,
      group.waitedMinutes ? group.waitedMinutes.median * minuteMs : null,
      group.waitedMinutes ? group.waitedMinutes.oldest * minuteMs : null,
      shortPlace({ function: group.standsIn, at: group.standsAt }),
      // The first goroutine has no creator.
      group.createdBy === ''
        ? shortPlace({ function: group.function, at: '' })
        : shortPlace({ function: group.createdBy, at: group.createdAt }),
    ]),
    language,
    { note: note[language] },
  );
}

function dumpTable(dumps: LogAccount['dumps'], language: Language): EvidenceTable {
  return table(
    'dumps',
    { en: 'Dumps in this log', zh: '本日志中的转储' },
    [
      ['lineNumber', 'count', { en: 'line', zh: '行' }],
      ['count', 'count', { en: 'goroutines', zh: 'goroutine' }],
      ['source', 'text', { en: 'process', zh: '进程' }],
    ],
    dumps.map(({ lineNumber, count, source }) => [lineNumber, count, source]),
    language,
  );
}

function deathTable(deaths: readonly DeathAccount[], language: Language): EvidenceTable {
  return table(
    'deaths',
    { en: 'Deaths and panics', zh: '终止与 panic' },
    [
      ['lineNumber', 'count', { en: 'line', zh: '行' }],
      ['count', 'count', { en: 'times', zh: '次数' }],
      ['message', 'text', { en: 'message', zh: '消息' }],
      ['place', 'text', { en: 'at', zh: '位置' }],
      ['source', 'text', { en: 'process', zh: '进程' }],
    ],
    deaths.map(({ lineNumber, count, message, place, source }) => [
      lineNumber,
      count,
      message,
      place ? shortPlace(place) : '',
      source,
    ]),
    language,
  );
}

function raceTable(races: readonly RaceAccount[], language: Language): EvidenceTable {
  return table(
    'races',
    { en: 'Data races', zh: '数据竞争' },
    [
      ['lineNumber', 'count', { en: 'line', zh: '行' }],
      ['count', 'count', { en: 'times', zh: '次数' }],
      ['what', 'text', { en: 'of', zh: '对象' }],
      ['firstKind', 'text', { en: 'one', zh: '一方' }],
      ['first', 'text', { en: 'at', zh: '位置' }],
      ['secondKind', 'text', { en: 'other', zh: '另一方' }],
      ['second', 'text', { en: 'at', zh: '位置' }],
    ],
    races.map(({ lineNumber, count, isMap, accesses: [first, second] }) => [
      lineNumber,
      count,
      isMap ? 'map' : 'memory',
      first?.kind ?? '',
      first ? shortPlace(first.place) : '',
      second?.kind ?? '',
      second ? shortPlace(second.place) : '',
    ]),
    language,
  );
}

function initialisationTable({ gc }: LogAccount, language: Language): EvidenceTable {
  return table(
    'initialisations',
    { en: 'Packages by what their init allocates', zh: '各包 init 的分配量' },
    [
      ['packagePath', 'text', { en: 'package', zh: '包' }],
      ['allocatedBytes', 'bytes', { en: 'allocates', zh: '分配' }],
      ['allocationCount', 'count', { en: 'objects', zh: '对象' }],
      ['clockMs', 'ms', { en: 'takes', zh: '耗时' }],
    ],
    gc.initialisations.map(({ packagePath, allocatedBytes, allocationCount, clockMs }) => [
      packagePath,
      allocatedBytes,
      allocationCount,
      clockMs,
    ]),
    language,
    { shown: 5 },
  );
}

/** What the collections of the longest run say, in a sentence. */
export function collectionSentence({ gc }: LogAccount, language: Language): string {
  const [run, ...others] = gc.runs.toSorted((left, right) => right.cycleCount - left.cycleCount);
  const { cycleCount, liveBytes, peakBytes, gcShare } = run;
  const grown = grownText(run.troughBytes)[language];
  const share = gcShare === null ? '' : formatShare(gcShare, 1);
  const [live, lowest, peak] = [liveBytes.last, liveBytes.lowest, peakBytes].map(formatBytes);
  const of =
    others.length === 0
      ? { en: '', zh: '' }
      : { en: ` of the longest of ${gc.runs.length} runs`, zh: `（${gc.runs.length} 次运行中最长的一次）` };
  return {
    en: `${formatCount(cycleCount)} collections${of.en}: ${live} alive after the last, ${lowest} at the least, ${peak} at the peak${share === '' ? '' : `; they took ${share} of the CPU`}.${grown}`,
    zh: `${formatCount(cycleCount)} 次 GC${of.zh}：最后一次之后存活 ${live}，最低 ${lowest}，峰值 ${peak}${share === '' ? '' : `；占用 ${share} 的 CPU`}。${grown}`,
  }[language];
}

const grownRatio = 1.5;
const leastGrownBytes = 16 * 2 ** 20;

/** Troughs of the saw-tooth: what the first and the last quarter of the run had at the least. */
function grownText({ firstQuarter, lastQuarter }: GcRunAccount['troughBytes']): Text {
  const nothing = { en: '', zh: '' };
  if (firstQuarter === null || lastQuarter === null) return nothing;
  if (lastQuarter < firstQuarter * grownRatio || lastQuarter - firstQuarter < leastGrownBytes) return nothing;
  const [first, last] = [firstQuarter, lastQuarter].map(formatBytes);
  return {
    en: ` What stays alive grew from ${first} in the first quarter of the time to ${last} in the last.`,
    zh: `始终存活的数据从前四分之一时间的 ${first} 增长到后四分之一的 ${last}。`,
  };
}
