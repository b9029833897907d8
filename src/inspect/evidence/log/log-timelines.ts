import type { Language, Text } from '../../../findings/index.ts';
import type { EvidenceSeries, EvidenceTimeline } from '../evidence-report.ts';
import type { GcRunAccount } from './gc-run.ts';
import type { GcPeriod } from './gc-timeline.ts';
import type { LogAccount } from './log-account.ts';

const mostRuns = 6;

const words = {
  title: { en: 'Heap after collections, and goal', zh: 'GC 后的堆与目标' },
  live: { en: 'live after collections', zh: 'GC 后存活' },
  lowest: { en: 'least live', zh: '最低存活' },
  peak: { en: 'peak', zh: '峰值' },
  goal: { en: 'goal', zh: '目标' },
  forced: { en: 'forced collections', zh: '主动 GC' },
} as const satisfies Record<string, Text>;

/** Heap and goal over the lives of processes, those with the most collections; each value is of the period that ends at its point. */
export function logTimelines({ gc: { runs } }: LogAccount, language: Language): EvidenceTimeline[] {
  const told = runs.filter(({ periods }) => periods.length > 1);
  const largest = new Set(told.toSorted((a, b) => b.cycleCount - a.cycleCount).slice(0, mostRuns));
  return told
    .filter((run) => largest.has(run))
    .map((run) => {
      const place = told.length > 1 ? ` · ${placeOf(run, language)}` : '';
      return {
        id: `gc-${run.firstLine}`,
        title: `${words.title[language]}${place}`,
        unit: 'bytes',
        series: seriesOf(run, language),
      };
    });
}

function placeOf({ source, firstLine }: GcRunAccount, language: Language): string {
  const line = { en: `from line ${firstLine}`, zh: `自第 ${firstLine} 行` }[language];
  return source === '' ? line : `${source}, ${line}`;
}

function seriesOf(run: GcRunAccount, language: Language): EvidenceSeries[] {
  const of = (
    id: keyof typeof words,
    drawnAs: EvidenceSeries['drawnAs'],
    value: (period: GcPeriod) => number | null,
  ): EvidenceSeries => ({
    id,
    title: words[id][language],
    drawnAs,
    points: run.periods.map((period) => [Math.min(period.toMs, run.toMs), value(period)]),
  });
  const series = [
    of('live', 'line', ({ liveBytes }) => liveBytes),
    // A line of gctrace has the goal that its collection was to end at, not the next one.
    of('goal', 'back-steps', ({ goalBytes }) => goalBytes),
    of('peak', 'line', ({ highestBytes }) => highestBytes),
    of('lowest', 'line', ({ lowestLiveBytes }) => lowestLiveBytes),
  ];
  if (run.forcedCount > 0)
    series.push(of('forced', 'marks', ({ forcedCount }) => (forcedCount > 0 ? forcedCount : null)));
  return series;
}
