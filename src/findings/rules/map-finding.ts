import type { CatalogueEntry, Describe } from '../catalogue/entry.ts';
import type { MapFacts } from '../catalogue/one-map.ts';
import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { severityOf } from '../severity.ts';
import type { CensusEvidence } from './evidence.ts';

/** One of the diagnoses that a single map can have. */
export interface MapDiagnosis {
  readonly entry: CatalogueEntry;
  readonly describe: Describe<MapFacts>;
}

/** A finding about one map or several, from its facts; `more` is added to its evidence. */
export function mapFinding(
  diagnosis: MapDiagnosis,
  facts: MapFacts,
  more: Finding['evidence'],
  evidence: CensusEvidence,
  language: Language,
): Finding {
  const { where, bytes, reclaimableBytes, maps, len, slots, tombstones } = facts;
  return {
    id: diagnosis.entry.id,
    severity: severityOf(reclaimableBytes, evidence.totalBytes) ?? 'low',
    bytes,
    reclaimableBytes,
    where,
    title: diagnosis.entry.title[language],
    ...diagnosis.describe(facts, evidence, language),
    evidence: {
      maps,
      type: facts.type ?? null,
      len,
      slots,
      tombstones,
      rebuiltBytes: bytes - reclaimableBytes,
      ...more,
    },
  };
}
