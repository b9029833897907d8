import type { Language } from '../../findings/index.ts';
import type { EvidenceReport, EvidenceTable, EvidenceValue } from '../../inspect/index.ts';

/** The contract of `inspect --json` for evidence that is not memory: it has no maps; facts and tables are fields beside it. */
export function* evidenceJson(
  report: EvidenceReport,
  wallMs: number,
  rowLimit: number | undefined,
  language: Language,
): Generator<string> {
  const { target, bytesRead, facts, diagnostics } = report;
  const { headline, ledger, tables, findings } = report.wordingIn(language, rowLimit);
  yield `{"target":${JSON.stringify(target)},\n`;
  yield `"cost":${JSON.stringify({ wallMs: Math.round(wallMs * 10) / 10, pausedMs: 0, bytesRead })},\n`;
  yield `"headline":${JSON.stringify(headline)},\n"ledger":${JSON.stringify(ledger)},\n"maps":[],\n`;
  for (const [key, value] of Object.entries(facts))
    yield `${JSON.stringify(key)}:${JSON.stringify(value)},\n`;
  for (const table of tables) {
    yield `${JSON.stringify(table.id)}:[`;
    let separator = '\n';
    for (const row of table.rows.slice(0, rowLimit)) {
      yield separator + JSON.stringify(rowObject(table, row));
      separator = ',\n';
    }
    yield '],\n';
  }
  if (report.flame) yield `"flame":${JSON.stringify(report.flame())},\n`;
  if (report.goroutineFlame) yield `"goroutineFlame":${JSON.stringify(report.goroutineFlame())},\n`;
  yield `"findings":${JSON.stringify(findings)},\n"diagnostics":${JSON.stringify(diagnostics)}}\n`;
}

function rowObject({ columns }: EvidenceTable, row: readonly EvidenceValue[]): Record<string, EvidenceValue> {
  return Object.fromEntries(columns.map(({ id }, place) => [id, row[place]]));
}
