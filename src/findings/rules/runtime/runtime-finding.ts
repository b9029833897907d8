import type { CatalogueEntry, Wording } from '../../catalogue/entry.ts';
import type { Finding, Severity } from '../../finding.ts';
import type { Language } from '../../language.ts';

/** A finding of an entry, with its numbers. */
export function findingOf(
  entry: CatalogueEntry,
  facts: Pick<Finding, 'bytes' | 'reclaimableBytes' | 'where' | 'evidence'> & { readonly severity: Severity },
  wording: Wording,
  language: Language,
): Finding {
  const { severity, bytes, reclaimableBytes, where, evidence } = facts;
  const title = entry.title[language];
  return { id: entry.id, severity, bytes, reclaimableBytes, where, title, ...wording, evidence };
}
