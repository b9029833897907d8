import type { Diagnostic } from '../../base/index.ts';
import type { FlameTree } from '../../profile/index.ts';
import type { Finding, Language, Ledger } from '../../findings/index.ts';

/** Kinds of evidence that are not a process's memory. */
export type EvidenceKind =
  | 'profile'
  | 'gc-log'
  | 'goroutine-dump'
  | 'crash'
  | 'exec-trace'
  | 'metrics'
  | 'endpoint'
  | 'series';

/** What was looked at. */
export interface EvidenceTarget {
  readonly kind: EvidenceKind;
  /** The file's path, `-` for standard input, or the URL without credentials. */
  readonly source: string;
  /** `go1.26.8`; null where the evidence does not say. */
  readonly goVersion: string | null;
}

/** How a value of a column is spelled for people; JSON has it as it is. */
export type EvidenceUnit = 'text' | 'count' | 'bytes' | 'share' | 'ms';

export interface EvidenceColumn {
  /** Field of the row in JSON: `flatBytes`. */
  readonly id: string;
  readonly title: string;
  readonly unit: EvidenceUnit;
  /** Not shown to people, for whom another column says it. */
  readonly jsonOnly?: true;
}

/** Bytes are whole, shares are 0 to 1, times milliseconds; null where the evidence does not say. */
export type EvidenceValue = string | number | null;

export interface EvidenceTable {
  /** Field of the report in JSON: `lines`, `mechanisms`, `collections`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly EvidenceColumn[];
  /** Most important first; people see the first `shown`, JSON has all. */
  readonly rows: readonly (readonly EvidenceValue[])[];
  readonly shown?: number;
  /** How many rows there are, where `rows` has only those that were asked for. */
  readonly rowCount?: number;
  /** A sentence below it: what the numbers do not say. */
  readonly note?: string;
}

/** Values over time. */
export interface EvidenceTimeline {
  readonly id: string;
  readonly title: string;
  readonly unit: EvidenceUnit;
  readonly series: readonly EvidenceSeries[];
}

export interface EvidenceSeries {
  readonly id: string;
  readonly title: string;
  /** `line` joins the points; a value of `steps` holds until the next, of `back-steps` since the one before; `marks` count events. */
  readonly drawnAs: 'line' | 'steps' | 'back-steps' | 'marks';
  /** In the order of time: milliseconds since the evidence begins, and the value; null where it does not say. */
  readonly points: readonly (readonly [atMs: number, value: number | null])[];
}

/** What the evidence says in words, in one language. */
export interface EvidenceWording {
  readonly headline: string;
  /** Null where the evidence is no account of memory. */
  readonly ledger: Ledger | null;
  readonly tables: readonly EvidenceTable[];
  /** Lines that are printed as they are, below the headline: a sparkline with its scale. */
  readonly plots?: readonly string[];
  /** What the page of `--html` draws; the numbers are in `facts` too. */
  readonly timelines?: readonly EvidenceTimeline[];
  readonly findings: readonly Finding[];
}

/** The answer to a look at evidence that is not memory: as much as it allows and no more. */
export interface EvidenceReport {
  readonly target: EvidenceTarget;
  readonly bytesRead: number;
  /** Sums and facts of this kind of evidence, for JSON: `{"gc": {…}}`. Keys do not clash with the contract's. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Made on demand, for JSON and the page: what the stacks of a profile add up to, the field `flame`. */
  flame?(): FlameTree;
  /** The sample type of it that matters most. */
  readonly flameType?: string;
  /** The same of goroutines, where they were read beside: the field `goroutineFlame`. */
  goroutineFlame?(): FlameTree;
  /** `rowsAsked`: more rows of a table need not be made. */
  wordingIn(language: Language, rowsAsked?: number): EvidenceWording;
}
