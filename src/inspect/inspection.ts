import type { ProcessCgroup } from '../adapters/index.ts';
import type { Diagnostic } from '../base/index.ts';
import type { Finding, Ledger, MapTotals } from '../findings/index.ts';
import type { RecordedOrigin } from './open-target.ts';
import type { MapDetail } from './map-detail.ts';
import type { MapKind, MapRecord } from '../image/index.ts';

/** What was looked at. */
export interface Target {
  readonly kind: 'process' | 'core';
  readonly pid: number;
  readonly exe: string;
  /** `go1.26.8`. */
  readonly goVersion: string;
  readonly mapKind: MapKind;
  readonly stripped: boolean;
  readonly arch: string;
}

/** What looking cost. */
export interface Cost {
  readonly wallMs: number;
  /** How long the target stood still; 0 without `freeze`. */
  readonly pausedMs: number;
  /** Bytes of the target's memory that were read. */
  readonly bytesRead: number;
}

/** The answer to `inspect`. It keeps the target open until `close`, since `maps()` may still read from it. */
export interface Inspection extends Disposable {
  readonly target: Target;
  readonly cost: Cost;
  /** The answer in one sentence. */
  readonly headline: string;
  /** When and where the recording was made; null for a process and for a core. */
  readonly recorded: RecordedOrigin | null;
  readonly ledger: Ledger;
  /** What the process's memory cgroup is charged: what an HPA sees, beside RSS and not part of it. Null where none is to be seen. */
  readonly cgroup: ProcessCgroup | null;
  readonly totals: MapTotals;
  readonly mapCount: number;
  /** The largest maps, as many as `top` said. */
  readonly topMaps: readonly MapRecord[];
  readonly findings: readonly Finding[];
  /** What the evidence did not let us see; may grow while `maps()` is read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every map, or the first `limit`, largest first; one record at a time, however many there are. */
  maps(limit?: number): IterableIterator<MapRecord>;
  /** A look into one map: its holder path as the report prints it, or its address. Throws where there is none. */
  mapDetail(path: string): MapDetail;
  close(): void;
}
