import type { Severity } from '../../../findings/index.ts';
import type { Tone } from '../model/ledger-tree.ts';

/** The wording of the report page; what findings and lines of the ledger say comes with them. */
export interface ReportWords {
  readonly title: string;
  readonly language: string;
  readonly contents: string;
  pid(pid: number): string;
  readonly core: string;
  readonly stripped: string;
  /** Titles of the bars at the top. */
  readonly bars: {
    readonly rss: string;
    readonly heapInUse: string;
    readonly workingSet: string;
    readonly usage: string;
    limit(limit: string): string;
    readonly noLimit: string;
  };
  readonly tones: Readonly<Record<Tone, string>>;
  readonly ledger: {
    readonly title: string;
    readonly rss: string;
    readonly heapInUse: string;
    readonly unexplained: string;
    readonly path: string;
    readonly map: string;
    readonly hint: string;
    readonly leaf: string;
    readonly tooSmall: (count: string) => string;
    readonly table: string;
    readonly line: string;
    readonly bytes: string;
    readonly share: string;
    readonly outside: string;
    readonly within: string;
    /** `301 MiB (315,621,376 B), 81% of RSS`. */
    amount(bytes: string, exact: string, share: string, total: string): string;
  };
  readonly findings: {
    readonly title: string;
    readonly none: string;
    severity(severity: Severity): string;
    readonly bytes: string;
    readonly back: string;
    readonly where: string;
    readonly remedy: string;
  };
  readonly table: {
    readonly filter: string;
    shown(shown: string, all: string): string;
    matching(shown: string, matching: string): string;
    more(count: string): string;
    leftOut(count: string): string;
    readonly unknown: string;
  };
  readonly maps: {
    readonly title: string;
    readonly none: string;
    leftOut(count: string, bytes: string): string;
    readonly type: string;
    readonly holder: string;
    readonly lenSlots: string;
    readonly fill: string;
    readonly bytes: string;
    readonly back: string;
    readonly address: string;
    readonly maps: string;
    readonly dead: string;
    readonly growing: string;
    tombstones(count: string): string;
    overflow(count: string): string;
    fillOf(share: string): string;
    moreHolders(count: string): string;
    readonly boxesNote: string;
    readonly sums: string;
    readonly byType: string;
    readonly byHolder: string;
    readonly byPackage: string;
  };
  readonly objects: {
    readonly title: string;
    readonly byType: string;
    readonly byHolder: string;
    readonly byPackage: string;
    readonly type: string;
    readonly holder: string;
    readonly package: string;
    readonly objects: string;
    readonly bytes: string;
    readonly retained: string;
    readonly reachable: string;
    readonly garbage: string;
    readonly untyped: string;
    readonly unheld: string;
    readonly pointers: string;
    readonly partial: string;
    readonly retainedNote: string;
  };
  readonly goroutines: {
    readonly title: string;
    readonly count: string;
    readonly dead: string;
    readonly stackUsed: string;
    readonly stackReserved: string;
    readonly function: string;
    readonly createdBy: string;
    readonly waitReason: string;
    readonly oldest: string;
    readonly labels: string;
  };
  readonly cgroup: { readonly title: string; readonly amount: string };
  readonly notes: {
    readonly title: string;
    cost(read: string, wall: string, stopped: string | undefined): string;
    madeAt(time: string): string;
  };
}
