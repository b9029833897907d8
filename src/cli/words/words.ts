import type { Language, Severity } from '../../findings/index.ts';
import type { ProbeObstacle } from '../../inspect/index.ts';
import { english } from './english.ts';
import { chinese } from './chinese.ts';

/** The wording of reports and help; what findings say comes from their catalogue. */
export interface Words {
  readonly columns: {
    readonly type: string;
    readonly holder: string;
    readonly lenSlots: string;
    readonly fill: string;
    readonly bytes: string;
    readonly back: string;
    readonly maps: string;
    readonly len: string;
    readonly pid: string;
    readonly name: string;
    readonly go: string;
    readonly rss: string;
    readonly container: string;
    readonly readable: string;
  };
  readonly topMaps: string;
  /** `… and 12,345 more maps (38 MiB)`. */
  moreMaps(count: string, bytes: string): string;
  readonly noMaps: string;
  readonly boxesNote: string;
  readonly byType: string;
  readonly byHolder: string;
  readonly byPackage: string;
  /** Said below the headline where the look was broken off. */
  readonly partial: string;
  /** Said before a process is stopped. */
  readonly stopping: (pid: number, time: string, copied: string) => string;
  /** The tables of all live objects. */
  readonly live: {
    readonly byType: string;
    readonly byHolder: string;
    readonly byPackage: string;
    readonly objects: string;
    readonly retained: string;
    readonly partial: string;
    readonly sentence: (objects: string, bytes: string, garbage: string) => string;
    readonly omitted: (objects: string, time: string, bytes: string) => string;
    /** Said before a long look. */
    readonly estimate: (objects: string, time: string, bytes: string) => string;
  };
  moreRows(count: string): string;
  readonly ledger: string;
  /** What the ledger of a core is of, where that of a process is of RSS. */
  readonly coreMemory: string;
  /** The same of a heap dump. */
  readonly dumpMemory: string;
  readonly unexplained: string;
  readonly outside: string;
  readonly within: string;
  readonly findings: string;
  moreFindings(count: string): string;
  readonly back: string;
  readonly remedy: string;
  readonly severityRule: string;
  readonly diagnostics: string;
  severity(severity: Severity): string;
  /** `Read 9.1 MiB of 372 MiB in 55 ms; the process was not stopped.` `again`: more was read than there is. */
  cost(read: string, total: string, wall: string, again: boolean, stopped: string | undefined): string;
  coreCost(read: string, wall: string): string;
  dumpCost(read: string, wall: string): string;
  /** What the ledger of evidence without a process is of. */
  readonly evidenceMemory: string;
  readonly noFindings: string;
  evidenceCost(read: string, wall: string, source: string): string;
  readonly dead: string;
  readonly unknown: string;
  /** Of a row of sums. */
  readonly unknownHolder: string;
  /** Between the parts of one line. */
  readonly comma: string;
  readonly noProcesses: string;
  readonly yes: string;
  readonly no: string;
  readonly lab: {
    verdict(verdict: string): string;
    /** What is measured, and what is claimed of it. */
    check(label: string, claimed: string): string;
    summary(isTrue: number, only: number, isFalse: number, unmeasured: number): string;
    skipped(count: number): string;
  };
  readonly help: {
    readonly predict: string;
    readonly goType: string;
    readonly entries: string;
    readonly hint: string;
    readonly delete: string;
    readonly goVersion: string;
    readonly from: string;
    readonly compare: string;
    readonly workload: string;
    readonly evict: string;
    readonly svg: string;
    readonly workloadExample: string;
    readonly html: string;
    readonly usage: string;
    readonly options: string;
    readonly commands: string;
    readonly arguments: string;
    readonly example: string;
    readonly program: string;
    readonly inspect: string;
    readonly target: string;
    readonly ps: string;
    readonly explain: string;
    readonly id: string;
    readonly demo: string;
    readonly lab: string;
    readonly claims: string;
    readonly goLines: string;
    readonly results: string;
    readonly list: string;
    readonly json: string;
    readonly lang: string;
    readonly color: string;
    readonly reportHtml: string;
    readonly pprof: string;
    readonly top: string;
    readonly map: string;
    readonly why: string;
    readonly freeze: string;
    readonly noHolders: string;
    readonly graph: string;
    readonly noGraph: string;
    readonly maxMemory: string;
    readonly redact: string;
    readonly deep: string;
    readonly gcTest: string;
    readonly header: string;
    readonly lineType: string;
    readonly focus: string;
    readonly ignore: string;
    readonly tagFocus: string;
    readonly exe: string;
    readonly failOn: string;
    readonly helpOption: string;
    readonly version: string;
    readonly helpCommand: string;
  };
  readonly detail: {
    readonly holders: string;
    size(len: string, slots: string, bytes: string, rebuilt: string): string;
    layout(
      keyBytes: number,
      elemBytes: number,
      unitBytes: number,
      keyBoxed: boolean,
      elemBoxed: boolean,
    ): string;
    storage(tombstones: number, overflowBuckets: number, growing: boolean, fullGroups: number): string;
    readonly fillHistogram: string;
    readonly chains: string;
    readonly probes: string;
    randomKeys(count: string): string;
    changedKeys(count: string): string;
    uncheckedKeys(count: string): string;
    readonly probesUnknown: string;
    readonly probeObstacles: Readonly<Record<ProbeObstacle, string>>;
    /** Titles of address, entries per slots, fill. */
    readonly parts: readonly [string, string, string];
    readonly sample: string;
    readonly none: string;
  };
}

export const words: Readonly<Record<Language, Words>> = { en: english, zh: chinese };
