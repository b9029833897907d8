import type { ReplayPoint } from '../../hpa/index.ts';
import { axisTicks } from '../text/axis-ticks.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import type { HpaWords } from '../words/hpa-words.ts';
import { highest } from './replay-plot.ts';
import { type Replay, replayHeadline } from './replay-report.ts';

const width = 960;
const height = 420;
const plot = { left: 60, right: width - 30, top: 100, bottom: height - 84 } as const;
const levelsMax = 8;
/** What fits below the title; a headline takes two lines at most. */
const lineColumns = 125;

/** Colours in pairs that keep contrast on white and on dark; the browser's wish decides. */
const style = `
svg{background:#fff;font:13px system-ui,sans-serif;--ink:#1f2328;--faint:#59636e;--grid:#d1d9e0;--decided:#0969da;--now:#e8a33d;--raw:#8c959f}
@media (prefers-color-scheme:dark){svg{background:#0d1117;--ink:#f0f6fc;--faint:#9198a1;--grid:#3d444d;--decided:#4493f8;--now:#bb8009;--raw:#656c76}}
text{fill:var(--faint)}.title{fill:var(--ink);font-size:16px;font-weight:600}.grid{stroke:var(--grid)}
path{fill:none;stroke-width:2}.decided{stroke:var(--decided)}.now{stroke:var(--now);stroke-width:5;opacity:.6}.raw{stroke:var(--raw);stroke-dasharray:4 3}
rect.decided{fill:var(--decided);stroke:none}rect.now{fill:var(--now);stroke:none}rect.raw{fill:var(--raw);stroke:none}`;

/** Replicas over time as one SVG document that refers to nothing outside. */
export function replaySvg(replay: Replay, hpa: HpaWords): string {
  const { replay: words } = hpa;
  const { points, autoscaler } = replay;
  const title = escaped(words.plotTitle(autoscaler.name || autoscaler.target.name));
  const headline = escaped(replayHeadline(replay, hpa));
  const subtitle = wrap(replayHeadline(replay, hpa), lineColumns)
    .map((line, place) => `<text x="${plot.left}" y="${50 + place * 17}">${escaped(line)}</text>`)
    .join('\n');
  const scale = new Scale(points);
  const curves: readonly (readonly [string, string, (point: ReplayPoint) => number])[] = [
    ['now', words.legend.now, ({ currentReplicas }) => currentReplicas],
    ['raw', words.legend.raw, ({ rawReplicas, currentReplicas }) => rawReplicas ?? currentReplicas],
    ['decided', words.legend.decided, ({ desiredReplicas }) => desiredReplicas],
  ];
  const body = curves.flatMap(([name, label, valueOf], place) => [
    `<path class="${name}" d="${scale.stairs(valueOf)}"/>`,
    `<rect class="${name}" x="${plot.left + place * 260}" y="${height - 27}" width="12" height="12"/>`,
    `<text x="${plot.left + place * 260 + 18}" y="${height - 16}">${escaped(label)}</text>`,
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${headline}</desc>
<style>${style}
</style>
<text class="title" x="${plot.left}" y="30">${title}</text>
${subtitle}
${[...scale.axes(escaped(words.axis), escaped(words.replicas)), ...body].join('\n')}
</svg>
`;
}

class Scale {
  readonly #points: readonly ReplayPoint[];
  readonly #start: number;
  readonly #end: number;
  readonly #step: number;
  readonly #top: number;

  constructor(points: readonly ReplayPoint[]) {
    const most = points.reduce((top, point) => Math.max(top, highest(point)), 1);
    this.#points = points;
    this.#start = points[0].atMs;
    this.#end = points[points.length - 1].atMs;
    this.#step = Math.ceil(most / levelsMax);
    this.#top = Math.ceil(most / this.#step) * this.#step;
  }

  x(atMs: number): number {
    const span = this.#end - this.#start;
    return rounded(plot.left + (span > 0 ? (atMs - this.#start) / span : 0) * (plot.right - plot.left));
  }

  y(replicas: number): number {
    return rounded(plot.bottom - (replicas / this.#top) * (plot.bottom - plot.top));
  }

  *axes(time: string, replicas: string): Generator<string> {
    for (let level = 0; level <= this.#top; level += this.#step) {
      const y = this.y(level);
      yield `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/>`;
      yield `<text x="${plot.left - 8}" y="${y + 4}" text-anchor="end">${level}</text>`;
    }
    const axis = { kind: 'clock', start: this.#start, zoneMinutes: 0 } as const;
    for (const { at, label } of axisTicks(axis, this.#end, 8)) {
      const x = this.x(at);
      yield `<line class="grid" x1="${x}" x2="${x}" y1="${plot.bottom}" y2="${plot.bottom + 6}"/>`;
      yield `<text x="${x}" y="${plot.bottom + 22}" text-anchor="middle">${escaped(label)}</text>`;
    }
    yield `<text x="${plot.right}" y="${plot.bottom + 42}" text-anchor="end">${time}</text>`;
    yield `<text x="${plot.left - 8}" y="${plot.top - 12}" text-anchor="end">${replicas}</text>`;
  }

  /** What holds until the next sample; corners only where something changes, as a series may have a hundred thousand. */
  stairs(valueOf: (point: ReplayPoint) => number): string {
    let path = '';
    let last = -1;
    for (const point of this.#points) {
      const value = valueOf(point);
      if (value === last) continue;
      path +=
        path === '' ? `M${this.x(point.atMs)} ${this.y(value)}` : `H${this.x(point.atMs)}V${this.y(value)}`;
      last = value;
    }
    return `${path}H${this.x(this.#end)}`;
  }
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
