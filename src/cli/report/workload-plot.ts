import { formatBytes } from '../../findings/index.ts';
import type { WorkloadSeries } from '../../workload/index.ts';
import type { Terminal } from '../terminal.ts';
import { axisTicks, byteTicks } from '../text/axis-ticks.ts';
import { displayWidth, padStart } from '../text/display-width.ts';
import { plotColumns } from './workload-columns.ts';

const rowsWanted = 12;
const ticksMax = 5;
const widestPlot = 110;
/** Columns between two labels below the axis. */
const labelRoom = 14;

/** Signs of a plot: what the entries need, what is kept beyond, old storage while growing, the high-water mark. */
export const plotSigns = {
  needed: '█',
  neededLittle: '▁',
  kept: '░',
  peak: '·',
  mark: '╌',
  several: '*',
} as const;

interface Cell {
  readonly sign: string;
  /** Which colour it has, undefined for none. */
  readonly curve?: number;
}

const blank: Cell = { sign: ' ' };
const markCell: Cell = { sign: plotSigns.mark };

/** Bytes over time with the need below them, and the high-water mark with its label. */
export function areaPlot(series: WorkloadSeries, highWater: string, terminal: Terminal): string[] {
  const largest = Math.max(1, ...series.points.map(({ peakBytes }) => peakBytes));
  const frame = new PlotFrame(series, largest, terminal);
  const columns = plotColumns(series, frame.width);
  const cellAt = (row: number, column: number): Cell => {
    const { heldBytes, neededBytes, peakBytes } = columns[column];
    const middle = (row + 0.5) * frame.rowBytes;
    if (neededBytes >= middle) return { sign: plotSigns.needed, curve: 0 };
    if (row === 0 && neededBytes > 0) return { sign: plotSigns.neededLittle, curve: 0 };
    if (heldBytes >= middle || (row === 0 && heldBytes > 0)) return { sign: plotSigns.kept, curve: 1 };
    return peakBytes >= middle ? { sign: plotSigns.peak } : blank;
  };
  const markRow = Math.min(frame.rowCount - 1, Math.floor(largest / frame.rowBytes));
  return frame.lines((row) => {
    const cells = columns.map((_, column) => cellAt(row, column));
    return row === markRow ? marked(cells, highWater) : cells;
  });
}

/** The held bytes of several replays, each with its own letter. */
export function curvesPlot(
  all: readonly WorkloadSeries[],
  letters: readonly string[],
  terminal: Terminal,
): string[] {
  const held = (series: WorkloadSeries): number[] =>
    series.points.map(({ bytes, boxedBytes }) => bytes + boxedBytes);
  const largest = Math.max(1, ...all.flatMap(held));
  const frame = new PlotFrame(all[0], largest, terminal);
  const curves = all.map((series) => plotColumns(series, frame.width).map(({ heldBytes }) => heldBytes));
  const rowOf = (byteCount: number): number =>
    Math.min(frame.rowCount - 1, Math.floor(byteCount / frame.rowBytes));
  return frame.lines((row) =>
    Array.from({ length: frame.width }, (_, column) => {
      const isHere = (curve: readonly number[]): boolean => rowOf(curve[column]) === row;
      const here = curves.findIndex(isHere);
      if (here < 0) return blank;
      const isOnly = here === curves.findLastIndex(isHere);
      return isOnly ? { sign: letters[here], curve: here } : { sign: plotSigns.several };
    }),
  );
}

/** The row of the high-water mark: a line through what is blank, and its label where there is room for it. */
function marked(cells: readonly Cell[], label: string): Cell[] {
  const row = cells.map((cell) => (cell === blank ? markCell : cell));
  const width = displayWidth(label) + 2;
  for (let from = cells.length - width; from >= 0; from--) {
    if (!row.slice(from, from + width).every((cell) => cell === markCell)) continue;
    // A wide character takes two cells: the second of them is empty.
    const text = [...` ${label} `].flatMap((sign) => (displayWidth(sign) === 2 ? [sign, ''] : [sign]));
    row.splice(from, width, ...text.map((sign) => ({ sign })));
    break;
  }
  return row;
}

/** Axes around rows of cells. */
class PlotFrame {
  readonly width: number;
  readonly rowCount: number;
  readonly rowBytes: number;
  readonly #series: WorkloadSeries;
  readonly #terminal: Terminal;
  readonly #labels: readonly string[];
  readonly #rowsPerTick: number;
  readonly #labelWidth: number;

  constructor(series: WorkloadSeries, largest: number, terminal: Terminal) {
    const ticks = byteTicks(largest, ticksMax);
    this.#series = series;
    this.#terminal = terminal;
    this.#labels = ticks.map(formatBytes);
    this.#rowsPerTick = Math.max(2, Math.round(rowsWanted / (ticks.length - 1)));
    this.#labelWidth = Math.max(...this.#labels.map((label) => label.length));
    this.rowCount = this.#rowsPerTick * (ticks.length - 1);
    this.rowBytes = ticks[1] / this.#rowsPerTick;
    this.width = Math.min(widestPlot, terminal.columns - this.#labelWidth - 2);
  }

  lines(cellsOf: (row: number) => readonly Cell[]): string[] {
    const lines: string[] = [];
    for (let row = this.rowCount - 1; row >= 0; row--) {
      const isTick = (row + 1) % this.#rowsPerTick === 0;
      const label = isTick ? this.#labels[(row + 1) / this.#rowsPerTick] : '';
      const edge = isTick ? '┤' : '│';
      lines.push(`${padStart(label, this.#labelWidth)} ${edge}${this.#painted(cellsOf(row))}`.trimEnd());
    }
    return [...lines, ...this.#below()];
  }

  #painted(cells: readonly Cell[]): string {
    let text = '';
    for (let from = 0; from < cells.length; ) {
      const { curve } = cells[from];
      let to = from;
      while (to < cells.length && cells[to].curve === curve) to++;
      const run = cells
        .slice(from, to)
        .map(({ sign }) => sign)
        .join('');
      text += curve === undefined ? run : this.#terminal.paint.curve(curve, run);
      from = to;
    }
    return text;
  }

  /** The axis with its ticks, and their labels centred below as far as they fit. */
  #below(): string[] {
    const { axis, end } = this.#series;
    const span = end - axis.start;
    const line = [...'─'.repeat(this.width)];
    const labels = [...' '.repeat(this.width)];
    for (const { at, label } of axisTicks(axis, end, Math.max(2, Math.floor(this.width / labelRoom)))) {
      const column =
        span > 0 ? Math.min(this.width - 1, Math.round(((at - axis.start) / span) * this.width)) : 0;
      line[column] = '┬';
      const from = Math.max(0, Math.min(this.width - label.length, column - Math.floor(label.length / 2)));
      labels.splice(from, label.length, ...label);
    }
    const margin = ' '.repeat(this.#labelWidth + 2);
    return [`${padStart('0', this.#labelWidth)} └${line.join('')}`, `${margin}${labels.join('')}`.trimEnd()];
  }
}
