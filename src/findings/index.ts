/**
 * findings: from evidence to ledger and findings: sums over maps, the catalogue in English and Chinese, the rules.
 * Pure: it reads no memory, prints nothing, and never says more than its evidence shows.
 */
export { type CatalogueEntry } from './catalogue/entry.ts';
export { catalogue, explain } from './catalogue/catalogue.ts';
export { type Finding, type FindingId, isAtLeast, type Severity } from './finding.ts';
export { headline } from './headline.ts';
export { type Language, type Text } from './language.ts';
export { buildLedger, excessMapsMessage, type Ledger, type LedgerLine } from './ledger/ledger.ts';
export { formatBytes, formatCount, formatShare } from './number-text.ts';
export type { CensusEvidence } from './rules/evidence.ts';
export { judge, rankFindings } from './rules/judge.ts';
export type { RuntimeEvidence } from './rules/runtime/evidence.ts';
export { judgeRuntime } from './rules/runtime/judge-runtime.ts';
export type { MapSums } from './survey/map-sums.ts';
export { rankMaps } from './survey/rank-maps.ts';
export { mapsOfNote } from './survey/maps-of-note.ts';
export { groupKey, type MapGroup, type Survey, surveyMaps } from './survey/survey.ts';
export {
  heldBytes,
  type HolderNames,
  type MapTotals,
  type TotalsRow,
  totalsOf,
  unknownHolder,
  unknownType,
} from './survey/totals.ts';
