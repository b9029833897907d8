import type { Language, Text } from '../../findings/index.ts';
import type { EvidenceTable, EvidenceUnit, EvidenceValue } from './evidence-report.ts';

type Column = readonly [id: string, unit: EvidenceUnit, title: Text];

/** A table whose titles are in both languages, in one of them. */
export function table(
  id: string,
  title: Text,
  columns: readonly Column[],
  rows: readonly (readonly EvidenceValue[])[],
  language: Language,
  more: Pick<EvidenceTable, 'shown' | 'note'> = {},
): EvidenceTable {
  const named = columns.map(([columnId, unit, text]) => ({ id: columnId, unit, title: text[language] }));
  return { id, title: title[language], columns: named, rows, ...more };
}
