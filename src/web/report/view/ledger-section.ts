import type { LedgerLine } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { LedgerData } from '../model/inspect-report.ts';
import { ledgerTree, lineLabel, rootId, unexplainedId } from '../model/ledger-tree.ts';
import { TreemapView } from '../treemap/treemap-view.ts';
import { LedgerTable } from './ledger-table.ts';
import type { ReportTranslation } from './report-translation.ts';

/** The account of bytes as areas and, beside them, as a table; each follows the other. */
export function ledgerSection({ ledger, target }: LedgerData, translation: ReportTranslation): HTMLElement {
  const total = ledgerTree(ledger);
  const labelOf = (line: LedgerLine): string => {
    const { ledger: words } = translation.words;
    if (line.id === rootId) return target.kind === 'core' ? words.heapInUse : words.rss;
    return line.id === unexplainedId ? words.unexplained : lineLabel(line, translation.language);
  };
  const map: TreemapView = new TreemapView(total, translation, {
    labelOf,
    onShow: (node) => table.mark(node),
    onPoint: (node) => table.mark(node),
  });
  const side = { outside: ledger.outsideLines ?? [], within: ledger.withinLines ?? [] };
  const table: LedgerTable = new LedgerTable(total, side, translation, {
    labelOf,
    onEnter: (node) => map.show(node),
  });
  return element(
    'section',
    { id: 'ledger', 'aria-labelledby': 'ledger-title' },
    translation.text(element('h2', { id: 'ledger-title' }), (words) => words.ledger.title),
    element('div', { class: 'ledger' }, map.root, table.root),
  );
}
