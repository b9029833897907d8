import { formatBytes, formatCount } from '../../../findings/index.ts';
import { goLineName } from '../../../predict/index.ts';
import type { Session } from '../model/session.ts';
import type { Side } from '../model/side.ts';
import { element, setText, svg } from '../../dom/element.ts';
import type { Translation } from '../view/translation.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import { type Axis, byteAxis, countAxis } from './axis.ts';
import { entriesAt, linePath, type Plot, stepPath, xOf, yOf } from './curve.ts';
import { passagesAt } from './passages.ts';

const height = 340;
const margin = { left: 72, right: 16, top: 26, bottom: 40 } as const;
/** The highest mark has its label above it. */
const roomAbove = 1.04;
/** Two labels of a mark and the gap between them. */
const narrowWidth = 480;
const labelHeight = 17;
const sideClasses = ['left', 'right'] as const;

interface Axes {
  readonly plot: Plot;
  readonly x: Axis;
  readonly y: Axis;
}

/** Live bytes against entries through the whole history, both versions, with their high-water marks. */
export class ChartView {
  readonly root: HTMLElement;
  readonly #translation: Translation;
  readonly #surface: SVGSVGElement;
  readonly #cross: SVGGElement = svg('g', { class: 'cross' });
  readonly #content: SVGGElement = svg('g');
  readonly #readout: HTMLElement = element('p', { class: 'readout', role: 'status' });
  readonly #storageEntry: HTMLElement = element('li', { class: 'line-storage' });
  #session: Session | undefined;
  #plot: Plot | undefined;
  #entries: number | undefined;

  constructor(translation: Translation) {
    this.#translation = translation;
    this.#surface = svg(
      'svg',
      { class: 'chart', role: 'img', tabindex: 0, height },
      this.#content,
      this.#cross,
    );
    const title = translation.text(element('h2'), ({ chart }) => chart);
    this.root = element(
      'section',
      { class: 'chart-section' },
      title,
      this.#surface,
      this.#legend(),
      this.#readout,
    );
    this.#surface.addEventListener('pointermove', ({ offsetX }) => {
      if (this.#plot) this.#pointTo(entriesAt(this.#plot, offsetX));
    });
    this.#surface.addEventListener('pointerleave', () => this.#pointTo(undefined));
    this.#surface.addEventListener('keydown', (event) => this.#onKey(event));
    this.#surface.addEventListener('blur', () => this.#pointTo(undefined));
    translation.each(() => this.#pointTo(this.#entries));
  }

  show(session: Session): void {
    this.#session = session;
    const { words } = this.#translation;
    const axes = this.#axesOf(session);
    const { plot } = axes;
    this.#plot = plot;
    this.#surface.setAttribute('viewBox', `0 0 ${plot.left + plot.width + margin.right} ${height}`);
    this.#content.replaceChildren(
      ...axisMarks(axes, words),
      ...session.sides.map((side, place) => series(plot, side, place)),
      // On top, so that no curve runs through their texts.
      ...highWaterMarks(plot, session, words),
    );
    const hasBoxes = session.sides.some(({ forecast }) => forecast.boxedBytesPerEntry > 0);
    this.#storageEntry.classList.toggle('absent', !hasBoxes);
    const summary = session.sides.map((side) => markText(side, words)).join('; ');
    this.#surface.setAttribute('aria-label', words.chartLabel(summary));
    if (this.#entries !== undefined) this.#pointTo(this.#entries);
  }

  /** Room for all that is to come: what the formula expects, and what was simulated so far. */
  #axesOf({ sides, phases }: Session): Axes {
    const width = Math.max(240, this.#surface.clientWidth);
    const largestBytes = Math.max(
      ...sides.map(({ forecast, whole }) => Math.max(forecast.peakBytes, whole.figures.highWaterBytes)),
    );
    const largestLen = Math.max(...phases.map(({ lenBefore, lenAfter }) => Math.max(lenBefore, lenAfter)));
    const innerWidth = width - margin.left - margin.right;
    const x = countAxis(largestLen, innerWidth > 500 ? 8 : 4);
    const y = byteAxis(largestBytes * roomAbove, 5);
    return {
      x,
      y,
      plot: {
        left: margin.left,
        top: margin.top,
        width: innerWidth,
        height: height - margin.top - margin.bottom,
        xEnd: x.end,
        yEnd: y.end,
      },
    };
  }

  #pointTo(entries: number | undefined): void {
    this.#entries = entries;
    const { words } = this.#translation;
    const [session, plot] = [this.#session, this.#plot];
    if (entries === undefined || session === undefined || plot === undefined) {
      this.#cross.replaceChildren();
      setText(this.#readout, words.chartHint);
      return;
    }
    const passages = session.sides.map(({ trace }) => passagesAt(trace, session.phases, entries));
    const len = passages.flat().at(0)?.len ?? Math.round(entries);
    const x = xOf(plot, len);
    const line = svg('line', { x1: x, x2: x, y1: plot.top, y2: plot.top + plot.height });
    const dots = passages.flatMap((found, place) =>
      found.map(({ bytes }) =>
        svg('circle', { class: sideClasses[place], cx: x, cy: yOf(plot, bytes), r: 3.5 }),
      ),
    );
    this.#cross.replaceChildren(line, ...dots);
    const parts = session.sides.flatMap((side, place) =>
      passages[place].map(({ phase, bytes }) =>
        words.readoutPart(goLineName(side.line), phase, `${formatBytes(bytes)} (${formatCount(bytes)} B)`),
      ),
    );
    setText(this.#readout, words.readout(formatCount(len), parts));
  }

  #onKey(event: KeyboardEvent): void {
    const plot = this.#plot;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (plot === undefined || step === undefined) return;
    event.preventDefault();
    const from = this.#entries ?? 0;
    this.#pointTo(Math.max(0, Math.min(plot.xEnd, from + (step * plot.xEnd) / 200)));
  }

  #legend(): HTMLElement {
    const entry = (kind: string, of: (words: ExplorerWords) => string): HTMLElement =>
      element('li', { class: `line-${kind}` }, this.#translation.text(element('span'), of));
    this.#translation.text(this.#storageEntry, ({ storageOnly }) => storageOnly);
    return element(
      'ul',
      { class: 'legend' },
      entry('simulated', ({ simulated }) => simulated),
      entry('formula', ({ formula }) => formula),
      entry('rebuilt', ({ stages }) => stages.rebuilt),
      this.#storageEntry,
    );
  }
}

function series(plot: Plot, side: Side, place: number): SVGElement {
  const { trace, forecast, shown } = side;
  const group = svg('g', { class: `series ${sideClasses[place]}` });
  group.append(svg('path', { class: 'formula', d: linePath(plot, side.curve) }));
  if (forecast.boxedBytesPerEntry > 0)
    group.append(svg('path', { class: 'storage', d: stepPath(plot, trace.lens, trace.storageBytes) }));
  group.append(svg('path', { class: 'simulated', d: stepPath(plot, trace.lens, trace.totalBytes) }));
  const rebuilt = side.whole.phases.findIndex(({ name }) => name === 'rebuild');
  const end = side.whole.phaseEnds[rebuilt];
  if (end !== undefined) group.append(diamond(xOf(plot, end.len), yOf(plot, end.bytes + end.boxedBytes)));
  const { bytes, boxedBytes, len } = shown.figures;
  const cx = xOf(plot, len);
  group.append(svg('circle', { class: 'now', r: 4.5, cx, cy: yOf(plot, bytes + boxedBytes) }));
  return group;
}

function diamond(x: number, y: number): SVGElement {
  return svg('path', { class: 'rebuilt', d: `M${x - 5} ${y}l5 -5l5 5l-5 5z` });
}

function markText({ line, shown }: Side, words: ExplorerWords): string {
  return words.highWater(goLineName(line), formatBytes(shown.figures.highWaterBytes));
}

/**
 * What was reached up to the position looked at. The label of the left version is at the left end, that of the right one at
 * the right: the lines often lie close. Where a narrow chart has no room for both beside each other, one goes below.
 */
function highWaterMarks(plot: Plot, { sides }: Session, words: ExplorerWords): SVGElement[] {
  const heights = sides.map(({ shown }) => yOf(plot, shown.figures.highWaterBytes));
  const right = plot.left + plot.width;
  const isTight = plot.width < narrowWidth && Math.abs(heights[0] - heights[1]) < labelHeight;
  return sides.map((side, place) => {
    const y = heights[place];
    const isLeft = place === 0;
    const label = isTight && !isLeft ? Math.max(...heights) + labelHeight - 3 : y - 5;
    return svg(
      'g',
      { class: `high-water ${sideClasses[place]}`, 'data-bytes': side.shown.figures.highWaterBytes },
      svg('line', { x1: plot.left, x2: right, y1: y, y2: y }),
      svg(
        'text',
        { x: isLeft ? plot.left + 6 : right, y: label, 'text-anchor': isLeft ? 'start' : 'end' },
        markText(side, words),
      ),
    );
  });
}

function axisMarks({ plot, x, y: vertical }: Axes, words: ExplorerWords): SVGElement[] {
  const bottom = plot.top + plot.height;
  const right = plot.left + plot.width;
  const rows = vertical.ticks.flatMap((bytes) => {
    const y = yOf(plot, bytes);
    return [
      svg('line', { class: bytes === 0 ? 'base' : 'grid', x1: plot.left, x2: right, y1: y, y2: y }),
      svg('text', { class: 'tick', x: plot.left - 8, y: y + 4, 'text-anchor': 'end' }, formatBytes(bytes)),
    ];
  });
  const columns = x.ticks.map((entries) =>
    svg(
      'text',
      { class: 'tick', x: xOf(plot, entries), y: bottom + 18, 'text-anchor': 'middle' },
      formatCount(entries),
    ),
  );
  return [
    ...rows,
    ...columns,
    svg('text', { class: 'axis', x: right, y: bottom + 35, 'text-anchor': 'end' }, words.chartEntries),
    svg('text', { class: 'axis', x: 4, y: 13 }, words.chartBytes),
  ];
}
