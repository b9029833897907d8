import { formatBytes } from '../../../findings/index.ts';
import { goLineName } from '../../../predict/index.ts';
import type { Figures } from '../model/history-run.ts';
import type { PhaseName } from '../model/phases.ts';
import type { Session } from '../model/session.ts';
import type { Side } from '../model/side.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import { element, setText } from '../../dom/element.ts';
import type { Translation } from './translation.ts';

type StageName = keyof ExplorerWords['stages'];

interface Row {
  readonly stage: StageName;
  readonly simulated: (side: Side) => number | undefined;
  readonly formula: (side: Side) => number;
}

const rows: readonly Row[] = [
  { stage: 'filled', simulated: totalAfter('fill'), formula: ({ forecast }) => forecast.filledBytes },
  { stage: 'deleted', simulated: totalAfter('delete'), formula: ({ forecast }) => forecast.deletedBytes },
  { stage: 'rebuilt', simulated: totalAfter('rebuild'), formula: ({ forecast }) => forecast.rebuiltBytes },
  {
    stage: 'peak',
    simulated: (side) => endOf(side, 'fill')?.highWaterBytes,
    formula: ({ forecast }) => forecast.peakBytes,
  },
  {
    stage: 'garbage',
    simulated: (side) => endOf(side, 'fill')?.garbageBytes,
    formula: ({ forecast }) => forecast.growthGarbageBytes,
  },
];

/** Figures at the end of the first phase of a kind, if the history begins as the formula assumes. */
function endOf({ whole }: Side, name: PhaseName): Figures | undefined {
  const usual = ['fill', 'delete', 'rebuild'];
  const place = usual.indexOf(name);
  const isUsual = usual.slice(0, place + 1).every((each, index) => whole.phases[index]?.name === each);
  return isUsual ? whole.phaseEnds[place] : undefined;
}

function totalAfter(name: PhaseName): (side: Side) => number | undefined {
  return (side) => {
    const figures = endOf(side, name);
    return figures === undefined ? undefined : figures.bytes + figures.boxedBytes;
  };
}

/** What was simulated beside what the formulas say, stage by stage. */
export class StageTable {
  readonly root: HTMLElement;
  readonly #heads: HTMLElement[] = [];
  readonly #cells: HTMLElement[][] = [];

  constructor(translation: Translation) {
    const word = (
      tag: 'th' | 'h2' | 'p',
      of: (words: ExplorerWords) => string,
      attributes = {},
    ): HTMLElement => translation.text(element(tag, attributes), of);
    this.#heads = [0, 1].map(() => element('th', { colspan: '3', scope: 'colgroup' }));
    const columns = [0, 1].flatMap(() => [
      word('th', ({ simulated }) => simulated, { scope: 'col' }),
      word('th', ({ formula }) => formula, { scope: 'col' }),
      word('th', ({ difference }) => difference, { scope: 'col' }),
    ]);
    const body = rows.map(({ stage }) => {
      const cells = Array.from({ length: 6 }, () => element('td', {}, '–'));
      this.#cells.push(cells);
      return element(
        'tr',
        { 'data-stage': stage },
        word('th', ({ stages }) => stages[stage], { scope: 'row' }),
        ...cells,
      );
    });
    const table = element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          word('th', (words) => words.stage, { rowspan: '2', scope: 'col' }),
          ...this.#heads,
        ),
        element('tr', {}, ...columns),
      ),
      element('tbody', {}, ...body),
    );
    this.root = element(
      'section',
      { class: 'stages' },
      word('h2', (words) => words.table),
      element('div', { class: 'scroll', tabindex: '0' }, table),
      word('p', ({ tableNote }) => tableNote, { class: 'muted' }),
    );
  }

  show({ sides }: Session): void {
    for (const [place, side] of sides.entries()) {
      setText(this.#heads[place], `Go ${goLineName(side.line)}`);
      for (const [index, row] of rows.entries()) {
        const texts = cellTexts(row.simulated(side), row.formula(side));
        for (const [column, text] of texts.entries()) setText(this.#cells[index][3 * place + column], text);
      }
    }
  }
}

function cellTexts(simulated: number | undefined, formula: number): [string, string, string] {
  const expected = formatBytes(Math.round(formula));
  if (simulated === undefined) return ['–', expected, '–'];
  return [formatBytes(simulated), expected, differenceText(simulated, formula)];
}

function differenceText(simulated: number, formula: number): string {
  if (formula === 0) return simulated === 0 ? '0%' : '–';
  const percent = (100 * (simulated - formula)) / formula;
  if (Math.abs(percent) < 0.05) return '0%';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)}%`;
}
