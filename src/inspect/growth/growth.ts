import type { Diagnostic } from '../../base/index.ts';
import type { FindingId, Severity } from '../../findings/index.ts';
import type { Target } from '../inspection.ts';
import type { GrownPath } from './grown-path.ts';

/** Lists named in the plural have one number for each look, in the order of the looks; `change…` is the last less the first. */
export interface LedgerGrowth {
  readonly id: string;
  readonly label: string;
  /** 0 for a line of the total. */
  readonly depth: number;
  readonly bytes: readonly number[];
  readonly changeBytes: number;
}

/** Maps held by way of one path. */
export interface MapGrowth {
  readonly path: string;
  readonly entries: readonly number[];
  readonly slots: readonly number[];
  readonly bytes: readonly number[];
  readonly changeBytes: number;
}

interface ObjectGrowth {
  readonly objects: readonly number[];
  readonly bytes: readonly number[];
  readonly changeBytes: number;
}

export interface TypeGrowth extends ObjectGrowth {
  readonly type: string;
}

/** Live objects at one path, what they lead to not included. */
export interface HolderGrowth extends ObjectGrowth {
  readonly path: string;
  readonly package: string;
}

export interface PackageGrowth extends ObjectGrowth {
  readonly package: string;
}

export interface GoroutineGrowth {
  readonly function: string;
  readonly createdBy: string;
  readonly waitReason: string;
  readonly counts: readonly number[];
  readonly change: number;
}

export interface FindingGrowth {
  readonly id: FindingId;
  readonly where: string;
  readonly severity: Severity;
  readonly title: string;
  /** By the first and the last look. */
  readonly change: 'appeared' | 'gone' | 'grew' | 'shrank' | 'same';
  /** 0 where it was not found. */
  readonly bytes: readonly number[];
  readonly changeBytes: number;
}

/** What a table's rows that are not listed come to. */
export interface RestGrowth {
  readonly bytes: readonly number[];
  readonly changeBytes: number;
}

/** What changed between looks at one program. Every table has the greatest change first, but for the ledger, which keeps its order. */
export interface Growth {
  readonly targets: readonly Target[];
  readonly headline: string;
  /** RSS; for cores the heap in use; where processes and cores are mixed the live heap, or nothing. */
  readonly totals: { readonly of: 'rss' | 'heap' | 'live' | 'none' } & RestGrowth;
  /** The path that grew most with all that it leads to; null where nothing grew. */
  readonly grown: GrownPath | null;
  /** A row is listed from a change of this many bytes on. */
  readonly noiseBytes: number;
  readonly ledger: readonly LedgerGrowth[];
  readonly maps: readonly MapGrowth[];
  readonly types: readonly TypeGrowth[];
  readonly holders: readonly HolderGrowth[];
  readonly packages: readonly PackageGrowth[];
  readonly goroutines: readonly GoroutineGrowth[];
  readonly findings: readonly FindingGrowth[];
  /** Null for tables that a look does not have. */
  readonly rest: Readonly<Record<'maps' | 'types' | 'holders' | 'packages', RestGrowth | null>>;
  readonly diagnostics: readonly Diagnostic[];
}
