import type { ProcessCgroup } from '../adapters/index.ts';
import type { Diagnostic } from '../base/index.ts';
import type { Finding, Language, Ledger, MapHolding, MapTotals } from '../findings/index.ts';
import type { GoroutineAccount } from './goroutine-account.ts';
import type { RecordedOrigin } from './open-target.ts';
import type { MapDetail } from './map-detail.ts';
import type { MapKind, MapRecord } from '../image/index.ts';
import type { GraphEstimate } from './graph-estimate.ts';
import type { HeapSummary, PathRow } from './heap-summary.ts';
import type { WhyAnswer } from './why/why-answer.ts';

/** What was looked at. */
export interface Target {
  readonly kind: 'process' | 'core' | 'heap-dump';
  readonly pid: number;
  readonly exe: string;
  /** `go1.26.8`. */
  readonly goVersion: string;
  readonly mapKind: MapKind;
  readonly stripped: boolean;
  readonly arch: string;
  /** Path of the main module: `github.com/nats-io/nats-server/v2`; '' where the binary does not say. */
  readonly modulePath: string;
  /** What the Go linker, else the system's, calls this very build; '' where the binary does not say. */
  readonly buildId: string;
}

/** What looking cost. */
export interface Cost {
  readonly wallMs: number;
  /** How long the target stood still; 0 without `freeze`. */
  readonly pausedMs: number;
  /** Bytes of the target's memory that were read. */
  readonly bytesRead: number;
}

/** What an inspection says in words, in one language. */
export interface Wording {
  readonly headline: string;
  /** As `findings` of the inspection, one by one. */
  readonly findings: readonly Finding[];
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
  /** GOMEMLIMIT in bytes; null where none is set, or where the binary does not let it be found. */
  readonly memoryLimitBytes: number | null;
  readonly goroutines: GoroutineAccount;
  readonly totals: MapTotals;
  readonly mapCount: number;
  /** The largest maps, as many as `top` said. */
  readonly topMaps: readonly MapRecord[];
  /** Every object by type, holder and package; null where not every object was looked at. */
  readonly heap: HeapSummary | null;
  /** Every place of live objects, where `heap.paths` has the largest; empty without a look at every object. */
  livePaths(): readonly PathRow[];
  /** What a look at every object would take, where it was left out for that. */
  readonly heapOmitted: GraphEstimate | null;
  readonly findings: readonly Finding[];
  /** The look at every object was broken off: what was known by then is told. */
  readonly partial: boolean;
  /** What the evidence did not let us see; may grow while `maps()` is read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every map, or the first `limit`, largest first; one record at a time, however many there are. */
  maps(limit?: number): IterableIterator<MapRecord>;
  /** The reachable maps by holder and type, with who holds them as steps from the root; each map is in one of them. */
  holdings(): readonly MapHolding[];
  /** Headline and findings in this language. */
  wordingIn(language: Language): Wording;
  /** A look into one map: its holder path as the report prints it, or its address. Throws where there is none. */
  mapDetail(path: string): MapDetail;
  /**
   * Who keeps an object (`0x…`, any address inside it) or the objects of a type as `heap.types` has it. Lists end at
   * `limit`, 20 where it is not given. Throws where there is none, or where `heap` is null.
   */
  why(question: string, limit?: number): WhyAnswer;
  close(): void;
}
