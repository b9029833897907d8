import type { Explanation, Limit, RemedyId } from '../../hpa/index.ts';

/** The wording of `hpa`. Counts, bytes and times come formatted. */
export interface HpaWords {
  readonly help: {
    readonly hpa: string;
    readonly explain: string;
    readonly replay: string;
    readonly filename: string;
    readonly name: string;
    readonly selector: string;
    readonly pods: string;
    readonly metrics: string;
    readonly now: string;
    readonly replicas: string;
    readonly history: string;
    readonly report: string;
    readonly tolerance: string;
    readonly stabilization: string;
    readonly cpuInitialization: string;
    readonly readinessDelay: string;
    readonly sync: string;
    readonly historyFormat: string;
    readonly series: string;
    readonly seriesFormat: string;
    readonly free: string;
    readonly since: string;
    readonly svg: string;
  };
  /** Between two sentences. */
  readonly gap: string;
  stays(replicas: number): string;
  goes(from: number, to: number): string;
  stops(replicas: number, failure: string): string;
  readonly without: Readonly<Record<NonNullable<Explanation['decision']['without']>, string>>;
  readonly metrics: string;
  readonly metricColumns: readonly string[];
  readonly failed: string;
  readonly way: string;
  readonly limitBy: Readonly<Record<Limit['by'], string>>;
  readonly limitLine: (by: string, from: number, to: number, reason: string) => string;
  readonly why: string;
  readonly hold: {
    failing(metric: string, failure: string): string;
    onTarget(metric: string): string;
    rounding(metric: string, count: number, ratio: string, product: string, current: number): string;
    tolerance(metric: string, ratio: string): string;
    missing(metric: string, count: number, names: string): string;
    min(min: number): string;
    policy(reason: string): string;
    stabilization(from: number, to: number): string;
  };
  unready(metric: string, count: number): string;
  ignored(count: number): string;
  scaleIn(from: number, to: number, below: string, now: string, less: string): string;
  scaleInDone(from: number, to: number, below: string, now: string): string;
  scaleInNever(from: number, to: number): string;
  scaleInOthers(metric: string): string;
  atOnce(below: string, to: number): string;
  ofContainer(name: string): string;
  retained(now: string, parts: readonly string[]): string;
  readonly retainedParts: Readonly<Record<'slack' | 'idle' | 'garbage', (bytes: string) => string>>;
  readonly remedies: string;
  readonly remedyColumns: readonly string[];
  readonly remedy: Readonly<Record<RemedyId, string>>;
  limit(value: string): string;
  readonly limitImpossible: string;
  readonly remedyNotes: Readonly<Record<'after' | 'rebuild' | 'pointers' | 'limit', string>>;
  idleNote(untouched: string): string;
  fresh(replicas: number, window: string): string;
  readonly settled: string;
  readonly byHistory: string;
  readonly diagnostics: string;
  readonly replay: ReplayWords;
}

export interface ReplayWords {
  headline(steps: number, from: string, to: string): string;
  same(replicas: number): string;
  range(low: number, high: number): string;
  readonly columns: readonly string[];
  readonly changes: string;
  readonly reason: Readonly<
    Record<
      | 'scale-in'
      | 'scale-out'
      | 'held'
      | 'tolerance'
      | 'rounding'
      | 'on-target'
      | 'limit'
      | 'stopped'
      | 'without',
      string
    >
  >;
  readonly legend: { readonly now: string; readonly decided: string; readonly raw: string };
  plotTitle(name: string): string;
  readonly axis: string;
  readonly replicas: string;
  freed(bytes: string, at: string): string;
  firstScaleIn(at: string, from: number, to: number): string;
  readonly noScaleIn: string;
  readonly openLoop: string;
  readonly closedLoop: string;
  moreRows(count: number): string;
  readonly atEnd: string;
  readonly whatIfNote: string;
  whatIf(from: string): string;
  readonly whatIfColumns: readonly string[];
  readonly nothing: string;
  readonly never: string;
}
