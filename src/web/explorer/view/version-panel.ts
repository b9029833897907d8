import { formatBytes, formatCount, formatShare } from '../../../findings/index.ts';
import { goLineName, goLines } from '../../../predict/index.ts';
import type { ClassicStructure, SwissStructure } from '../../../simulate/index.ts';
import { type GoLine, unitSlots } from '../../../gomem/index.ts';
import { type Drawn, paintStructure } from '../drawing/paint-structure.ts';
import { paletteOf } from '../drawing/palette.ts';
import { lineNamed } from '../model/explorer-state.ts';
import type { Side } from '../model/side.ts';
import {
  changeBetween,
  newTables,
  outlineOf,
  type StructureChange,
  type StructureOutline,
} from '../model/structure-change.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import { element, setText } from '../../dom/element.ts';
import type { Translation } from './translation.ts';

type FigureName = keyof ExplorerWords['figures'];
const figureNames: readonly FigureName[] = ['len', 'slots', 'load', 'bytes', 'boxed', 'peak', 'garbage'];
type LegendName = keyof ExplorerWords['legend'];

/** One Go version: its figures and the drawing of its map. */
export class VersionPanel {
  readonly root: HTMLElement;
  readonly #translation: Translation;
  readonly #kind: HTMLElement = element('span', { class: 'muted' });
  readonly #line: HTMLSelectElement;
  readonly #values = new Map<FigureName, HTMLElement>();
  readonly #canvas: HTMLCanvasElement = element('canvas', { role: 'img' });
  readonly #legend: HTMLElement = element('ul', { class: 'legend' });
  readonly #spot: HTMLElement = element('p', { class: 'spot' });
  #drawn: Drawn | undefined;
  #outline: StructureOutline | undefined;
  /** What happened last, until something else does. */
  #change: StructureChange | undefined;
  #fresh: ReadonlySet<number> = new Set();
  #isPointedAt = false;
  #shownLegend = '';

  constructor(id: 'left' | 'right', translation: Translation, onLine: (line: GoLine) => void) {
    this.#translation = translation;
    const choices = goLines.map((line) =>
      element('option', { value: goLineName(line) }, `Go ${goLineName(line)}`),
    );
    this.#line = element('select', { id: `go-${id}` }, ...choices);
    this.#line.addEventListener('change', () => onLine(lineNamed(this.#line.value)));
    translation.each(({ version }) => this.#line.setAttribute('aria-label', version[id === 'left' ? 0 : 1]));
    const figures = figureNames.map((name) => {
      const value = element('dd', { 'data-figure': name }, '–');
      this.#values.set(name, value);
      return element(
        'div',
        {},
        translation.text(element('dt'), (words) => words.figures[name]),
        value,
      );
    });
    this.root = element(
      'section',
      { class: `panel ${id}`, id: `panel-${id}` },
      element('header', {}, this.#line, this.#kind),
      element('dl', { class: 'figures' }, ...figures),
      element('div', { class: 'drawing' }, this.#canvas),
      element('div', { class: 'panel-foot' }, this.#legend, this.#spot),
    );
    this.#canvas.addEventListener('pointermove', (event) => this.#point(event.offsetX, event.offsetY));
    this.#canvas.addEventListener('pointerleave', () => {
      this.#isPointedAt = false;
      this.#showChange();
    });
    translation.each(() => this.#showChange());
  }

  /** Figures and drawing as the map lies now; plainly, or with what happened since the last time. */
  show(side: Side, isPlain: boolean): void {
    const { words } = this.#translation;
    const structure = side.shown.map.structure();
    this.#line.value = goLineName(side.line);
    setText(this.#kind, words.kinds[side.line.mapKind]);
    this.#showFigures(side, structure);
    this.#showLegend(side.line.mapKind, words);
    this.#note(structure, isPlain);
    this.#draw(structure, goLineName(side.line));
  }

  #note(structure: ClassicStructure | SwissStructure, isPlain: boolean): void {
    const before = this.#outline;
    const outline = outlineOf(structure);
    this.#outline = outline;
    const change = isPlain || before === undefined ? undefined : changeBetween(before, outline);
    if (change !== undefined && before !== undefined) {
      this.#change = change;
      this.#fresh = newTables(before, outline);
    } else if (isPlain) {
      this.#change = undefined;
      this.#fresh = new Set();
    }
    if (!this.#isPointedAt) this.#showChange();
  }

  #showChange(): void {
    const { words } = this.#translation;
    setText(this.#spot, this.#change === undefined ? words.drawingHint : words.change(this.#change));
  }

  #showFigures(side: Side, structure: ClassicStructure | SwissStructure): void {
    const { figures } = side.shown;
    const slots = slotsOf(structure);
    const hasBoxes = side.forecast.boxedBytesPerEntry > 0;
    const texts: Readonly<Record<FigureName, string>> = {
      len: formatCount(figures.len),
      slots: formatCount(slots),
      load: formatShare(figures.len, slots),
      bytes: formatBytes(figures.bytes),
      boxed: hasBoxes ? formatBytes(figures.boxedBytes) : this.#translation.words.noBoxes,
      peak: formatBytes(figures.peakBytes),
      garbage: formatBytes(figures.garbageBytes),
    };
    const exact: Partial<Record<FigureName, number>> = {
      bytes: figures.bytes,
      boxed: figures.boxedBytes,
      peak: figures.peakBytes,
      garbage: figures.garbageBytes,
    };
    for (const [name, node] of this.#values) {
      setText(node, texts[name]);
      const byteCount = exact[name];
      if (byteCount !== undefined) node.title = `${formatCount(byteCount)} B`;
    }
  }

  #showLegend(kind: 'classic' | 'swiss', words: ExplorerWords): void {
    const names: readonly LegendName[] =
      kind === 'classic' ? ['full', 'empty', 'evacuated'] : ['full', 'empty', 'deleted'];
    const all = names.map((name) => words.legend[name]).join();
    if (all === this.#shownLegend) return;
    this.#shownLegend = all;
    this.#legend.replaceChildren(
      ...names.map((name) => element('li', { class: `key-${name}` }, words.legend[name])),
    );
  }

  #draw(structure: ClassicStructure | SwissStructure, go: string): void {
    const canvas = this.#canvas;
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = window.devicePixelRatio;
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
      canvas.width = deviceWidth;
      canvas.height = deviceHeight;
    }
    const context = canvas.getContext('2d');
    if (context === null || width === 0) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { words } = this.#translation;
    const drawn = paintStructure(
      context,
      structure,
      { width, height },
      {
        palette: paletteOf(this.root),
        words,
        pointedOut: this.#fresh,
      },
    );
    this.#drawn = drawn;
    const { spots, ...counts } = drawn;
    for (const [name, count] of Object.entries(counts)) canvas.dataset[name] = String(count);
    canvas.setAttribute(
      'aria-label',
      words.drawing(
        go,
        spots
          .slice(0, 4)
          .map(({ text }) => text)
          .join('; '),
      ),
    );
  }

  #point(x: number, y: number): void {
    this.#isPointedAt = true;
    const spot = this.#drawn?.spots.find(
      (each) => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height,
    );
    if (spot === undefined) this.#showChange();
    else setText(this.#spot, spot.text);
  }
}

/** As predict counts them: those of the array that is filled, or of all tables. */
function slotsOf(structure: ClassicStructure | SwissStructure): number {
  return structure.kind === 'swiss' ? structure.slots : structure.array.baseCount * unitSlots;
}
