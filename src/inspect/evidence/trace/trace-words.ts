import { printable, sparkline } from '../../../base/index.ts';
import { formatBytes, formatCount, formatDuration, type Language } from '../../../findings/index.ts';
import type { TraceAccount } from './trace-account.ts';
import type { TracePeriod } from './trace-timeline.ts';

const plotCells = 40;
const plottedTypes = 3;
const longestName = 40;

/** What happened, in one sentence. */
export function traceHeadline(account: TraceAccount, language: Language): string {
  const { elapsedMs, goroutines, collections, processorCount, periods } = account;
  const elapsed = formatDuration(elapsedMs);
  const count = formatCount(collections.count);
  const forced = collections.forcedCount;
  const heap = rangeOf(periods, ({ highestHeapBytes }) => highestHeapBytes);
  const grown = formatCount(goroutines.living);
  const before = formatCount(goroutines.earlier);
  const asked = {
    en: forced > 0 ? ` (${formatCount(forced)} asked for)` : '',
    zh: forced > 0 ? `（其中 ${formatCount(forced)} 次为主动触发）` : '',
  };
  const up = heap ? formatBytes(heap.highest) : undefined;
  return {
    en: `${elapsed} of a Go program${processorCount > 0 ? ` on ${formatCount(processorCount)} processors` : ''}: goroutines from ${before} to ${grown}${up === undefined ? '' : `, a heap of up to ${up}`}, ${count} collections${asked.en}.`,
    zh: `Go 程序的 ${elapsed}${processorCount > 0 ? `（${formatCount(processorCount)} 个处理器）` : ''}：goroutine 从 ${before} 个到 ${grown} 个${up === undefined ? '' : `，堆最高 ${up}`}，${count} 次 GC${asked.zh}。`,
  }[language];
}

/** Heap, goal, goroutines and the largest map types over the time of the trace, a line each. */
export function tracePlots(account: TraceAccount, language: Language): string[] {
  const { periods, maps = [], elapsedMs } = account;
  const titles = {
    heap: { en: 'heap', zh: '堆' },
    goal: { en: 'goal', zh: '目标' },
    goroutines: { en: 'goroutines', zh: 'goroutine' },
  };
  const bytes = (value: number): string => formatBytes(Math.round(value));
  const typeValues = maps
    .filter(({ isArray }) => isArray)
    .slice(0, plottedTypes)
    .map(({ name, series }) => ({
      title: shortName(name),
      values: series.sampled(plotCells, elapsedMs),
      text: bytes,
    }));
  return [
    {
      title: titles.heap[language],
      values: sampled(periods, ({ highestHeapBytes }) => highestHeapBytes),
      text: bytes,
    },
    {
      title: titles.goal[language],
      values: sampled(periods, ({ goalBytes }) => (goalBytes > 0 ? goalBytes : Number.NaN)),
      text: bytes,
    },
    {
      title: titles.goroutines[language],
      values: sampled(periods, ({ goroutineCount }) => goroutineCount),
      text: formatCount,
    },
    ...typeValues,
  ]
    .filter(({ values }) => values.length > 1)
    .map(({ title, values, text }) => {
      const range = `${text(Math.min(...values))} … ${text(Math.max(...values))}`;
      return `${sparkline(values)}  ${title}, ${range}`;
    });
}

/** A value for each cell, the last one where a period does not say; nothing before the first. */
function sampled(periods: readonly TracePeriod[], of: (period: TracePeriod) => number): number[] {
  const perCell = Math.max(1, Math.ceil(periods.length / plotCells));
  const values: number[] = [];
  for (let first = 0; first < periods.length; first += perCell) {
    const known = periods
      .slice(first, first + perCell)
      .map(of)
      .filter((value) => !Number.isNaN(value));
    const value = known.length > 0 ? Math.max(...known) : values.at(-1);
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** Names of types come from the trace, and can be longer than a line. */
function shortName(name: string): string {
  const text = printable(name);
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}

function rangeOf(
  periods: readonly TracePeriod[],
  of: (period: TracePeriod) => number,
): { lowest: number; highest: number } | undefined {
  const values = periods.map(of).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return undefined;
  return { lowest: Math.min(...values), highest: Math.max(...values) };
}
