import { formatCount } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { ReportWords } from '../words/report-words.ts';
import type { ReportTranslation } from './report-translation.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: (words: ReportWords) => string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row, words: ReportWords) => Node | string;
  /** What rows are ordered by; a column without it cannot be sorted by. */
  readonly order?: (row: Row) => number | string;
}

export interface DataTableOptions<Row> {
  readonly id: string;
  readonly title: (words: ReportWords) => string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Rows that are shown before somebody asks for more. */
  readonly shownRows: number;
  /** What the filter looks in; a table without it has no filter. */
  readonly searchText?: (row: Row) => string;
  /** What names the row of the table in tests and scripts. */
  readonly rowId?: (row: Row) => string;
  /** About rows that did not come with the page. */
  readonly note?: (words: ReportWords) => string;
}

type Sorting = { readonly column: string; readonly isDescending: boolean } | undefined;

/** A table that can be sorted by its heads and filtered, and shows its first rows until one asks for more. */
export class DataTable<Row> {
  readonly root: HTMLElement;
  readonly #options: DataTableOptions<Row>;
  readonly #translation: ReportTranslation;
  readonly #body = element('tbody', { role: 'rowgroup' });
  readonly #heads = new Map<string, HTMLElement>();
  readonly #status = element('p', { class: 'muted small', role: 'status' });
  readonly #more = element('button', { type: 'button', class: 'more' });
  readonly #search = element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  #sorting: Sorting;
  #limit: number;

  constructor(options: DataTableOptions<Row>, translation: ReportTranslation) {
    this.#options = options;
    this.#translation = translation;
    this.#limit = options.shownRows;
    const table = element(
      'table',
      { class: 'data-table', role: 'table', id: options.id },
      element('thead', { role: 'rowgroup' }, this.#headRow()),
      this.#body,
    );
    const scroll = element('div', { class: 'scroll', role: 'region', tabindex: '0' }, table);
    this.root = element('div', { class: 'table-box' }, ...this.#filter(), scroll, this.#status, this.#more);
    if (options.note)
      this.root.append(translation.text(element('p', { class: 'muted small left-out' }), options.note));
    this.#more.addEventListener('click', () => this.#showMore());
    translation.each((words) => {
      table.setAttribute('aria-label', options.title(words));
      scroll.setAttribute('aria-label', options.title(words));
      this.#draw();
    });
  }

  #filter(): HTMLElement[] {
    const { id, searchText, rows, shownRows } = this.#options;
    if (!searchText || rows.length <= Math.min(5, shownRows)) return [];
    this.#search.id = `${id}-filter`;
    this.#search.addEventListener('input', () => {
      this.#limit = this.#options.shownRows;
      this.#draw();
    });
    const label = this.#translation.text(
      element('label', { for: this.#search.id }),
      (words) => words.table.filter,
    );
    return [element('div', { class: 'filter' }, label, this.#search)];
  }

  #headRow(): HTMLElement {
    const cells = this.#options.columns.map((column) => {
      const head = element('th', {
        scope: 'col',
        role: 'columnheader',
        class: column.isNumber === true ? 'number' : '',
      });
      if (column.order) {
        const button = element('button', { type: 'button', class: 'sort', 'data-sort': column.id });
        this.#translation.text(button, column.title);
        button.addEventListener('click', () => this.#sortBy(column));
        head.append(button);
        this.#heads.set(column.id, head);
      } else this.#translation.text(head, column.title);
      return head;
    });
    return element('tr', { role: 'row' }, ...cells);
  }

  #sortBy(column: Column<Row>): void {
    const isSame = this.#sorting?.column === column.id;
    const isDescending = isSame ? this.#sorting?.isDescending !== true : column.isNumber === true;
    this.#sorting = { column: column.id, isDescending };
    for (const [id, head] of this.#heads) {
      if (id === column.id) head.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    this.#draw();
  }

  #showMore(): void {
    const before = this.#limit;
    // Few, then ten times as many: all of a thousand are two clicks away.
    this.#limit *= 10;
    this.#draw();
    const next = this.#body.children.item(before);
    if (!(next instanceof HTMLElement)) return;
    next.tabIndex = -1;
    next.focus();
  }

  #matching(): readonly Row[] {
    const { rows, searchText, columns } = this.#options;
    const wanted = this.#search.value.trim().toLowerCase();
    const found =
      wanted === '' || !searchText
        ? rows
        : rows.filter((row) => searchText(row).toLowerCase().includes(wanted));
    const sorting = this.#sorting;
    const order = columns.find(({ id }) => id === sorting?.column)?.order;
    if (!sorting || !order) return found;
    const sign = sorting.isDescending ? -1 : 1;
    return found.toSorted((a, b) => {
      const [first, second] = [order(a), order(b)];
      return first === second ? 0 : first < second ? -sign : sign;
    });
  }

  #draw(): void {
    const { columns, rows, rowId } = this.#options;
    const { words } = this.#translation;
    const found = this.#matching();
    const shown = found.slice(0, this.#limit);
    const lines = shown.map((row) => {
      const cells = columns.map((column) => {
        const cell = element(
          'td',
          { role: 'cell', class: column.isNumber === true ? 'number' : '', 'data-column': column.id },
          column.cell(row, words),
        );
        cell.dataset['title'] = column.title(words);
        return cell;
      });
      return element('tr', { role: 'row', ...(rowId ? { 'data-row': rowId(row) } : {}) }, ...cells);
    });
    this.#body.replaceChildren(...lines);
    const isFiltered = this.#search.value.trim() !== '';
    const [part, whole] = [formatCount(shown.length), formatCount(found.length)];
    this.#status.textContent = isFiltered
      ? words.table.matching(part, whole)
      : words.table.shown(part, whole);
    this.#status.hidden = !isFiltered && shown.length === rows.length;
    const next = Math.min(found.length - shown.length, this.#limit * 9);
    this.#more.hidden = next <= 0;
    this.#more.textContent = words.table.more(formatCount(next));
  }
}
