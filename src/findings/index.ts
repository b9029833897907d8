/**
 * findings: from evidence to ledger and findings: sums over maps, the catalogue in English and Chinese, the rules.
 * Pure: it reads no memory, prints nothing, and never says more than its evidence shows.
 */
export type { CatalogueEntry, RemedyContext } from './catalogue/entry.ts';
export { catalogue, explain } from './catalogue/catalogue.ts';
export {
  type CgroupAccount,
  type CgroupRow,
  cgroupRows,
  cgroupSentences,
  cgroupTitle,
} from './cgroup/cgroup-account.ts';
export { type Finding, type FindingId, isAtLeast, severities, type Severity } from './finding.ts';
export { headline } from './headline.ts';
export type { Language, Text } from './language.ts';
export type { LiveAccount } from './ledger/object-lines.ts';
export { ledgerLabel } from './ledger/labels.ts';
export { buildLedger, excessMapsMessage, type Ledger, type LedgerLine } from './ledger/ledger.ts';
export { formatDuration } from './duration-text.ts';
export { formatBytes, formatCount, formatShare } from './number-text.ts';
export type { CensusEvidence } from './rules/evidence.ts';
export { type ArrayEvidence, type ArrayGroup, judgeArrays } from './rules/arrays.ts';
export { judge } from './rules/judge.ts';
export {
  type GrowthEvidence,
  type GrowthLimit,
  judgeGrowingLines,
} from './rules/growth/growing-lines.ts';
export { articleAllocationShare } from './catalogue/alloc-cpu.ts';
export { articleGrowthShare } from './catalogue/map-growth-cpu.ts';
export type { CpuEvidence, ProfileEvidence } from './rules/profile/evidence.ts';
export { judgeCpu } from './rules/profile/judge-cpu.ts';
export { judgeProfile } from './rules/profile/judge-profile.ts';
export { lineText } from './rules/profile/line-text.ts';
export type { RuntimeEvidence } from './rules/runtime/evidence.ts';
export { judgeRuntime } from './rules/runtime/judge-runtime.ts';
export type {
  CodePlace,
  CollectionEvidence,
  CollectionPeriod,
  DumpedGoroutines,
  DumpEvidence,
  LogContext,
  MapDeathEvidence,
  MapSharer,
  MemoryDeathEvidence,
  RaceEvidence,
} from './rules/log/evidence.ts';
export { judgeTracedGoroutines, type TracedGoroutinesEvidence } from './rules/trace/traced-goroutines.ts';
export { judgeCollections } from './rules/log/collection-rules.ts';
export { judgeDump } from './rules/log/dump-rules.ts';
export { judgeMapDeath, judgeMemoryDeath, judgeRace } from './rules/log/death-rules.ts';
export { judgeGoroutineProfile } from './statistics/judge-goroutine-profile.ts';
export { leastReportedBytes } from './severity.ts';
export { judgeProfiledMaps } from './statistics/judge-profiled-maps.ts';
export { judgeStatistics } from './statistics/judge-statistics.ts';
export { heldBytesOf, idleBytesOf, totalBytesOf } from './statistics/program-statistics.ts';
export { statisticsLedger } from './statistics/statistics-ledger.ts';
export type { MapSums } from './survey/map-sums.ts';
export { rankMaps } from './survey/rank-maps.ts';
export { mapsOfNote } from './survey/maps-of-note.ts';
export { type MapHolding, mapHoldings } from './survey/holdings.ts';
export { groupKey, type MapGroup, type Survey, surveyMaps } from './survey/survey.ts';
export { isState } from './values/end-words.ts';
export { firstLookLimits, mayTell } from './values/first-look.ts';
export { type MapsToLookInto, mapsToLookInto } from './values/maps-to-look-into.ts';
export { shareIn, type ShareInterval } from './values/share-interval.ts';
export { intervalText, percentText } from './values/signal-text.ts';
export { countsOf, isFewValued, isSetMoment, isTelling, newestMoment } from './values/signals.ts';
export type { MapValuesEvidence } from './values/value-evidence.ts';
export {
  heldBytes,
  type HolderNames,
  type MapTotals,
  type TotalsRow,
  totalsOf,
  unknownHolder,
  unknownType,
} from './survey/totals.ts';
