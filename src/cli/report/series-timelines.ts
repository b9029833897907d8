import type { EvidenceSeries, EvidenceTimeline, SeriesLine, SeriesReport } from '../../inspect/index.ts';
import type { SeriesWords } from '../words/series-words.ts';

/** Curves of one chart: as many as its colours tell apart. */
const linesAChart = 5;
/** Lines that are drawn; the tables have all. */
const linesDrawn = 200;
/** Of a longer series the lowest and the highest of each stretch are drawn, so that no trough and no peak is lost. */
const pointsDrawn = 600;

/** Every line over time: the growing ones first, then the others by size, a few a chart so that small ones are not flat. */
export function seriesTimelines({ lines, fromMs }: SeriesReport, words: SeriesWords): EvidenceTimeline[] {
  return (['bytes', 'count'] as const).flatMap((unit) => {
    const own = lines.slice(0, linesDrawn).filter((line) => line.unit === unit);
    const growing = own.filter(({ verdict }) => verdict === 'growing').toSorted(byPeak);
    const others = own.filter(({ verdict }) => verdict !== 'growing').toSorted(byPeak);
    return [
      ...chartsOf(growing, unit, fromMs, `growing-${unit}`, words.charts.growing[unit], words),
      ...chartsOf(others, unit, fromMs, `lines-${unit}`, words.charts.others[unit], words),
    ];
  });
}

function byPeak(a: SeriesLine, b: SeriesLine): number {
  return b.peak - a.peak;
}

function chartsOf(
  lines: readonly SeriesLine[],
  unit: 'bytes' | 'count',
  fromMs: number,
  id: string,
  title: string,
  words: SeriesWords,
): EvidenceTimeline[] {
  const count = Math.ceil(lines.length / linesAChart);
  return Array.from({ length: count }, (_, chart) => {
    const own = lines.slice(chart * linesAChart, (chart + 1) * linesAChart);
    const starts = own[0].series.startsMs?.filter((start) => start > fromMs) ?? [];
    const series: EvidenceSeries[] = own.map(({ name, series: { timesMs, values, highs } }, at) => ({
      id: `${id}-${chart}-${at}`,
      title: name,
      drawnAs: 'line',
      points: thinned(timesMs, values, highs ?? values).map(([atMs, value]) => [atMs - fromMs, value]),
    }));
    if (starts.length > 0)
      series.push({
        id: `${id}-${chart}-starts`,
        title: words.charts.starts,
        drawnAs: 'marks',
        points: starts.map((start) => [start - fromMs, 1]),
      });
    const part = count > 1 ? ` (${chart + 1}/${count})` : '';
    return { id: `${id}-${chart}`, title: `${title}${part}`, unit, series };
  }).filter(({ series }) => series.some(({ points }) => points.length > 1));
}

function thinned(
  timesMs: readonly number[],
  values: readonly number[],
  highs: readonly number[],
): [atMs: number, value: number][] {
  const all = timesMs.map((atMs, at): [number, number] => [atMs, values[at]]);
  if (all.length <= pointsDrawn) return all;
  const stretches = pointsDrawn / 2;
  return Array.from({ length: stretches }, (_, stretch) => {
    const from = Math.floor((stretch * all.length) / stretches);
    const to = Math.floor(((stretch + 1) * all.length) / stretches);
    let [low, high] = [from, from];
    for (let at = from; at < to; at++) {
      if (values[at] < values[low]) low = at;
      if (highs[at] > highs[high]) high = at;
    }
    const lowest: [number, number] = [timesMs[low], values[low]];
    const highest: [number, number] = [timesMs[high], highs[high]];
    if (low === high) return lowest[1] === highest[1] ? [lowest] : [highest];
    return low < high ? [lowest, highest] : [highest, lowest];
  }).flat();
}
