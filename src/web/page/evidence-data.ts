import type { EvidencePageData, EvidenceWords } from '../evidence/model/page-data.ts';

/** The data of the page of evidence as JSON text; every table is cut at `limit` rows, and what was cut is counted. */
export function evidencePageJson(data: Omit<EvidencePageData, 'leftOut'>, limit: number): string {
  const leftOut: Record<string, number> = {};
  const cut = <Item>(items: readonly Item[], id: string): readonly Item[] => {
    if (items.length > limit) leftOut[id] = items.length - limit;
    return items.slice(0, limit);
  };
  const bounded = (words: EvidenceWords): EvidenceWords => ({
    headline: words.headline,
    ledger: words.ledger,
    timelines: words.timelines ?? [],
    tables: words.tables.map((table) => ({ ...table, rows: cut(table.rows, table.id) })),
    findings: cut(words.findings, 'findings'),
  });
  const words = { en: bounded(data.words.en), zh: bounded(data.words.zh) };
  const whole: EvidencePageData = { ...data, words, leftOut };
  return JSON.stringify(whole);
}
