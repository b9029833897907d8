/**
 * inspect: from a target to the answer: opens it, reads the census, traces holders, judges. The main job as a function.
 * Node. It prints nothing and never keeps an object a map.
 */
export {
  type CgroupProcess,
  listGoProcesses,
  type GoProcess,
  type ProcessCgroup,
} from '../adapters/index.ts';
export { compareEvidence } from './evidence/compare-evidence.ts';
export type { SampleChoice } from './evidence/profile/chosen-samples.ts';
export { choiceWords, isEvidence, readEvidence } from './evidence/read-evidence.ts';
export { isHttpAddress as isEndpoint } from '../adapters/index.ts';
export { type EndpointOptions, readEndpoint } from './evidence/endpoint/read-endpoint.ts';
export type {
  EvidenceColumn,
  EvidenceKind,
  EvidenceReport,
  EvidenceSeries,
  EvidenceTable,
  EvidenceTarget,
  EvidenceTimeline,
  EvidenceUnit,
  EvidenceValue,
  EvidenceWording,
} from './evidence/evidence-report.ts';
export type { ExpectedStop } from './expected-stop.ts';
export type { GoroutineAccount, GoroutineGroupAccount } from './goroutine-account.ts';
export type { RootKind } from '../image/index.ts';
export type { GraphEstimate } from './graph-estimate.ts';
export type { HeapSummary, HolderRow, PackageRow, PathRow, TypeRow } from './heap-summary.ts';
export { compareSnapshots, type CompareOptions } from './growth/compare.ts';
export type {
  FindingGrowth,
  GoroutineGrowth,
  Growth,
  HolderGrowth,
  LedgerGrowth,
  MapGrowth,
  PackageGrowth,
  RestGrowth,
  TypeGrowth,
} from './growth/growth.ts';
export { type Snapshot, snapshotOf } from './growth/snapshot.ts';
export { inspect } from './inspect.ts';
export { EndpointSeries } from './series/endpoint-series.ts';
export { looksMax, ProcessSeries } from './series/process-series.ts';
export { type PrometheusOptions, readPrometheus } from './series/read-prometheus.ts';
export { type ProfileSeriesOptions, readProfileSeries } from './series/read-profile-series.ts';
export { seriesFindings, type SeriesLine, type SeriesReport } from './series/series-report.ts';
export {
  articleRules,
  type ArticleRule,
  type ArticleSettings,
  type FlameTree,
  type LineGrowth,
} from '../profile/index.ts';
export type { Cost, Inspection, Target, Wording } from './inspection.ts';
export type { EntrySample, MapDetail } from './map-detail.ts';
export type { MapProbes, ProbeObstacle } from './map-probes.ts';
export type { AgeSpread, FieldShares, ValueShare, ValueShares } from './value-shares.ts';
export type { RecordedOrigin } from './open-target.ts';
export type {
  Dominator,
  ObjectFacts,
  TypePath,
  Way,
  WayStep,
  WhyAnswer,
  WhyObject,
  WhyType,
} from './why/why-answer.ts';
export type { InspectOptions, Phase } from './options.ts';
export { recordCore, type RecordCoreOptions, type RecordedCore } from './record-core.ts';
export { record, type Recorded, type RecordOptions } from './record.ts';
