import type { ProcessCgroup } from '../adapters/index.ts';
import { type Diagnostic, Diagnostics, UnreadableError } from '../base/index.ts';
import {
  buildLedger,
  type CensusEvidence,
  excessMapsMessage,
  type Finding,
  groupKey,
  headline,
  judge,
  judgeArrays,
  judgeRuntime,
  type Language,
  type Ledger,
  type MapHolding,
  type MapTotals,
  mapHoldings,
  rankMaps,
  surveyMaps,
  totalsOf,
} from '../findings/index.ts';
import { absentMapBytes, type MapRecord, type MapTable, type SpanTable } from '../image/index.ts';
import type { Census } from './census.ts';
import { type GoroutineAccount, goroutineAccount, withoutLabels } from './goroutine-account.ts';
import type { GraphEstimate } from './graph-estimate.ts';
import {
  arrayGroupsOf,
  type HeapSummary,
  liveAccountOf,
  type PathRow,
  pathRows,
  summarize,
} from './heap-summary.ts';
import type { Cost, Inspection, Target, Wording } from './inspection.ts';
import { detailOf, type MapDetail } from './map-detail.ts';
import { lookIntoMaps, momentOfImage } from './map-values.ts';
import type { OpenTarget, RecordedOrigin } from './open-target.ts';
import { chosenCount, defaultTop, exactHolderLimit, type InspectOptions } from './options.ts';
import { whyOf } from './why/why.ts';
import type { WhyAnswer } from './why/why-answer.ts';

/** What a census says, with its records made on demand. */
export class CensusInspection implements Inspection {
  readonly target: Target;
  readonly headline: string;
  readonly ledger: Ledger;
  readonly cgroup: ProcessCgroup | null;
  readonly memoryLimitBytes: number | null;
  readonly goroutines: GoroutineAccount;
  readonly recorded: RecordedOrigin | null;
  readonly totals: MapTotals;
  readonly mapCount: number;
  readonly topMaps: readonly MapRecord[];
  readonly heap: HeapSummary | null;
  readonly heapOmitted: GraphEstimate | null;
  readonly partial: boolean;
  readonly findings: readonly Finding[];
  readonly #opened: OpenTarget;
  readonly #census: Census;
  readonly #redact: boolean;
  readonly #imageMs: number | undefined;
  readonly #notes = new Diagnostics();
  readonly #wordingIn: (language: Language) => Wording;
  readonly #holdingsOf: () => readonly MapHolding[];
  #wallMs = 0;
  #ranked: Uint32Array | undefined;
  readonly #abstractPaths = new Map<number, readonly string[]>();

  /** Everything that is read from the target for the report is read here; `finish` ends the account. */
  constructor(opened: OpenTarget, census: Census, options: InspectOptions) {
    const { runtime, table, holders, spans } = census;
    const language: Language = options.language ?? 'en';
    this.#opened = opened;
    this.#census = census;
    this.#redact = options.redact ?? false;
    this.cgroup = opened.cgroup;
    this.memoryLimitBytes = census.gc.memoryLimitBytes ?? null;
    this.recorded = opened.recorded;
    this.target = targetOf(opened, census);
    this.#imageMs = momentOfImage(this.target.kind, opened.recorded?.at);
    const goroutines = this.#redact ? withoutLabels(census.goroutines) : census.goroutines;
    this.goroutines = goroutineAccount(goroutines);
    this.mapCount = table.count;
    const survey = surveyMaps(table, chosenCount(options.top));
    this.totals = totalsOf(survey, holders);
    const heapBytes = spanBytes(spans);
    if (opened.evidence.heap) this.#notes.add('heap-dump-without-rss', dumpWithoutRss);
    else if (opened.rssBytes === undefined) this.#notes.add('core-without-rss', coreWithoutRss);
    const { ledger, excessMapBytes } = buildLedger(
      {
        memory: census.account,
        maps: this.totals,
        absentMapBytes: absentMapBytes(table, spans, census.residency),
        live: census.heap && liveAccountOf(census.heap),
      },
      language,
    );
    this.ledger = ledger;
    const { totalBytes } = ledger;
    const overflow = excessMapsMessage(excessMapBytes);
    if (overflow !== undefined) this.#notes.add('maps-not-resident', overflow);
    this.topMaps = survey.largest.map((index) => this.#record(index));
    const evidence: CensusEvidence = {
      totalBytes,
      heapBytes,
      goMinor: runtime.goMinor,
      mapKind: runtime.mapKind,
      incomplete: opened.ended || this.diagnostics.some(({ code }) => partialCodes.has(code)),
      survey,
      values: lookIntoMaps(census, survey, {
        imageMs: this.#imageMs,
        redact: this.#redact,
      }),
      containers: census.containers,
      holders,
      recordOf: (index) => this.#record(index),
      inlineElemBytesOf: (index) => inlineElemBytes(table, index),
      groupKeyOf: (index) => groupKey(table.typeOf(index), table.holderPathOf(index)),
    };
    this.heap = census.heap ? summarize(census.heap) : null;
    this.heapOmitted = census.omitted ?? null;
    this.partial = census.diagnostics.has('graph-interrupted');
    const { gc, nowNs, account } = census;
    const spanStructBytes = runtime.layouts.struct('runtime.mspan')?.size ?? 0;
    const { goMinor, mapKind } = runtime;
    const waste = { goMinor, mapKind, totalBytes, goroutines, memory: account, gc, nowNs, spanStructBytes };
    const findingsIn = (other: Language): Finding[] =>
      judge(evidence, other, [...heapFindings(census, evidence, other), ...judgeRuntime(waste, other)]);
    this.findings = findingsIn(language);
    this.headline = headline(evidence, this.findings, language);
    this.#wordingIn = (other) => {
      const findings = findingsIn(other);
      return { headline: headline(evidence, findings, other), findings };
    };
    this.#holdingsOf = () => mapHoldings(survey, holders);
  }

  wordingIn(language: Language): Wording {
    return this.#wordingIn(language);
  }

  livePaths(): readonly PathRow[] {
    return this.#census.heap ? pathRows(this.#census.heap) : [];
  }

  holdings(): readonly MapHolding[] {
    return this.#holdingsOf();
  }

  /** Closes the account of time; called once the target goes on. */
  finish(startedMs: number): void {
    this.#wallMs = performance.now() - startedMs;
  }

  get cost(): Cost {
    return {
      wallMs: round(this.#wallMs),
      pausedMs: round(this.#opened.pausedMs),
      bytesRead: this.#census.memory.bytesRead + (this.#census.heap?.bytesReadAside ?? 0),
    };
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#opened.diagnostics(), ...this.#census.diagnostics.list(), ...this.#notes.list()];
  }

  *maps(limit: number = Number.POSITIVE_INFINITY): IterableIterator<MapRecord> {
    if (limit <= this.topMaps.length) {
      yield* this.topMaps.slice(0, limit);
      return;
    }
    this.#ranked ??= rankMaps(this.#census.table);
    const count = Math.min(limit, this.#ranked.length);
    for (let place = 0; place < count; place++) {
      const index = this.#ranked[place];
      yield place < exactHolderLimit ? this.#record(index) : this.#recordByPath(index);
    }
  }

  mapDetail(path: string): MapDetail {
    const { table, holders } = this.#census;
    const isAddress = /^0x[0-9a-f]{1,12}$/i.test(path);
    const index = isAddress ? table.indexAt(Number(path)) : (holders?.findByPath(path)[0] ?? -1);
    if (index < 0)
      throw new UnreadableError('no-such-map', noSuchMap(path, isAddress, holders !== undefined));
    const options = { redact: this.#redact, imageMs: this.#imageMs };
    return detailOf(this.#record(index), index, this.#census, options);
  }

  why(question: string, limit: number = defaultTop): WhyAnswer {
    return whyOf(question, this.#census, Math.max(1, limit));
  }

  close(): void {
    this.#opened.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** A record whose holder is told without indexes and keys, which are read from the target at some cost each. */
  #recordByPath(index: number): MapRecord {
    const { table, holders } = this.#census;
    const path = table.holderPathOf(index);
    if (!holders || path < 0) return table.record(index);
    if (!this.#notes.has('holders-abstract')) this.#noteAbstractHolders();
    let known = this.#abstractPaths.get(path);
    if (!known) this.#abstractPaths.set(path, (known = [holders.abstractPath(path)]));
    return table.record(index, known);
  }

  #noteAbstractHolders(): void {
    this.#notes.add(
      'holders-abstract',
      `Only the ${exactHolderLimit} largest maps are listed with indexes and keys in their holder paths; the others have [*].`,
    );
  }

  #record(index: number): MapRecord {
    const { table, holders } = this.#census;
    return table.record(index, holders?.pathsOf(index));
  }
}

/** What the look at every object gives rise to. */
function heapFindings(
  { heap }: Census,
  { totalBytes, goMinor, mapKind }: CensusEvidence,
  language: Language,
): Finding[] {
  if (!heap) return [];
  return judgeArrays(
    {
      totalBytes,
      goMinor,
      mapKind,
      slack: arrayGroupsOf(heap, 'slack'),
      pinned: arrayGroupsOf(heap, 'pinned'),
      pinnedText: arrayGroupsOf(heap, 'pinnedText'),
    },
    language,
  );
}

function noSuchMap(path: string, isAddress: boolean, hasHolders: boolean): string {
  if (isAddress) return `no map has its header at ${path}; --json lists the address of each map`;
  if (!hasHolders)
    return 'a holder path is known only where holders are traced: drop --no-holders, or give an address';
  return `no map is held at ${path}; --json lists the holders of each map`;
}

function targetOf({ evidence }: OpenTarget, { runtime }: Census): Target {
  return {
    kind: evidence.kind,
    pid: evidence.pid,
    exe: evidence.executablePath,
    goVersion: runtime.goVersion,
    mapKind: runtime.mapKind,
    stripped: runtime.stripped,
    arch: runtime.arch,
    modulePath: runtime.modulePath,
    buildId: runtime.elf.goBuildId || runtime.elf.buildId,
  };
}

/** Diagnostics after which what was not seen may be more than what was. */
const partialCodes = new Set([
  'spans-unreadable',
  'map-headers-unreadable',
  'core-truncated',
  'heap-dump-truncated',
  'heap-dump-damaged',
]);
const pageBytes = 8192;
const coreWithoutRss =
  'A core does not tell what was resident: its ledger and all shares are of the heap in use, not of RSS.';

const dumpWithoutRss =
  'A heap dump does not tell what was resident: its ledger and all shares are of what Go has from the system and has not given back (Sys less HeapReleased); memory outside Go is not in it.';

function spanBytes(spans: SpanTable): number {
  let pages = 0;
  for (let ordinal = 0; ordinal < spans.count; ordinal++) pages += spans.pageCount[ordinal];
  return pages * pageBytes;
}

function inlineElemBytes(table: MapTable, index: number): number {
  const layout = table.typeOf(index)?.map;
  if (!layout) return 0;
  return layout.elemIndirect ? 8 : layout.elemSize;
}

function round(elapsedMs: number): number {
  return Math.round(elapsedMs * 10) / 10;
}
