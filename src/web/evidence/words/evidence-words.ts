import type { ReportWords } from '../../report/words/report-words.ts';
import type { Change, FlameNode, Side } from '../model/flame-graph.ts';

/** The wording of the page of evidence: that of the report, whose parts it uses, and its own. */
export interface EvidencePageWords extends ReportWords {
  /** By kind of evidence; one that is not here is shown as it is. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly flame: {
    readonly title: string;
    readonly diffTitle: string;
    readonly goroutineTitle: string;
    /** Label of the choice of sample types. */
    readonly values: string;
    /** Label of the choice of sides, and the sides. */
    readonly widths: string;
    readonly sides: Readonly<Record<Side, string>>;
    readonly search: string;
    found(count: string, share: string): string;
    readonly path: string;
    readonly hint: string;
    readonly empty: string;
    readonly origins: Readonly<Record<FlameNode['origin'], string>>;
    readonly changes: Readonly<Record<Change, string>>;
    /** `137 smaller calls`. */
    joined(count: string): string;
    /** `12 MiB (12,345,678 B), 45% of all`. */
    amount(value: string, exact: string, share: string): string;
    itself(value: string): string;
    interval(low: string, high: string): string;
    /** `from 4 MiB to 12 MiB, +8 MiB`. */
    change(before: string, after: string, change: string): string;
    /** About calls that have a smaller share than this. */
    pruned(share: string): string;
    tooNarrow(count: string): string;
    /** What the stripe of a frame means, of two profiles. */
    readonly stripe: string;
  };
  readonly timeline: {
    readonly title: string;
    readonly hint: string;
    at(time: string, parts: readonly string[]): string;
    /** `heap: from 4 MiB to 9 MiB`. */
    summary(title: string, low: string, high: string): string;
    readonly unknown: string;
  };
  readonly tables: string;
}
