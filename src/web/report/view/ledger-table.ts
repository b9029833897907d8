import { formatShare, type LedgerLine } from '../../../findings/index.ts';
import { element, setText } from '../../dom/element.ts';
import { type LedgerNode, nodesOf, pathTo } from '../model/ledger-tree.ts';
import { barElement, bytesElement } from './amounts.ts';
import type { ReportTranslation } from './report-translation.ts';

export interface LedgerTablePort {
  labelOf(line: LedgerLine): string;
  /** A line was chosen that others make up. */
  onEnter(node: LedgerNode): void;
}

/** Lines beside the sum: beyond the total, or counted in it already. */
export interface SideLines {
  readonly outside: readonly LedgerLine[];
  readonly within: readonly LedgerLine[];
}

/** Lines up to this depth are open at first. */
const openDepth = 1;

/** The ledger as a tree table: a row a line, which arrow keys walk through, open and close. */
export class LedgerTable {
  readonly root: HTMLElement;
  readonly #port: LedgerTablePort;
  readonly #translation: ReportTranslation;
  readonly #rows = new Map<LedgerNode, HTMLTableRowElement>();
  readonly #open = new Set<LedgerNode>();
  readonly #total: LedgerNode;

  constructor(total: LedgerNode, side: SideLines, translation: ReportTranslation, port: LedgerTablePort) {
    this.#port = port;
    this.#translation = translation;
    this.#total = total;
    const body = element('tbody', { role: 'rowgroup' });
    for (const node of nodesOf(total)) {
      const depth = pathTo(node).length - 1;
      const isBig = node.bytes >= total.bytes / 20;
      if (node.children.length > 0 && (depth < openDepth || (isBig && depth === openDepth)))
        this.#open.add(node);
      body.append(this.#row(node, depth));
    }
    const table = element(
      'table',
      { class: 'ledger-table', role: 'treegrid' },
      this.#head(),
      body,
      this.#sideRows(side.outside, 'outside'),
      this.#sideRows(side.within, 'within'),
    );
    translation.each(({ ledger }) => table.setAttribute('aria-label', ledger.table));
    this.root = element('div', { class: 'scroll' }, table);
    const first = this.#rows.get(total);
    if (first) first.tabIndex = 0;
    this.#refresh();
  }

  /** Opens the way to a line and marks it. */
  mark(node: LedgerNode): void {
    for (const each of pathTo(node)) if (each.children.length > 0) this.#open.add(each);
    for (const [each, row] of this.#rows) row.classList.toggle('marked', each === node);
    this.#refresh();
  }

  #head(): HTMLElement {
    const head = (of: 'line' | 'bytes' | 'share'): HTMLElement =>
      this.#translation.text(
        element('th', { scope: 'col', role: 'columnheader' }),
        ({ ledger }) => ledger[of],
      );
    return element(
      'thead',
      { role: 'rowgroup' },
      element('tr', { role: 'row' }, head('line'), head('bytes'), head('share')),
    );
  }

  #row(node: LedgerNode, depth: number): HTMLTableRowElement {
    const siblings = node.parent?.children ?? [node];
    const label = element('span', { class: 'line-label' });
    this.#translation.each(() => setText(label, this.#port.labelOf(node)));
    const toggle = element('span', { class: 'toggle', 'aria-hidden': 'true' });
    const inset = element('div', { class: 'inset' }, toggle, label);
    inset.style.paddingLeft = `calc(${depth} * var(--indent))`;
    const cell = element('th', { scope: 'row', role: 'rowheader' }, inset);
    const share = element('span', { class: 'share' }, formatShare(node.bytes, this.#total.bytes));
    const row = element(
      'tr',
      {
        role: 'row',
        'data-line': node.id,
        'aria-level': String(depth + 1),
        'aria-setsize': String(siblings.length),
        'aria-posinset': String(siblings.indexOf(node) + 1),
        tabindex: '-1',
        class: `${node.tone}${node.bytes === 0 ? ' nothing' : ''}${node.children.length > 0 ? ' parent' : ''}`,
      },
      cell,
      element('td', { role: 'gridcell' }, bytesElement(node.bytes)),
      element(
        'td',
        { role: 'gridcell', class: 'with-bar' },
        barElement(node.bytes, this.#total.bytes),
        share,
      ),
    );
    toggle.addEventListener('click', (event) => {
      event.stopPropagation();
      this.#toggle(node);
    });
    row.addEventListener('click', () => this.#enter(node));
    row.addEventListener('keydown', (event) => this.#key(event, node));
    this.#rows.set(node, row);
    return row;
  }

  #enter(node: LedgerNode): void {
    this.#focus(node);
    if (node.children.length === 0) return;
    this.#open.add(node);
    this.#refresh();
    this.#port.onEnter(node);
  }

  #sideRows(lines: readonly LedgerLine[], kind: 'outside' | 'within'): HTMLElement {
    const rows = lines.map((line) => {
      const label = element('span', { class: 'line-label' });
      this.#translation.each(() => setText(label, this.#port.labelOf(line)));
      const note = this.#translation.text(element('span', { class: 'muted' }), ({ ledger }) => ledger[kind]);
      return element(
        'tr',
        { role: 'row', 'data-line': line.id, class: 'side' },
        element('th', { scope: 'row', role: 'rowheader' }, label),
        element('td', { role: 'gridcell' }, bytesElement(line.bytes)),
        element('td', { role: 'gridcell' }, note),
      );
    });
    return element('tbody', { role: 'rowgroup', class: kind }, ...rows);
  }

  #key(event: KeyboardEvent, node: LedgerNode): void {
    const visible = [...this.#rows.keys()].filter((each) => this.#isVisible(each));
    const at = visible.indexOf(node);
    const isOpen = this.#open.has(node);
    const isParent = node.children.length > 0;
    const moves: Record<string, () => void> = {
      ArrowDown: () => this.#focus(visible[at + 1]),
      ArrowUp: () => this.#focus(visible[at - 1]),
      Home: () => this.#focus(visible[0]),
      End: () => this.#focus(visible.at(-1)),
      ArrowRight: () => (isParent && !isOpen ? this.#toggle(node) : this.#focus(node.children[0])),
      ArrowLeft: () => (isParent && isOpen ? this.#toggle(node) : this.#focus(node.parent)),
      Enter: () => this.#enter(node),
      ' ': () => this.#enter(node),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  #toggle(node: LedgerNode): void {
    if (!this.#open.delete(node) && node.children.length > 0) this.#open.add(node);
    this.#refresh();
    this.#focus(node);
  }

  #focus(node: LedgerNode | undefined): void {
    const row = node && this.#rows.get(node);
    if (!row || row.hidden) return;
    for (const each of this.#rows.values()) each.tabIndex = -1;
    row.tabIndex = 0;
    row.focus();
  }

  #isVisible(node: LedgerNode): boolean {
    return pathTo(node).every((each) => each === node || this.#open.has(each));
  }

  #refresh(): void {
    for (const [node, row] of this.#rows) {
      row.hidden = !this.#isVisible(node);
      if (node.children.length > 0) row.setAttribute('aria-expanded', String(this.#open.has(node)));
    }
    // The row that Tab leads to must be one that can be seen.
    const current = [...this.#rows.entries()].find(([, row]) => row.tabIndex === 0);
    if (current && !current[1].hidden) return;
    if (current) current[1].tabIndex = -1;
    const first = this.#rows.get(this.#total);
    if (first) first.tabIndex = 0;
  }
}
