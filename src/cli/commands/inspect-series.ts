import { setTimeout as pause } from 'node:timers/promises';
import { isAtLeast } from '../../findings/index.ts';
import {
  articleRules,
  type ArticleRule,
  type ArticleSettings,
  type Inspection,
  looksMax,
  ProcessSeries,
  readProfileSeries,
  readPrometheus,
  type SeriesReport,
  snapshotOf,
} from '../../inspect/index.ts';
import { UnreadableError } from '../../base/index.ts';
import { parseDuration } from '../duration.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { seriesEvidence } from '../report/series-evidence.ts';
import { seriesJson, seriesReport } from '../report/series-report.ts';
import { type Terminal, terminalFor } from '../terminal.ts';
import { refuseEvidencePage, writeEvidencePage } from './evidence-html.ts';
import { headerLines } from './inspect-endpoint.ts';
import { refuseForEvidence } from './inspect-evidence.ts';
import type { InspectCommandOptions } from './inspect.ts';
import { lookAtTarget } from './look-at-target.ts';

/** What --fail-on takes a growing line for. */
const growthSeverity = 'medium';
const usualEvery = '30s';
const usualRange = '14d';
const rangeMaxMs = 400 * 86_400_000;

/** What grows: of a process that is looked at again and again, or by the metrics of a Prometheus server. */
export async function inspectSeries(
  targets: readonly string[],
  options: InspectCommandOptions,
): Promise<void> {
  const { prometheus, watch, selector, range, every } = options;
  refuseForSeries(options);
  if (prometheus !== undefined && (watch !== undefined || every !== undefined || targets.length > 0))
    throw new UsageError('--prometheus stands alone: no target, no --watch; see highwater --help');
  const settings = settingsOf(options.rule ?? []);
  const terminal = terminalFor(options);
  const startMs = performance.now();
  let isEarly = false;
  let report: SeriesReport;
  if (prometheus === undefined) {
    if (selector !== undefined || range !== undefined)
      throw new UsageError('--selector and --range go with --prometheus; see highwater --help');
    ({ report, isEarly } = await watchProcess(targets, options, settings, terminal));
  } else {
    const rangeMs = parseDuration(range ?? usualRange);
    if (rangeMs > rangeMaxMs) throw new UsageError('--range is at most 400d');
    const headers = (options.header ?? []).flatMap(headerLines);
    report = await readPrometheus(prometheus, { selector: selector ?? '', rangeMs, headers, settings });
  }
  await writeSeries(report, performance.now() - startMs, options, isEarly);
}

/** What grows by three or more saved profiles; false where the first of the files is none. */
export async function inspectProfiles(
  targets: readonly string[],
  options: InspectCommandOptions,
): Promise<boolean> {
  const settings = settingsOf(options.rule ?? []);
  const startMs = performance.now();
  const report = await readProfileSeries(targets, {
    settings,
    onKnown: () => {
      refuseForSeries(options);
      refuseForEvidence(targets[0], options);
    },
  });
  if (report) await writeSeries(report, performance.now() - startMs, options, false);
  return report !== undefined;
}

function refuseForSeries(options: InspectCommandOptions): void {
  for (const option of ['map', 'why', 'pprof'] as const)
    if (options[option] !== undefined)
      throw new UsageError(
        `--${option} looks at one moment, and cannot be had of a series; see highwater --help`,
      );
  if (options.html !== undefined) refuseEvidencePage(options.html, options.top);
}

async function writeSeries(
  report: SeriesReport,
  wallMs: number,
  { json, html, top, failOn, ...options }: InspectCommandOptions,
  isEarly: boolean,
): Promise<void> {
  const terminal = terminalFor(options);
  if (html !== undefined) {
    const page = seriesEvidence(report, await report.flame?.());
    await writeEvidencePage(page, wallMs, html, terminal.language, top);
  } else if (json) await writeAll(seriesJson(report, await report.flame?.(), wallMs, top));
  else await writeAll(seriesReport(report, terminal, top, isEarly));
  const grows = report.lines.some(({ verdict }) => verdict === 'growing');
  if (failOn && grows && isAtLeast(growthSeverity, failOn)) process.exitCode = exitCodes.findings;
}

async function watchProcess(
  targets: readonly string[],
  options: InspectCommandOptions,
  settings: ArticleSettings,
  terminal: Terminal,
): Promise<{ report: SeriesReport; isEarly: boolean }> {
  if (targets.length !== 1)
    throw new UsageError('--watch looks at one process: name one; see highwater --help');
  const watchMs = parseDuration(options.watch ?? '');
  const everyMs = parseDuration(options.every ?? usualEvery);
  if (watchMs / everyMs > looksMax)
    throw new UsageError(`--watch and --every ask for more than ${looksMax} looks; look less often`);
  const series = new ProcessSeries();
  const progress = new Progress();
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  // Ctrl-C ends the waiting, and what is known is told; a second one ends the program.
  process.once('SIGINT', onInterrupt);
  try {
    const startMs = Date.now();
    for (let look = 0; !stop.signal.aborted && look * everyMs <= watchMs; look++) {
      await waitUntil(startMs + look * everyMs, stop.signal);
      if (stop.signal.aborted) break;
      const isThere = await takeLook(targets[0], series, (target) =>
        // V8's own watch for SIGINT would take the signal from our handler, which ends the series and not one look.
        lookAtTarget(target, options, terminal, progress, <T>(work: () => T) => ({ result: work() })),
      );
      if (!isThere) break;
    }
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    progress.done();
  }
  const report = series.report(settings);
  if (!report) throw new UnreadableError('no-look', `${targets[0]} was not looked at before the end`);
  const isEarly = series.looks < Math.floor(watchMs / everyMs) + 1;
  return { report, isEarly };
}

/** False where the process is gone; before the first look that is the caller's error. */
async function takeLook(
  target: string,
  series: ProcessSeries,
  look: (target: string) => Promise<Inspection>,
): Promise<boolean> {
  try {
    using inspection = await look(target);
    if (inspection.target.kind !== 'process')
      throw new UsageError('--watch wants a process: what is in a file does not change');
    series.add(Date.now(), snapshotOf(inspection));
    return true;
  } catch (error) {
    if (error instanceof UnreadableError && series.looks > 0) return false;
    throw error;
  }
}

async function waitUntil(atMs: number, signal: AbortSignal): Promise<void> {
  const leftMs = atMs - Date.now();
  if (leftMs > 0) await pause(leftMs, undefined, { signal }).catch(() => undefined);
}

/** `week-on-week=0.5`, over the articles' own thresholds. */
function settingsOf(rules: readonly string[]): ArticleSettings {
  const settings = { ...articleRules };
  for (const text of rules) {
    const [name, value] = text.split('=');
    if (!Object.hasOwn(articleRules, name) || !/^\d+(?:\.\d+)?$/.test(value ?? ''))
      throw new UsageError(
        `'${text}' is no rule and number; the rules are ${Object.keys(articleRules).join(', ')}`,
      );
    settings[name as ArticleRule] = Number(value);
  }
  return settings;
}
