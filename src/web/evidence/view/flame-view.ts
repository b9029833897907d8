import { printable } from '../../../base/index.ts';
import { formatCount, formatShare } from '../../../findings/index.ts';
import { element, setText } from '../../dom/element.ts';
import {
  callersOf,
  changedShare,
  changeOf,
  type FlameNode,
  matches,
  type Side,
  widthOf,
} from '../model/flame-graph.ts';
import { type FlameBar, flameBars } from '../model/flame-layout.ts';
import type { EvidenceTranslation } from './evidence-translation.ts';
import { changeTones, originTones } from './flame-tones.ts';
import { flameLabel, flameText } from './flame-text.ts';

/** A tree, and the unit of its values. */
export interface ShownFlame {
  readonly root: FlameNode;
  readonly unit: string;
}

/** In pixels. */
const rowHeight = 21;
const leastWidth = 2;
/** What a name must have to begin with. */
const nameWidth = 28;

/** A flame graph, outermost calls at the top: whom a function calls is below it, as wide as its value. */
export class FlameView {
  readonly root: HTMLElement;
  readonly search: HTMLElement;
  readonly #translation: EvidenceTranslation;
  readonly #frame = element('div', { class: 'flame', role: 'group' });
  readonly #readout = element('p', { class: 'readout', role: 'status' });
  readonly #found = element('span', { class: 'muted small', role: 'status' });
  readonly #input: HTMLInputElement;
  readonly #buttons = new Map<FlameNode, HTMLButtonElement>();
  #bars: readonly FlameBar[] = [];
  #flame: ShownFlame;
  #shown: FlameNode;
  /** What Tab leads to, and the readout tells. */
  #current: FlameNode;
  #side: Side = 'after';
  #drawnWidth = 0;

  /** `id` is that of its section. */
  constructor(id: string, flame: ShownFlame, translation: EvidenceTranslation) {
    const searchId = `${id}-search`;
    this.#input = element('input', { type: 'text', id: searchId, autocomplete: 'off', spellcheck: 'false' });
    this.#flame = flame;
    this.#shown = flame.root;
    this.#current = flame.root;
    this.#translation = translation;
    const label = translation.text(element('label', { for: searchId }), ({ flame: words }) => words.search);
    this.search = element('div', { class: 'filter flame-search' }, label, this.#input, this.#found);
    const hint = translation.text(element('p', { class: 'muted hint' }), ({ flame: words }) => words.hint);
    const scroll = element('div', { class: 'flame-scroll' }, this.#frame);
    this.root = element('div', { class: 'flame-box' }, this.#readout, scroll, hint);
    translation.each(() => this.#draw());
    this.#frame.addEventListener('click', (event) => this.#click(event.target));
    this.#frame.addEventListener('keydown', (event) => this.#key(event));
    this.#frame.addEventListener('focusin', (event) => this.#point(this.#nodeOf(event.target)));
    this.#frame.addEventListener('pointerover', (event) => this.#tell(this.#nodeOf(event.target)));
    this.#frame.addEventListener('pointerleave', () => this.#tell(this.#current));
    this.#input.addEventListener('input', () => this.#mark());
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#toLargestMatch();
    });
    // The height is of our own making: only another width asks for other bars.
    new ResizeObserver(() => {
      if (this.#frame.clientWidth !== this.#drawnWidth) this.#draw();
    }).observe(this.#frame);
  }

  /** Shows another tree, at its root. */
  show(flame: ShownFlame): void {
    this.#flame = flame;
    this.#shown = flame.root;
    this.#current = flame.root;
    this.#draw();
  }

  /** Takes widths from the other profile. */
  widen(side: Side): void {
    this.#side = side;
    this.#shown = this.#flame.root;
    this.#current = this.#flame.root;
    this.#draw();
  }

  #zoom(node: FlameNode): void {
    const hadFocus = this.#frame.contains(document.activeElement);
    this.#shown = node;
    this.#current = node;
    this.#draw();
    if (hadFocus) this.#buttons.get(node)?.focus();
  }

  #click(target: EventTarget | null): void {
    const node = this.#nodeOf(target);
    if (node) this.#zoom(node);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#bars.findIndex(({ node }) => this.#buttons.get(node) === event.target);
    const bar = this.#bars.at(at);
    if (at < 0 || !bar) return;
    if (event.key === 'Escape' || event.key === 'Backspace') {
      if (!this.#shown.parent) return;
      event.preventDefault();
      const before = this.#shown;
      this.#zoom(this.#shown.parent);
      this.#focus(before);
      return;
    }
    const sameRow = this.#bars.filter(({ row }) => row === bar.row).toSorted((a, b) => a.left - b.left);
    const place = sameRow.indexOf(bar);
    const moves: Readonly<Record<string, () => FlameNode | undefined>> = {
      ArrowUp: () => bar.node.parent,
      ArrowDown: () => this.#bars.find(({ node }) => node.parent === bar.node)?.node,
      ArrowLeft: () => sameRow[place - 1]?.node,
      ArrowRight: () => sameRow[place + 1]?.node,
      Home: () => this.#flame.root,
      End: () => this.#bars.reduce((deepest, each) => (each.row > deepest.row ? each : deepest), bar).node,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.#focus(move());
  }

  #focus(node: FlameNode | undefined): void {
    const button = node && this.#buttons.get(node);
    if (button) button.focus();
  }

  #nodeOf(target: EventTarget | null): FlameNode | undefined {
    const bar = target instanceof Element ? target.closest('[data-node]') : null;
    const index = bar?.getAttribute('data-node');
    return this.#bars.find(({ node }) => String(node.index) === index)?.node;
  }

  /** Makes a node the one that Tab leads to. */
  #point(node: FlameNode | undefined): void {
    if (!node) return;
    this.#current = node;
    for (const [each, button] of this.#buttons) button.tabIndex = each === node ? 0 : -1;
    this.#tell(node);
  }

  #tell(node: FlameNode | undefined): void {
    if (!node) return;
    const { words } = this.#translation;
    const hidden =
      node === this.#shown
        ? node.children.filter((child) => widthOf(child, this.#side) > 0 && !this.#buttons.has(child)).length
        : 0;
    const note = hidden > 0 ? `; ${words.flame.tooNarrow(formatCount(hidden))}` : '';
    setText(this.#readout, flameText(node, this.#flame, words) + note);
  }

  #draw(): void {
    const width = this.#frame.clientWidth;
    this.#drawnWidth = width;
    const hadFocus = this.#frame.contains(document.activeElement);
    const { words } = this.#translation;
    this.#frame.setAttribute('aria-label', `${words.flame.title}: ${flameLabel(this.#shown, words)}`);
    const { root } = this.#flame;
    const hasValues = widthOf(root, 'after') > 0 || widthOf(root, 'before') > 0;
    this.#bars = width === 0 || !hasValues ? [] : flameBars(this.#shown, this.#side, leastWidth / width);
    this.#buttons.clear();
    const callers = new Set(callersOf(this.#shown).slice(0, -1));
    this.#frame.replaceChildren(
      ...this.#bars.map((bar) => this.#barElement(bar, width, callers.has(bar.node))),
    );
    if (!hasValues) this.#frame.append(element('p', { class: 'muted' }, words.flame.empty));
    const rows = this.#bars.reduce((most, { row }) => Math.max(most, row + 1), 1);
    this.#frame.style.height = `${rows * rowHeight}px`;
    if (!this.#buttons.has(this.#current)) this.#current = this.#shown;
    this.#point(this.#current);
    if (hadFocus) this.#focus(this.#current);
    this.#mark();
  }

  #barElement({ node, left, width, row }: FlameBar, frameWidth: number, isCaller: boolean): HTMLElement {
    const { words } = this.#translation;
    const text = flameText(node, this.#flame, words);
    const change = changeOf(node);
    const tone = change === undefined ? originTones[node.origin] : changeTones[change].tone;
    const bar = element('button', {
      type: 'button',
      class: `flame-bar ${tone}${isCaller ? ' caller' : ''}`,
      'data-node': String(node.index),
      'data-value': String(node.value),
      'data-depth': String(node.depth),
      'aria-label': text,
      title: text,
      tabindex: '-1',
      ...(change === undefined ? {} : { 'data-change': change }),
    });
    if (width * frameWidth >= nameWidth) {
      const sign = change === undefined || change === 'same' ? '' : `${changeTones[change].sign} `;
      bar.append(element('span', { translate: 'no' }, sign + printable(flameLabel(node, words))));
    }
    bar.style.setProperty('--changed', `${100 * changedShare(node)}%`);
    bar.style.left = `${100 * left}%`;
    bar.style.width = `${100 * width}%`;
    bar.style.top = `${row * rowHeight}px`;
    bar.style.height = `${rowHeight - 1}px`;
    this.#buttons.set(node, bar);
    return bar;
  }

  #mark(): void {
    const { words } = this.#translation;
    const { root } = this.#flame;
    const found = matches(root, this.#input.value, this.#side);
    const isSearched = this.#input.value.trim() !== '';
    this.#frame.classList.toggle('searched', isSearched);
    for (const [node, button] of this.#buttons) button.classList.toggle('match', found.nodes.has(node));
    const share = formatShare(found.sum, widthOf(root, this.#side));
    setText(this.#found, isSearched ? words.flame.found(formatCount(found.nodes.size), share) : '');
  }

  /** A match that is too narrow to be seen is made as wide as the page. */
  #toLargestMatch(): void {
    const { nodes } = matches(this.#flame.root, this.#input.value, this.#side);
    const [largest] = [...nodes].toSorted((a, b) => widthOf(b, this.#side) - widthOf(a, this.#side));
    if (largest === undefined) return;
    if (!this.#buttons.has(largest)) this.#zoom(largest);
    this.#focus(largest);
  }
}
