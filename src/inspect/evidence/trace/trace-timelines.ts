import type { Language, Text } from '../../../findings/index.ts';
import type { EvidenceSeries, EvidenceTimeline } from '../evidence-report.ts';
import type { TraceAccount } from './trace-account.ts';
import type { TracePeriod } from './trace-timeline.ts';

const words = {
  heap: { en: 'Heap and goal', zh: '堆与目标' },
  goroutines: { en: 'Goroutines', zh: 'goroutine' },
  live: { en: 'live after collections', zh: 'GC 后存活' },
  peak: { en: 'peak', zh: '峰值' },
  goal: { en: 'goal', zh: '目标' },
  maps: { en: 'Bytes of map types', zh: '各 map 类型的字节' },
} as const satisfies Record<string, Text>;

/** Map types that are drawn; the table has all. */
const mostTypes = 5;

/** Heap, goal, goroutines and map types over the time of a trace; each value is of the period that ends at its point. */
export function traceTimelines(account: TraceAccount, language: Language): EvidenceTimeline[] {
  const { periods, maps, elapsedMs } = account;
  const of = (
    id: 'live' | 'peak' | 'goal' | 'goroutines',
    drawnAs: EvidenceSeries['drawnAs'],
    value: (period: TracePeriod) => number,
  ): EvidenceSeries => ({
    id,
    title: words[id][language],
    drawnAs,
    // Periods without a collection say nothing of what one left over: the last one holds.
    points: periods
      .filter((period) => Number.isFinite(value(period)))
      .map((period) => [Math.min(period.toMs, elapsedMs), value(period)]),
  });
  const timelines: EvidenceTimeline[] = [
    {
      id: 'heap',
      title: words.heap[language],
      unit: 'bytes',
      series: [
        of('live', 'line', ({ liveBytes }) => liveBytes),
        // A goal of 0 is of a collector that is off.
        of('goal', 'steps', ({ goalBytes }) => (goalBytes === 0 ? Number.NaN : goalBytes)),
        of('peak', 'line', ({ highestHeapBytes }) => highestHeapBytes),
      ],
    },
    {
      id: 'goroutines',
      title: words.goroutines[language],
      unit: 'count',
      series: [of('goroutines', 'steps', ({ goroutineCount }) => goroutineCount)],
    },
  ];
  const arrays = maps?.filter(({ isArray }) => isArray) ?? [];
  if (arrays.length > 0)
    timelines.push({
      id: 'maps',
      title: words.maps[language],
      unit: 'bytes',
      series: arrays.slice(0, mostTypes).map(({ name, series }, at) => ({
        id: `map-${at}`,
        title: name,
        drawnAs: 'steps',
        points: series.changes().map(({ untilMs, value }) => [Math.min(untilMs, elapsedMs), value]),
      })),
    });
  return timelines.filter(({ series }) => series.some(({ points }) => points.length > 1));
}
