import { formatBytes } from '../../findings/index.ts';
import { goLineName } from '../../predict/index.ts';
import type { WorkloadPoint, WorkloadSeries } from '../../workload/index.ts';
import { axisTicks, byteTicks } from '../text/axis-ticks.ts';
import { printable } from '../text/printable.ts';
import { shortenMiddle } from '../text/shorten.ts';
import type { WorkloadWords } from '../words/workload-words.ts';
import { groupName, sameGroups } from './same-series.ts';
import { highWaterLabel, workloadHeadline } from './workload-report.ts';

const width = 960;
const height = 480;
const plot = { left: 84, right: width - 40, top: 84, bottom: height - 84 } as const;

/** Colours in pairs that keep contrast on white and on dark; the browser's wish decides. */
const style = `
svg{background:#fff;font:13px system-ui,sans-serif;--ink:#1f2328;--faint:#59636e;--grid:#d1d9e0;--need:#0969da;--kept:#e8a33d;--peak:#8c959f;--mark:#cf222e}
@media (prefers-color-scheme:dark){svg{background:#0d1117;--ink:#f0f6fc;--faint:#9198a1;--grid:#3d444d;--need:#4493f8;--kept:#bb8009;--peak:#656c76;--mark:#ff7b72}}
text{fill:var(--faint)}.title{fill:var(--ink);font-size:16px;font-weight:600}.mark{fill:var(--mark);font-weight:600}
.grid{stroke:var(--grid)}.peak{fill:var(--peak);opacity:.45}.kept{fill:var(--kept);opacity:.75}.need{fill:var(--need)}
.line{fill:none;stroke-width:2}.high{stroke:var(--mark);stroke-dasharray:6 4}`;
/** Characters of a type in the title, which is not broken. */
const typeColumns = 60;
const curveStyle = ['#0969da', '#e8a33d', '#1a9c50', '#cf222e', '#8250df', '#6e7781'];

/** The plot as one SVG document that refers to nothing outside. */
export function workloadSvg(type: string, all: readonly WorkloadSeries[], words: WorkloadWords): string {
  const [first] = all;
  const newest = all[all.length - 1];
  const go = goLineName(first.line) + (all.length > 1 ? ` – ${goLineName(newest.line)}` : '');
  const largest = Math.max(
    1,
    ...all.flatMap(({ points }) => points.map((point) => (all.length > 1 ? held(point) : point.peakBytes))),
  );
  const scale = new Scale(first, largest);
  const title = escaped(words.plotTitle(shortenMiddle(type, typeColumns), go));
  const headline = escaped(workloadHeadline(all, words));
  const body = all.length > 1 ? curves(all, scale) : areas(first, scale, words);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${headline}</desc>
<style>${style}
</style>
<text class="title" x="${plot.left}" y="30">${title}</text>
<text x="${plot.left}" y="54">${headline}</text>
${[...scale.axes(words.axes[first.axis.kind]), ...body].join('\n')}
</svg>
`;
}

class Scale {
  readonly #series: WorkloadSeries;
  readonly #ticks: readonly number[];
  readonly #span: number;

  constructor(series: WorkloadSeries, largest: number) {
    this.#series = series;
    this.#ticks = byteTicks(largest, 5);
    this.#span = series.end - series.axis.start;
  }

  x(at: number): number {
    const share = this.#span > 0 ? (at - this.#series.axis.start) / this.#span : 0;
    return rounded(plot.left + share * (plot.right - plot.left));
  }

  y(byteCount: number): number {
    const share = byteCount / this.#ticks[this.#ticks.length - 1];
    return rounded(plot.bottom - share * (plot.bottom - plot.top));
  }

  *axes(name: string): Generator<string> {
    for (const tick of this.#ticks) {
      const y = this.y(tick);
      yield `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/>`;
      yield `<text x="${plot.left - 8}" y="${y + 4}" text-anchor="end">${formatBytes(tick)}</text>`;
    }
    for (const { at, label } of axisTicks(this.#series.axis, this.#series.end, 8)) {
      const x = this.x(at);
      yield `<line class="grid" x1="${x}" x2="${x}" y1="${plot.bottom}" y2="${plot.bottom + 6}"/>`;
      yield `<text x="${x}" y="${plot.bottom + 22}" text-anchor="middle">${escaped(label)}</text>`;
    }
    yield `<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 42}" text-anchor="middle">${escaped(name)}</text>`;
  }

  /** The points as stairs: what was held stays until the next one. */
  stairs(valueOf: (point: WorkloadPoint) => number): string {
    const { points } = this.#series;
    return this.stairsOf(points, valueOf);
  }

  stairsOf(points: readonly WorkloadPoint[], valueOf: (point: WorkloadPoint) => number): string {
    let path = '';
    for (const [index, point] of points.entries()) {
      const x = this.x(point.at);
      path += index === 0 ? `M${x} ${this.y(valueOf(point))}` : `H${x}V${this.y(valueOf(point))}`;
    }
    return `${path}H${this.x(this.#series.end)}`;
  }

  area(valueOf: (point: WorkloadPoint) => number): string {
    return `${this.stairs(valueOf)}V${plot.bottom}H${this.x(this.#series.points[0].at)}Z`;
  }
}

function* areas(series: WorkloadSeries, scale: Scale, words: WorkloadWords): Generator<string> {
  const { legend } = words;
  yield `<path class="peak" d="${scale.area(({ peakBytes }) => peakBytes)}"/>`;
  yield `<path class="kept" d="${scale.area(held)}"/>`;
  yield `<path class="need" d="${scale.area(({ rebuiltBytes }) => rebuiltBytes)}"/>`;
  const most = Math.max(...series.points.map(({ peakBytes }) => peakBytes));
  const y = scale.y(most);
  yield `<line class="high line" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/>`;
  yield `<text class="mark" x="${plot.right}" y="${y - 6}" text-anchor="end">${escaped(highWaterLabel(series, words))}</text>`;
  yield* legendRow([
    ['need', legend.needed],
    ['kept', legend.kept],
    ['peak', legend.peak],
  ]);
}

function* legendRow(entries: readonly (readonly [string, string])[]): Generator<string> {
  let x: number = plot.left;
  for (const [name, text] of entries) {
    yield `<rect class="${name}" x="${x}" y="${height - 27}" width="12" height="12"/>`;
    yield `<text x="${x + 18}" y="${height - 16}">${escaped(text)}</text>`;
    x += 240;
  }
}

function* curves(all: readonly WorkloadSeries[], scale: Scale): Generator<string> {
  const groups = sameGroups(all);
  for (const [index, group] of groups.entries()) {
    const stroke = curveStyle[index % curveStyle.length];
    // Curves that lie upon one another show all the same: each is thinner than the one below it.
    const thickness = 2 + 1.5 * (groups.length - 1 - index);
    yield `<path class="line" style="stroke:${stroke};stroke-width:${thickness}" d="${scale.stairsOf(group[0].points, held)}"/>`;
    const x = plot.left + (index % 3) * 280;
    const y = height - 33 + Math.floor(index / 3) * 17;
    yield `<rect x="${x}" y="${y}" width="12" height="12" style="fill:${stroke}"/>`;
    yield `<text x="${x + 18}" y="${y + 11}">Go ${shortenMiddle(groupName(group), 34)}</text>`;
  }
}

function held({ bytes, boxedBytes }: WorkloadPoint): number {
  return bytes + boxedBytes;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
