import { Diagnostics, UnreadableError } from '../../base/index.ts';
import { formatBytes, judgeProfiledMaps, totalBytesOf } from '../../findings/index.ts';
import { type ArticleSettings, askArticles, type LineSeries } from '../../profile/index.ts';
import type { MapLine } from '../evidence/endpoint/allocation-lines.ts';
import { contextOf, type EndpointLook } from '../evidence/endpoint/endpoint-report.ts';
import { type EndpointOptions, lookAtEndpoint } from '../evidence/endpoint/read-endpoint.ts';
import { MapLineHistories } from './map-line-histories.ts';
import { looksMax } from './process-series.ts';
import { SeriesTable } from './series-table.ts';
import { judgedLine, ranked, type SeriesReport } from './series-report.ts';

/** Lines of source of a look that are followed: more would be noise to read. */
const linesMax = 200;
/** What a line rises by is noise below this share of what Go holds, and below so many samples (1.96²). */
const noiseShare = 0.005;
const noiseSamples = 3.84;

/** What is kept of looks at one URL: a number a line and look. */
export class EndpointSeries {
  readonly #table = new SeriesTable();
  readonly #histories = new MapLineHistories();
  readonly #diagnostics = new Diagnostics();
  readonly #startsMs: number[] = [];
  readonly #sampleBytes = new Map<string, number>();
  #last: EndpointLook | undefined;
  #bytesRead = 0;

  get looks(): number {
    return this.#table.looks;
  }

  /**
   * Asks the URL once more. Rejects with UnreadableError where the first look fails; that a later one does is told in the end: a pod
   * that is started anew does not answer for a while.
   */
  async look(url: string, options: EndpointOptions): Promise<void> {
    const diagnostics = new Diagnostics();
    let look: EndpointLook;
    try {
      look = await lookAtEndpoint(url, options, diagnostics);
    } catch (error) {
      if (!(error instanceof UnreadableError) || this.looks === 0) throw error;
      this.#diagnostics.add('look-failed', `a look failed and is left out: ${error.message}`);
      return;
    }
    if (this.#last && evidenceOf(look) !== evidenceOf(this.#last)) {
      this.#diagnostics.add(
        'look-differs',
        'a look had other evidence than the first (no heap profile, or one without the names of the runtime): it is left out',
      );
      return;
    }
    this.#add(look);
    this.#diagnostics.addAll(diagnostics.list());
  }

  #add(look: EndpointLook): void {
    if (this.looks >= looksMax) return;
    const { nowMs, statistics, allocations } = look;
    this.#bytesRead += look.bytesRead;
    if (this.#last && isAnother(this.#last, look)) {
      this.#startsMs.push(nowMs);
      this.#histories.clear();
      this.#diagnostics.add(
        'endpoint-restart',
        'the program was started anew between two looks: growth is asked of the looks since',
      );
    }
    this.#last = look;
    const table = this.#table;
    table.begin(nowMs);
    const put = (name: string, value: number | null, unit: LineSeries['unit'] = 'bytes'): void => {
      if (value !== null) table.put(name, unit, value);
    };
    put('heap in use', statistics.heapInuseBytes);
    put('live and garbage', statistics.heapAllocBytes);
    put('RSS', statistics.residentBytes);
    put('objects', statistics.heapObjectCount, 'count');
    put('goroutines', statistics.goroutineCount, 'count');
    put('maps', allocations?.mapBytes?.bytes ?? null);
    for (const { file, line, mechanism, live } of (allocations?.lines ?? []).slice(0, linesMax)) {
      // The place last: of a name that is cut in its middle both ends are seen.
      const name = `${mechanism === 'other' ? '' : `${mechanism} `}${shortFile(file)}:${line}`;
      put(name, live.bytes);
      if (live.sampleCount > 0) this.#sampleBytes.set(name, live.bytes / live.sampleCount);
    }
    const mapLines = allocations?.mapLines ?? [];
    for (const map of mapLines) {
      if (map.mostEntries !== null) put(`most entries ${placeOf(map)}`, map.mostEntries, 'count');
      this.#histories.add(map, nowMs);
    }
    this.#histories.addOthers(nowMs, othersOf(look));
    table.end();
  }

  /** What is known so far; undefined before the first look. */
  report(settings?: ArticleSettings): SeriesReport | undefined {
    const last = this.#last;
    if (!last) return undefined;
    const { timesMs } = this.#table;
    const all = this.#table.lines().map((line): LineSeries => ({ ...line, startsMs: this.#startsMs }));
    const named = (name: string): LineSeries | undefined => all.find((line) => line.name === name);
    const [live, objects, goroutines] = ['live and garbage', 'objects', 'goroutines'].map(named);
    const totalBytes = totalBytesOf(last.statistics) ?? 0;
    const mapLines = (last.allocations?.mapLines ?? []).map((map) => {
      const history = this.#histories.fullestOf(map);
      return history ? { ...map, history } : map;
    });
    const diagnostics = new Diagnostics();
    diagnostics.addAll(this.#diagnostics.list());
    for (const { map, sinceMs, othersBefore, othersNow } of this.#histories.staying(last.nowMs))
      diagnostics.add(
        'map-line-stays',
        `the arrays of the maps that ${map.functionName} (${placeOf(map)}) fills have taken ${formatBytes(map.buckets.bytes)} since ${new Date(sinceMs).toISOString().slice(0, 19)} UTC, while all else that lives fell from ${formatBytes(othersBefore)} to ${formatBytes(othersNow)}; whether these maps are empty, no profile tells: the process, a core or a heap dump does`,
      );
    // Minutes and hours of looks: there is no other day to hold them against.
    const lines = ranked(
      all.map((line) =>
        judgedLine(line, {
          dailyCycle: 'ignored',
          ...(line.unit === 'bytes' ? { leastRise: this.#leastRise(line.name, totalBytes) } : {}),
        }),
      ),
    );
    return {
      target: { kind: 'endpoint', source: last.source, goVersion: last.statistics.goVersion },
      fromMs: timesMs[0],
      toMs: timesMs[timesMs.length - 1],
      looks: this.looks,
      bytesRead: this.#bytesRead,
      lines,
      processes: [{ kind: 'endpoint', target: last.source, lines, limits: [] }],
      rules: askArticles(
        { ...(live && { live }), ...(objects && { objects }), ...(goroutines && { goroutines }) },
        settings,
      ),
      findingsIn: (language) => judgeProfiledMaps(mapLines, totalBytes, contextOf(last), language),
      diagnostics: diagnostics.list(),
    };
  }

  #leastRise(name: string, totalBytes: number): number {
    return Math.max(noiseShare * totalBytes, noiseSamples * (this.#sampleBytes.get(name) ?? 0));
  }
}

/** Lines of one kind of evidence cannot be held against those of another. */
function evidenceOf({ allocations }: EndpointLook): 'none' | 'sizes' | 'frames' {
  if (!allocations) return 'none';
  return allocations.mapBytes ? 'frames' : 'sizes';
}

/** A start time that moves by less is the same start: it is worked out from ticks and the boot time. */
const sameStartMs = 3000;

/** Counters that no process turns back. */
function isAnother({ statistics: before }: EndpointLook, { statistics: now }: EndpointLook): boolean {
  if (before.startedMs !== null && now.startedMs !== null)
    return Math.abs(now.startedMs - before.startedMs) > sameStartMs;
  return (['mallocCount', 'totalAllocBytes', 'gcCount'] as const).some(
    (name) => (now[name] ?? Infinity) < (before[name] ?? 0),
  );
}

/** Live bytes that are no maps; null where maps are not known. */
function othersOf({ allocations }: EndpointLook): number | null {
  if (!allocations?.mapBytes) return null;
  const all = allocations.lines.reduce((sum, { live }) => sum + live.bytes, 0);
  return Math.max(0, all - allocations.mapBytes.bytes);
}

function shortFile(file: string): string {
  return file.split('/').slice(-2).join('/');
}

function placeOf({ file, line }: MapLine): string {
  return `${shortFile(file)}:${line}`;
}
