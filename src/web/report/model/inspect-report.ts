import type { Diagnostic } from '../../../base/index.ts';
import type {
  CgroupAccount,
  Finding,
  Language,
  Ledger,
  MapSums,
  MapTotals,
} from '../../../findings/index.ts';

/** One map as `inspect --json` lists it. */
export interface MapRow {
  readonly address: string;
  readonly type: string;
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly rebuiltBytes: number;
  readonly reclaimableBytes: number;
  readonly boxedBytes: number;
  readonly tombstones: number;
  readonly overflowBuckets: number;
  readonly growing: boolean;
  readonly reachable: boolean | null;
  readonly holders: readonly string[];
  readonly holderCount: number;
}

/** The object graph as a whole. */
export interface GraphSums {
  readonly objects: number;
  readonly bytes: number;
  readonly reachableBytes: number;
  readonly garbageBytes: number;
  readonly untypedBytes: number;
  readonly unheldBytes: number;
  readonly edges: number;
  readonly partial: boolean;
}

/** Objects that have something in common, and what would go with them. */
export interface ObjectSums {
  readonly objects: number;
  readonly bytes: number;
  /** Missing or null where the dominators are not known. */
  readonly retainedBytes?: number | null;
}

export interface GoroutineGroup {
  readonly function: string;
  readonly createdBy: string;
  readonly waitReason: string;
  readonly count: number;
  readonly oldestWaitMs: number | null;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  readonly labels?: unknown;
}

export interface Goroutines {
  readonly count: number;
  readonly dead: number;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  readonly groups: readonly GoroutineGroup[];
}

/** What `inspect --json` prints, as far as the page shows it. What came to the format later may be missing. */
export interface InspectReport {
  readonly target: {
    readonly kind: string;
    readonly pid: number;
    readonly exe: string;
    readonly goVersion: string;
    readonly mapKind: string;
    readonly stripped: boolean;
    readonly arch: string;
  };
  readonly cost: { readonly wallMs: number; readonly pausedMs: number; readonly bytesRead: number };
  readonly headline: string;
  readonly ledger: Ledger;
  readonly cgroup: CgroupAccount | null;
  readonly maps: readonly MapRow[];
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly totals: MapTotals & { readonly all: MapSums };
  readonly graph?: GraphSums | null;
  readonly types?: readonly (ObjectSums & { readonly type: string })[];
  readonly holders?: readonly (ObjectSums & { readonly path: string; readonly package: string })[];
  readonly packages?: readonly (ObjectSums & { readonly package: string })[];
  readonly goroutines?: Goroutines | null;
}

/** Headline and findings in one language. */
export interface Wording {
  readonly headline: string;
  readonly findings: readonly Finding[];
}

/** What is shown of findings, notes and the ledger: pages of other evidence have them too. */
export interface FindingsData {
  readonly language: Language;
  readonly report: { readonly findings: readonly Finding[] };
  readonly translation: { readonly findings: readonly Finding[] };
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface NotesData {
  readonly madeAt: string;
  readonly report: Pick<InspectReport, 'diagnostics' | 'cost'>;
}

export interface LedgerData {
  readonly ledger: Ledger;
  readonly target: { readonly kind: string };
}

/** What the page is filled with. */
export interface PageData {
  readonly language: Language;
  /** When the report was made, ISO 8601. */
  readonly madeAt: string;
  readonly report: InspectReport;
  /** The same findings, one by one, in the other language. */
  readonly translation: Wording;
  /** How many entries of a list did not come with the page, by the list's place in the JSON; lists that are whole are missing. */
  readonly leftOut: Readonly<Record<string, number>>;
}
