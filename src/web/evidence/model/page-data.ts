import type { Diagnostic } from '../../../base/index.ts';
import type { Finding, Language, Ledger } from '../../../findings/index.ts';

/** How a number of a table or timeline is spelled. */
export type Unit = 'text' | 'count' | 'bytes' | 'share' | 'ms';

export type CellValue = string | number | null;

export interface TableColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly jsonOnly?: true;
}

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly CellValue[])[];
  readonly note?: string;
}

export interface Series {
  readonly id: string;
  readonly title: string;
  readonly drawnAs: 'line' | 'steps' | 'back-steps' | 'marks';
  readonly points: readonly (readonly [atMs: number, value: number | null])[];
}

export interface Timeline {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly series: readonly Series[];
}

/** What the evidence says in one language. Tables, rows and findings stand in one order in both. */
export interface EvidenceWords {
  readonly headline: string;
  readonly ledger: Ledger | null;
  readonly tables: readonly Table[];
  readonly timelines?: readonly Timeline[];
  readonly findings: readonly Finding[];
}

/** A node of the field `flame` of the JSON; callers stand before whom they call, the root first. */
export interface FlameDataNode {
  readonly parent: number;
  readonly frame: number | null;
  readonly joinedCount: number;
  readonly values: readonly number[];
  readonly beforeValues?: readonly number[];
  readonly ranges: readonly (readonly [low: number, high: number] | null)[];
}

export interface FlameData {
  readonly sampleTypes: readonly { readonly type: string; readonly unit: string }[];
  readonly frames: readonly { readonly name: string; readonly origin: 'program' | 'library' | 'runtime' }[];
  readonly nodes: readonly FlameDataNode[];
  readonly leastShare: number;
}

/** What the page of evidence is filled with. */
export interface EvidencePageData {
  /** The language that it begins with. */
  readonly language: Language;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly target: { readonly kind: string; readonly source: string; readonly goVersion: string | null };
  readonly cost: { readonly wallMs: number; readonly pausedMs: number; readonly bytesRead: number };
  readonly diagnostics: readonly Diagnostic[];
  readonly words: Readonly<Record<Language, EvidenceWords>>;
  readonly flame?: FlameData;
  /** The sample type that is drawn first. */
  readonly flameType?: string;
  /** Of the goroutines of the same program. */
  readonly goroutineFlame?: FlameData;
  /** Rows of a table and findings that did not come with the page, by its id. */
  readonly leftOut: Readonly<Record<string, number>>;
}
