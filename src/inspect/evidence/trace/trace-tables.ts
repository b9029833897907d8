import { type CodePlace, formatCount, formatShare, type Language } from '../../../findings/index.ts';
import type { EvidenceTable, EvidenceValue } from '../evidence-report.ts';
import { table } from '../evidence-table.ts';
import { shortPlace } from '../log/frame-places.ts';
import type { SiteAccount } from './goroutine-account.ts';
import type { TraceAccount } from './trace-account.ts';

const shownSites = 8;
const shownStops = 6;
const allRows = 16;

/** Tables of what a trace has; those without rows are left out by who prints them. */
export function traceTables(account: TraceAccount, language: Language): EvidenceTable[] {
  return [
    siteTable(account, language),
    heapTable(account, language),
    assistTable(account, language),
    callerTable(account, language),
    stopTable(account, language),
    ...(account.maps ? [mapTable(account, language)] : []),
  ];
}

function siteTable({ sites, formatMinor }: TraceAccount, language: Language): EvidenceTable {
  const rows = sites.map((site) => [
    nameOf(site, language),
    site.created.function === '' ? null : shortPlace(site.created),
    site.createdCount,
    site.endedCount,
    site.livingCount,
    // Of what no handler started there is nothing to say.
    site.handler === '' ? null : site.outlivingCount,
    site.waiting ? waitText(site.waiting.reason, site.waiting.place) : null,
  ]);
  return table(
    'goroutineSites',
    { en: 'Goroutines by who started them', zh: '按启动者统计的 goroutine' },
    [
      ['function', 'text', { en: 'function', zh: '函数' }],
      ['created', 'text', { en: 'started at', zh: '启动处' }],
      ['createdCount', 'count', { en: 'started', zh: '启动' }],
      ['endedCount', 'count', { en: 'ended', zh: '结束' }],
      ['livingCount', 'count', { en: 'left', zh: '剩余' }],
      ['outlivingCount', 'count', { en: 'outlived', zh: '活过 handler' }],
      ['wait', 'text', { en: 'wait for', zh: '在等待' }],
    ],
    rows,
    language,
    { shown: shownSites, ...earlierNote(sites, formatMinor, language) },
  );
}

/** What a trace cannot say of goroutines that were there when it began. */
function earlierNote(
  sites: readonly SiteAccount[],
  formatMinor: number,
  language: Language,
): { note?: string } {
  const earlier = sites.reduce((count, site) => count + site.earlierCount, 0);
  if (earlier === 0) return {};
  const more =
    formatMinor === 22
      ? {
          en: ' Go 1.22 does not even say what they run; Go 1.23 does, and so does /debug/pprof/goroutine?debug=2.',
          zh: 'Go 1.22 甚至不说明它们运行什么；Go 1.23 及 /debug/pprof/goroutine?debug=2 会说明。',
        }
      : {
          en: ' /debug/pprof/goroutine?debug=2 does.',
          zh: '/debug/pprof/goroutine?debug=2 会说明。',
        };
  return {
    note: {
      en: `Of the ${formatCount(earlier)} goroutines from before the trace it does not say who started them.${more.en}`,
      zh: `trace 不说明先前已有的 ${formatCount(earlier)} 个 goroutine 由谁启动。${more.zh}`,
    }[language],
  };
}

function nameOf({ functionName }: SiteAccount, language: Language): string {
  return functionName === '' ? { en: '(not known)', zh: '（未知）' }[language] : functionName;
}

function waitText(reason: string, place: CodePlace): string {
  const at = shortPlace(place);
  return reason === '' || at === '' ? reason + at : `${reason}, ${at}`;
}

function known(value: number): EvidenceValue {
  return Number.isNaN(value) ? null : value;
}

function heapTable({ coarsePeriods }: TraceAccount, language: Language): EvidenceTable {
  return table(
    'heapTimeline',
    { en: 'Heap and goal over time', zh: '堆与目标随时间的变化' },
    [
      ['fromMs', 'ms', { en: 'after', zh: '起始' }],
      ['lowestHeapBytes', 'bytes', { en: 'lowest', zh: '最低' }],
      ['highestHeapBytes', 'bytes', { en: 'highest', zh: '最高' }],
      ['goalBytes', 'bytes', { en: 'goal', zh: '目标' }],
      ['liveBytes', 'bytes', { en: 'left by GC', zh: 'GC 后存活' }],
      ['cycleCount', 'count', { en: 'GCs', zh: 'GC 次数' }],
      ['assistShare', 'share', { en: 'assists', zh: 'assist 占比' }],
      ['goroutineCount', 'count', { en: 'goroutines', zh: 'goroutine' }],
    ],
    coarsePeriods.map((period) => [
      period.fromMs,
      known(period.lowestHeapBytes),
      known(period.highestHeapBytes),
      // 0 stands for no goal: GOGC=off without a limit.
      period.goalBytes > 0 ? period.goalBytes : null,
      known(period.liveBytes),
      period.cycleCount,
      period.runNs > 0 ? period.assistNs / period.runNs : null,
      known(period.goroutineCount),
    ]),
    language,
    { shown: allRows },
  );
}

function assistTable({ sites, cpu }: TraceAccount, language: Language): EvidenceTable {
  const byFunction = new Map<string, { runMs: number; assistMs: number; count: number }>();
  for (const site of sites) {
    const name = nameOf(site, language);
    const row = byFunction.get(name) ?? { runMs: 0, assistMs: 0, count: 0 };
    row.runMs += site.runMs;
    row.assistMs += site.assistMs;
    row.count += site.createdCount + site.earlierCount;
    byFunction.set(name, row);
  }
  const rows = [...byFunction]
    .filter(([, { assistMs }]) => assistMs > 0)
    .sort(([, one], [, other]) => other.assistMs - one.assistMs);
  const all = formatShare(cpu.assistMs, cpu.runMs);
  return table(
    'assists',
    { en: 'Who helps the collector (assists)', zh: '谁在协助 GC（assist）' },
    [
      ['function', 'text', { en: 'function', zh: '函数' }],
      ['goroutineCount', 'count', { en: 'goroutines', zh: 'goroutine' }],
      ['runMs', 'ms', { en: 'ran', zh: '运行' }],
      ['assistMs', 'ms', { en: 'assisted', zh: '协助' }],
      ['assistShare', 'share', { en: 'share', zh: '占比' }],
    ],
    rows.map(([name, { runMs, assistMs, count }]) => [
      name,
      count,
      runMs,
      assistMs,
      runMs > 0 ? assistMs / runMs : 0,
    ]),
    language,
    {
      shown: shownSites,
      note: {
        en: `Of all that ran, workers of the collector included, assists are ${all}: a goroutine that allocates faster than is marked has to mark before it may go on.`,
        zh: `在全部运行时间（含 GC worker）中 assist 占 ${all}：分配快于标记的 goroutine 必须先标记才能继续。`,
      }[language],
    },
  );
}

function callerTable({ callers }: TraceAccount, language: Language): EvidenceTable {
  return table(
    'collectionRequests',
    { en: 'Who asks for collections', zh: '谁主动触发 GC' },
    [
      ['place', 'text', { en: 'caller', zh: '调用者' }],
      ['request', 'text', { en: 'calls', zh: '调用' }],
      ['count', 'count', { en: 'GCs', zh: 'GC 次数' }],
      ['totalMs', 'ms', { en: 'took', zh: '耗时' }],
      ['intervalMs', 'ms', { en: 'every', zh: '间隔' }],
    ],
    callers.map(({ place, request, count, totalNs, firstNs, lastNs }) => [
      shortPlace(place),
      request,
      count,
      totalNs / 1e6,
      count > 1 ? (lastNs - firstNs) / 1e6 / (count - 1) : null,
    ]),
    language,
    { shown: shownSites },
  );
}

function stopTable({ stops }: TraceAccount, language: Language): EvidenceTable {
  return table(
    'worldStops',
    { en: 'The world stopped', zh: '全局暂停（stop the world）' },
    [
      ['kind', 'text', { en: 'for', zh: '原因' }],
      ['place', 'text', { en: 'called at', zh: '调用处' }],
      ['count', 'count', { en: 'times', zh: '次数' }],
      ['totalMs', 'ms', { en: 'together', zh: '合计' }],
      ['longestMs', 'ms', { en: 'longest', zh: '最长' }],
    ],
    stops.map(({ kind, place, count, totalNs, longestNs }) => [
      kind === '' ? null : kind,
      place.function === '' ? null : shortPlace(place),
      count,
      totalNs / 1e6,
      longestNs / 1e6,
    ]),
    language,
    { shown: shownStops },
  );
}

function mapTable({ maps = [] }: TraceAccount, language: Language): EvidenceTable {
  return table(
    'mapTypes',
    { en: 'Bytes of maps by type', zh: '各类型 map 的字节数' },
    [
      ['type', 'text', { en: 'type', zh: '类型' }],
      ['beginBytes', 'bytes', { en: 'at the start', zh: '开始' }],
      ['peakBytes', 'bytes', { en: 'peak', zh: '峰值' }],
      ['peakMs', 'ms', { en: 'at', zh: '时刻' }],
      ['endBytes', 'bytes', { en: 'at the end', zh: '结束' }],
      ['allocatedCount', 'count', { en: 'arrays made', zh: '新建数组' }],
      ['largestBytes', 'bytes', { en: 'largest', zh: '最大' }],
    ],
    maps.map((history) => [
      history.name,
      history.beginBytes,
      history.peakBytes,
      history.peakMs,
      history.liveBytes,
      history.allocatedCount,
      history.largestBytes,
    ]),
    language,
    {
      shown: shownSites,
      note: {
        en: 'Arrays of slots of all maps of a type, without what keys and values point to. An array counts until the collector has swept it.',
        zh: '某一类型所有 map 的槽位数组之和，不含键与值所指向的内容。数组在被 GC 清扫之前一直计入。',
      }[language],
    },
  );
}
