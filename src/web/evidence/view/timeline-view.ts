import { printable } from '../../../base/index.ts';
import { element, setText, svg } from '../../dom/element.ts';
import { byteAxis, countAxis } from '../../explorer/chart/axis.ts';
import type { Series, Timeline } from '../model/page-data.ts';
import { momentText, timeTicks } from '../model/time-axis.ts';
import { pathOf, rangeOf, type TimelineRange, valueAt } from '../model/timeline-plot.ts';
import type { EvidenceTranslation } from './evidence-translation.ts';
import { unitText } from './value-text.ts';

const height = 240;
const margin = { left: 76, right: 14, top: 12, bottom: 28 } as const;
const narrowWidth = 480;
/** Series are told apart by colour and by dashes. */
const looks = [
  { tone: 'live', dashes: '' },
  { tone: 'spare', dashes: '7 4' },
  { tone: 'file', dashes: '2 3' },
  { tone: 'runtime', dashes: '10 3 2 3' },
  { tone: 'outside', dashes: '4 2' },
] as const;

interface Plot extends TimelineRange {
  readonly x: (atMs: number) => number;
  readonly y: (value: number) => number;
}

/** Values over time as curves; a cross follows the pointer or the arrow keys, and the values there are said in text. */
export class TimelineView {
  readonly root: HTMLElement;
  readonly #timeline: () => Timeline;
  readonly #translation: EvidenceTranslation;
  readonly #content: SVGGElement = svg('g');
  readonly #cross: SVGGElement = svg('g');
  readonly #surface: SVGSVGElement;
  readonly #legend = element('ul', { class: 'legend curves' });
  readonly #readout = element('p', { class: 'readout', role: 'status' });
  #plot: Plot | undefined;
  /** Index of a moment. */
  #at: number | undefined;

  constructor(timeline: () => Timeline, translation: EvidenceTranslation) {
    this.#timeline = timeline;
    this.#translation = translation;
    const { id } = timeline();
    this.#surface = svg(
      'svg',
      { class: 'timeline', role: 'img', tabindex: 0, height, 'data-timeline': id },
      this.#content,
      this.#cross,
    );
    this.root = element('div', {}, this.#surface, this.#legend, this.#readout);
    translation.each(() => this.#draw());
    this.#surface.addEventListener('pointermove', ({ offsetX }) => this.#pointNear(offsetX));
    this.#surface.addEventListener('pointerleave', () => this.#point(undefined));
    this.#surface.addEventListener('blur', () => this.#point(undefined));
    this.#surface.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(this.#surface);
  }

  #draw(): void {
    const width = Math.max(240, this.#surface.clientWidth);
    const timeline = this.#timeline();
    const range = rangeOf(timeline);
    const axis = (timeline.unit === 'bytes' ? byteAxis : countAxis)(range.largest, 4);
    const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    const lengthMs = Math.max(range.toMs - range.fromMs, Number.MIN_VALUE);
    const plot: Plot = {
      ...range,
      x: (atMs) => margin.left + (inner.width * (atMs - range.fromMs)) / lengthMs,
      y: (value) => margin.top + inner.height * (1 - value / axis.end),
    };
    this.#plot = plot;
    this.#surface.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const across = { x1: margin.left, x2: width - margin.right };
    const ticks = timeTicks(range.fromMs, range.toMs, width > narrowWidth ? 8 : 4);
    this.#content.replaceChildren(
      ...axis.ticks.flatMap((value) => [
        svg('line', { class: 'grid', ...across, y1: plot.y(value), y2: plot.y(value) }),
        svg(
          'text',
          { x: margin.left - 8, y: plot.y(value) + 4, 'text-anchor': 'end' },
          unitText(value, timeline.unit),
        ),
      ]),
      ...ticks.map((atMs) =>
        svg('text', { x: plot.x(atMs), y: height - 8, 'text-anchor': 'middle' }, momentText(atMs)),
      ),
      ...timeline.series.flatMap((series, at) => curve(series, at, plot)),
    );
    this.#legend.replaceChildren(...timeline.series.map(legendEntry));
    this.#surface.setAttribute('aria-label', `${timeline.title}: ${this.#summary(timeline)}`);
    this.#point(this.#at);
  }

  #summary({ series, unit }: Timeline): string {
    const { words } = this.#translation;
    const parts = series.flatMap(({ title, points, drawnAs }) => {
      const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
      if (values.length === 0) return [];
      // Marks are numbers of events, whatever the others are.
      const text = (value: number): string => unitText(value, drawnAs === 'marks' ? 'count' : unit);
      return [words.timeline.summary(title, text(Math.min(...values)), text(Math.max(...values)))];
    });
    return printable(parts.join('; '));
  }

  #pointNear(offsetX: number): void {
    const plot = this.#plot;
    if (!plot || plot.moments.length === 0) return;
    const distance = (atMs: number): number => Math.abs(plot.x(atMs) - offsetX);
    const nearest = plot.moments.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    this.#point(plot.moments.indexOf(nearest));
  }

  #key(event: KeyboardEvent): void {
    const last = (this.#plot?.moments.length ?? 0) - 1;
    const at = this.#at ?? (/^(ArrowLeft|PageUp)$/.test(event.key) ? last + 1 : -1);
    const wanted = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: at - 10,
      PageDown: at + 10,
      Home: 0,
      End: last,
    }[event.key];
    if (wanted === undefined || last < 0) return;
    event.preventDefault();
    this.#point(Math.max(0, Math.min(last, wanted)));
  }

  #point(at: number | undefined): void {
    this.#at = at;
    const plot = this.#plot;
    const { words } = this.#translation;
    if (at === undefined || !plot || at >= plot.moments.length) {
      this.#cross.replaceChildren();
      setText(this.#readout, '');
      return;
    }
    const { series, unit } = this.#timeline();
    const atMs = plot.moments[at];
    const x = plot.x(atMs);
    const parts: string[] = [];
    const dots: SVGElement[] = [];
    series.forEach((each, place) => {
      const value = valueAt(each, atMs);
      if (value === undefined || (each.drawnAs === 'marks' && value === null)) return;
      const text =
        value === null ? words.timeline.unknown : unitText(value, each.drawnAs === 'marks' ? 'count' : unit);
      parts.push(`${each.title} ${text}`);
      if (value !== null && each.drawnAs !== 'marks')
        dots.push(svg('circle', { class: `dot ${lookOf(place).tone}`, cx: x, cy: plot.y(value), r: 4 }));
    });
    const line = svg('line', { class: 'cross', x1: x, x2: x, y1: margin.top, y2: height - margin.bottom });
    this.#cross.replaceChildren(line, ...dots);
    setText(this.#readout, printable(words.timeline.at(momentText(atMs), parts)));
  }
}

function lookOf(place: number): (typeof looks)[number] {
  return looks[place % looks.length];
}

function curve({ id, points, drawnAs }: Series, place: number, { x, y, toMs }: Plot): SVGElement[] {
  const { tone, dashes } = lookOf(place);
  // The last step holds to the end.
  const holdsOn = drawnAs === 'steps' && typeof points.at(-1)?.[1] === 'number';
  if (drawnAs !== 'marks')
    return [
      svg('path', {
        class: `curve ${tone}`,
        d: pathOf(points, drawnAs, x, y) + (holdsOn ? `H${x(toMs)}` : ''),
        'stroke-dasharray': dashes,
        'data-series': id,
      }),
    ];
  return points
    .filter(([, value]) => value !== null)
    .map(([atMs]) =>
      svg('path', {
        class: `mark ${tone}`,
        d: `M${x(atMs)} ${height - margin.bottom}l-4 8h8z`,
        'data-series': id,
      }),
    );
}

function legendEntry({ title, drawnAs }: Series, place: number): HTMLElement {
  const { tone, dashes } = lookOf(place);
  const drawn =
    drawnAs === 'marks'
      ? svg('path', { class: 'mark', d: 'M17 1l-5 10h10z' })
      : svg('path', { class: 'curve', d: 'M0 6H34', 'stroke-dasharray': dashes });
  return element(
    'li',
    { class: tone },
    svg('svg', { class: 'sample', 'aria-hidden': 'true' }, drawn),
    printable(title),
  );
}
