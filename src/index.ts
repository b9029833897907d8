/**
 * highwater as a library: what the command line does, as functions. Node only; see docs for the fields.
 */
export { type Diagnostic, UnreadableError } from './base/index.ts';
export {
  type CatalogueEntry,
  explain,
  type Finding,
  type FindingId,
  type Language,
  type Ledger,
  type LedgerLine,
  type MapSums,
  type MapTotals,
  type Severity,
  type TotalsRow,
} from './findings/index.ts';
export type { MapRecord } from './image/index.ts';
export {
  compareSnapshots,
  type Cost,
  type EntrySample,
  type GoProcess,
  type GraphEstimate,
  type Growth,
  type HeapSummary,
  type HolderRow,
  inspect,
  type InspectOptions,
  type Inspection,
  listGoProcesses,
  type MapDetail,
  type MapProbes,
  type PackageRow,
  type PathRow,
  type Phase,
  type ProbeObstacle,
  type Snapshot,
  snapshotOf,
  type Target,
  type TypeRow,
  type WhyAnswer,
  type WhyObject,
  type WhyType,
} from './inspect/index.ts';
export {
  type Claim,
  judgeClaim,
  type JudgedClaim,
  measureClaims,
  type Outcome,
  readClaims,
  type Results,
  type Row,
  type Verdict,
} from './lab/index.ts';
