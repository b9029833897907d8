import type { ReplayPoint } from '../../hpa/index.ts';
import type { Terminal } from '../terminal.ts';
import { axisTicks } from '../text/axis-ticks.ts';
import { padStart } from '../text/display-width.ts';

/** Signs of the plot: replicas that the autoscaler wants, those beyond it, and what the metrics ask for where that is more. */
export const replaySigns = { decided: '█', beyond: '░', raw: '·' } as const;

const rowsMax = 12;
const widestPlot = 110;
const labelRoom = 14;

/** Replicas over time, at most one column a sample; of several samples in a column the last shows. */
export function replayPlot(points: readonly ReplayPoint[], terminal: Terminal): string[] {
  const most = points.reduce((top, point) => Math.max(top, highest(point)), 1);
  const perRow = Math.ceil(most / rowsMax);
  const rowCount = Math.ceil(most / perRow);
  const labelWidth = String(rowCount * perRow).length;
  const width = Math.min(widestPlot, terminal.columns - labelWidth - 2);
  const columns = columnsOf(points, width);
  const lines: string[] = [];
  for (let row = rowCount; row >= 1; row--) {
    const level = row * perRow;
    const cells = columns.map((point) => signAt(point, level - perRow + 1, terminal)).join('');
    lines.push(`${padStart(String(level), labelWidth)} ┤${cells}`.trimEnd());
  }
  return [...lines, ...axisLines(points, width, labelWidth)];
}

export function highest({ currentReplicas, desiredReplicas, rawReplicas = 0 }: ReplayPoint): number {
  return Math.max(currentReplicas, desiredReplicas, rawReplicas);
}

/** Columns are equal spans of time; where no sample falls into one, what was before goes on. */
function columnsOf(points: readonly ReplayPoint[], width: number): ReplayPoint[] {
  const start = points[0].atMs;
  const span = points[points.length - 1].atMs - start;
  const columns: ReplayPoint[] = [];
  let place = 0;
  for (let column = 0; column < width; column++) {
    const until = start + (span * (column + 1)) / width;
    while (place + 1 < points.length && points[place + 1].atMs <= until) place++;
    columns.push(points[place]);
  }
  return columns;
}

function signAt(point: ReplayPoint, replicas: number, { paint }: Terminal): string {
  if (point.desiredReplicas >= replicas) return paint.curve(0, replaySigns.decided);
  if (point.currentReplicas >= replicas) return paint.curve(1, replaySigns.beyond);
  return (point.rawReplicas ?? 0) >= replicas ? replaySigns.raw : ' ';
}

function axisLines(points: readonly ReplayPoint[], width: number, labelWidth: number): string[] {
  const start = points[0].atMs;
  const end = points[points.length - 1].atMs;
  const line = [...'─'.repeat(width)];
  const labels = [...' '.repeat(width)];
  const axis = { kind: 'clock', start, zoneMinutes: 0 } as const;
  for (const { at, label } of axisTicks(axis, end, Math.max(2, Math.floor(width / labelRoom)))) {
    const column = end > start ? Math.min(width - 1, Math.round(((at - start) / (end - start)) * width)) : 0;
    line[column] = '┬';
    const from = Math.max(0, Math.min(width - label.length, column - Math.floor(label.length / 2)));
    labels.splice(from, label.length, ...label);
  }
  return [
    `${padStart('0', labelWidth)} └${line.join('')}`,
    `${' '.repeat(labelWidth + 2)}${labels.join('')}`.trimEnd(),
  ];
}
