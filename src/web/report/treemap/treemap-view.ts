import { formatBytes, formatCount, formatShare } from '../../../findings/index.ts';
import { element, setText } from '../../dom/element.ts';
import { type LedgerNode, pathTo } from '../model/ledger-tree.ts';
import type { ReportTranslation } from '../view/report-translation.ts';
import { type Direction, neighbour } from './neighbour.ts';
import { type Tile, tilesOf } from './tiles.ts';

/** Room that the name of a tile needs, and a second line of it. */
const nameWidth = 42;
const nameHeight = 20;
const amountHeight = 40;
/** A number that is cut off is a wrong number. */
const amountWidth = 76;
/** Room for both on one line. */
const lineWidth = 130;

export interface TreemapPort {
  /** What a node is called in the language of the page. */
  labelOf(node: LedgerNode): string;
  /** The node that the map shows now, and the one inside that is chosen. */
  onShow(node: LedgerNode): void;
  onPoint(node: LedgerNode): void;
}

/** The ledger as nested areas, one level at a time, with the way back above it. */
export class TreemapView {
  readonly root: HTMLElement;
  readonly #translation: ReportTranslation;
  readonly #port: TreemapPort;
  readonly #total: LedgerNode;
  readonly #trail = element('ol');
  readonly #frame = element('div', { class: 'treemap', role: 'group' });
  readonly #readout = element('p', { class: 'readout', role: 'status' });
  readonly #buttons = new Map<LedgerNode, HTMLButtonElement>();
  #tops: Tile[] = [];
  #shown: LedgerNode;

  constructor(total: LedgerNode, translation: ReportTranslation, port: TreemapPort) {
    this.#total = total;
    this.#shown = total;
    this.#translation = translation;
    this.#port = port;
    const trail = element('nav', { class: 'trail' }, this.#trail);
    translation.each(({ ledger }) => {
      trail.setAttribute('aria-label', ledger.path);
      this.#draw();
    });
    const hint = translation.text(element('p', { class: 'muted hint' }), ({ ledger }) => ledger.hint);
    this.root = element('div', { class: 'treemap-box' }, trail, this.#frame, this.#readout, hint);
    this.#frame.addEventListener('click', (event) => this.#click(event.target));
    this.#frame.addEventListener('keydown', (event) => this.#key(event));
    this.#frame.addEventListener('focusin', (event) => this.#point(this.#nodeOf(event.target)));
    this.#frame.addEventListener('pointerover', (event) => this.#point(this.#nodeOf(event.target)));
    new ResizeObserver(() => this.#draw()).observe(this.#frame);
  }

  /** Shows what is inside a node; a node that has nothing inside is pointed out in its parent. */
  show(node: LedgerNode, focus?: LedgerNode): void {
    const hasFocus = this.#frame.contains(document.activeElement);
    this.#shown = node.children.length > 0 ? node : (node.parent ?? node);
    this.#draw();
    this.#port.onShow(this.#shown);
    this.#point(focus ?? node);
    if (hasFocus) this.#focus(focus ?? this.#largest());
  }

  #largest(): LedgerNode | undefined {
    return this.#tops.toSorted((a, b) => b.node.bytes - a.node.bytes).at(0)?.node;
  }

  #focus(node: LedgerNode | undefined): void {
    const button = node === undefined ? undefined : this.#buttons.get(node);
    if (!button) return;
    for (const each of this.#buttons.values()) each.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  }

  #click(target: EventTarget | null): void {
    const top = this.#topOf(target);
    if (top) this.#enter(top);
  }

  #enter(node: LedgerNode): void {
    if (node.children.length > 0 && node.bytes > 0) this.show(node);
    else {
      this.#focus(node);
      this.#port.onPoint(node);
    }
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'Escape' || key === 'Backspace') {
      if (!this.#shown.parent) return;
      event.preventDefault();
      this.show(this.#shown.parent, this.#shown);
      return;
    }
    const at = this.#tops.findIndex(({ node }) => this.#buttons.get(node) === event.target);
    if (at < 0) return;
    if (key === 'Home' || key === 'End') this.#focus(this.#tops.at(key === 'Home' ? 0 : -1)?.node);
    else if (/^Arrow(Left|Right|Up|Down)$/.test(key)) {
      const boxes = this.#tops.map(({ box }) => box);
      this.#focus(this.#tops[neighbour(boxes, at, key as Direction)].node);
    } else return;
    event.preventDefault();
  }

  #topOf(target: EventTarget | null): LedgerNode | undefined {
    const tile = target instanceof Element ? target.closest('[data-top]') : null;
    const id = tile?.getAttribute('data-top');
    return this.#tops.find(({ node }) => node.id === id)?.node;
  }

  #nodeOf(target: EventTarget | null): LedgerNode | undefined {
    const tile = target instanceof Element ? target.closest('[data-id]') : null;
    const id = tile?.getAttribute('data-id');
    return id === null || id === undefined ? undefined : this.#drawn.find(({ node }) => node.id === id)?.node;
  }

  #drawn: readonly Tile[] = [];

  #draw(): void {
    const { clientWidth, clientHeight } = this.#frame;
    const kept = this.#shown;
    const focused = this.#nodeOf(document.activeElement);
    const box = { x: 0, y: 0, width: clientWidth, height: clientHeight };
    this.#drawn = clientWidth === 0 ? [] : tilesOf(kept, box);
    this.#tops = this.#drawn.filter(({ depth }) => depth === 0);
    this.#buttons.clear();
    const first = focused ?? this.#largest();
    this.#frame.replaceChildren(
      ...this.#drawn.map((tile) => this.#tileElement(tile, clientWidth, clientHeight)),
    );
    for (const [node, button] of this.#buttons) button.tabIndex = node === first ? 0 : -1;
    if (focused) this.#buttons.get(focused)?.focus();
    const { ledger } = this.#translation.words;
    this.#frame.setAttribute('aria-label', `${ledger.map}: ${this.#port.labelOf(kept)}`);
    this.#drawTrail();
    this.#point(kept);
  }

  #tileElement({ node, box, top, depth }: Tile, width: number, height: number): HTMLElement {
    const name = element('span', { class: 'name' }, this.#port.labelOf(node));
    const amount = element('span', { class: 'size' }, formatBytes(node.bytes));
    const isFocusable = depth === 0;
    const tile = element(isFocusable ? 'button' : 'span', {
      class: `tile ${node.tone}`,
      'data-id': node.id,
      'data-top': top.id,
      'data-depth': String(depth),
      'data-bytes': String(node.bytes),
      title: this.#text(node),
    });
    if (isFocusable) {
      tile.setAttribute('type', 'button');
      tile.setAttribute('aria-label', this.#text(node));
      this.#buttons.set(node, tile as HTMLButtonElement);
    } else tile.setAttribute('aria-hidden', 'true');
    const hasInside = this.#drawn.some((other) => other.depth === depth + 1 && other.node.parent === node);
    if (hasInside) tile.classList.add('has-inside');
    if (isFocusable && node.children.length > 0 && node.bytes > 0) tile.classList.add('leads-on');
    if (box.width >= nameWidth && box.height >= nameHeight) tile.append(name);
    if (hasInside ? box.width >= lineWidth : box.width >= amountWidth && box.height >= amountHeight)
      tile.append(amount);
    // In shares of the frame, so that a page that is printed at another width keeps its shape.
    tile.style.left = `${(100 * box.x) / width}%`;
    tile.style.top = `${(100 * box.y) / height}%`;
    tile.style.width = `${(100 * box.width) / width}%`;
    tile.style.height = `${(100 * box.height) / height}%`;
    return tile;
  }

  #drawTrail(): void {
    const path = pathTo(this.#shown);
    const items = path.map((node, place) => {
      const label = this.#port.labelOf(node);
      if (place === path.length - 1)
        return element('li', {}, element('span', { 'aria-current': 'location' }, label));
      const back = element('button', { type: 'button', class: 'link', 'data-crumb': node.id }, label);
      back.addEventListener('click', () => {
        this.show(node, path[place + 1]);
        this.#focus(path[place + 1]);
      });
      return element('li', {}, back);
    });
    this.#trail.replaceChildren(...items);
  }

  #point(node: LedgerNode | undefined): void {
    if (node === undefined) return;
    const { ledger } = this.#translation.words;
    const hidden = this.#shown.children.filter(({ bytes }) => bytes > 0).length - this.#tops.length;
    const note = node === this.#shown && hidden > 0 ? `; ${ledger.tooSmall(formatCount(hidden))}` : '';
    setText(this.#readout, this.#text(node) + note);
  }

  #text(node: LedgerNode): string {
    const { ledger } = this.#translation.words;
    const share = formatShare(node.bytes, this.#total.bytes);
    const total = this.#port.labelOf(this.#total);
    const amount = ledger.amount(formatBytes(node.bytes), formatCount(node.bytes), share, total);
    return `${this.#port.labelOf(node)}: ${amount}`;
  }
}
