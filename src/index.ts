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
  type Cost,
  type EntrySample,
  type GoProcess,
  inspect,
  type InspectOptions,
  type Inspection,
  listGoProcesses,
  type MapDetail,
  type MapProbes,
  type Phase,
  type ProbeObstacle,
  record,
  recordCore,
  type RecordCoreOptions,
  type Recorded,
  type RecordedCore,
  type RecordedOrigin,
  type RecordOptions,
  type Target,
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
