import { Diagnostics } from '../../base/index.ts';
import { type ArticleSettings, askArticles, type LineSeries } from '../../profile/index.ts';
import type { Snapshot } from '../growth/snapshot.ts';
import { SeriesTable } from './series-table.ts';
import { judgedLine, ranked, type SeriesReport } from './series-report.ts';

/** Lines of a look that are followed: more would be noise to read. */
const mapsMax = 200;
/** What a line rises by is noise below this share of the whole, and below this many bytes. */
const noiseShare = 0.005;
const leastNoiseBytes = 16_384;
/** Looks that are kept at most. */
export const looksMax = 5000;

/** What is kept of looks at one process: a number a line and look. */
export class ProcessSeries {
  readonly #table = new SeriesTable();
  readonly #diagnostics = new Diagnostics();
  #last: Snapshot | undefined;

  get looks(): number {
    return this.#table.looks;
  }

  /** Takes a look's numbers; `atMs` rises from look to look. */
  add(atMs: number, snapshot: Snapshot): void {
    if (this.looks >= looksMax) return;
    this.#last = snapshot;
    const table = this.#table;
    table.begin(atMs);
    table.put(snapshot.target.kind === 'process' ? 'RSS' : 'total', 'bytes', snapshot.totalBytes);
    for (const { id, bytes } of snapshot.ledger) table.put(id, 'bytes', bytes);
    const maps = [...snapshot.maps.rows.values()].sort((a, b) => b.bytes - a.bytes).slice(0, mapsMax);
    for (const { name, bytes } of maps) table.put(`map ${name}`, 'bytes', bytes);
    if (snapshot.goroutines)
      table.put(
        'goroutines',
        'count',
        snapshot.goroutines.reduce((sum, { count }) => sum + count, 0),
      );
    this.#diagnostics.addAll(snapshot.diagnostics);
    table.end();
  }

  /** What is known so far; undefined before the first look. */
  report(settings?: ArticleSettings): SeriesReport | undefined {
    const { target } = this.#last ?? {};
    if (!target) return undefined;
    const { timesMs } = this.#table;
    const all = this.#table.lines();
    const named = (name: string): LineSeries | undefined => all.find((line) => line.name === name);
    const total = all[0];
    const [live, goroutines] = [named('heap') ?? named('RSS'), named('goroutines')];
    // Minutes and hours of looks: there is no other day to hold them against.
    const lines = ranked(
      all.map((line) =>
        judgedLine(line, {
          dailyCycle: 'ignored',
          ...(line.unit === 'bytes' ? { leastRise: leastRiseOf(total) } : {}),
        }),
      ),
    );
    return {
      target: { kind: 'process', source: `${target.exe} (${target.pid})`, goVersion: target.goVersion },
      fromMs: timesMs[0],
      toMs: timesMs.at(-1) ?? 0,
      looks: this.looks,
      lines,
      rules: askArticles({ ...(live ? { live } : {}), ...(goroutines ? { goroutines } : {}) }, settings),
      processes: [{ kind: 'process', target: String(target.pid), lines, limits: this.#last?.limits ?? [] }],
      diagnostics: this.#diagnostics.list(),
    };
  }
}

function leastRiseOf(total: LineSeries): number {
  return Math.max(
    leastNoiseBytes,
    noiseShare * total.values.reduce((most, value) => Math.max(most, value), 0),
  );
}
