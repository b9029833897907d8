import { setTimeout as pause } from 'node:timers/promises';
import { isAtLeast } from '../../findings/index.ts';
import {
  articleRules,
  type ArticleRule,
  type ArticleSettings,
  EndpointSeries,
  type Inspection,
  isEndpoint,
  looksMax,
  ProcessSeries,
  readProfileSeries,
  readPrometheus,
  seriesFindings,
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
import { endpointOptionsOf, headerLines } from './inspect-endpoint.ts';
import { refuseForEvidence } from './inspect-evidence.ts';
import type { InspectCommandOptions } from './inspect.ts';
import { lookAtTarget } from './look-at-target.ts';

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
    ({ report, isEarly } = await watchTarget(targets, options, settings, terminal));
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
    onKnown: async () => {
      refuseForSeries(options);
      await refuseForEvidence(targets[0], options);
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
  const findings = seriesFindings(report, terminal.language);
  if (html !== undefined) {
    const page = seriesEvidence(report, await report.flame?.());
    await writeEvidencePage(page, wallMs, html, terminal.language, top);
  } else if (json) {
    const flame = await report.flame?.();
    await writeAll(seriesJson(report, findings, flame, wallMs, top));
  } else await writeAll(seriesReport(report, findings, terminal, top, isEarly));
  if (failOn && findings.some(({ severity }) => isAtLeast(severity, failOn)))
    process.exitCode = exitCodes.findings;
}

/** What is looked at again and again. */
interface Watched {
  readonly looks: number;
  /** False where there is nothing more to look at. */
  look(): Promise<boolean>;
  report(settings: ArticleSettings): SeriesReport | undefined;
}

async function watchTarget(
  targets: readonly string[],
  options: InspectCommandOptions,
  settings: ArticleSettings,
  terminal: Terminal,
): Promise<{ report: SeriesReport; isEarly: boolean }> {
  if (targets.length !== 1)
    throw new UsageError('--watch looks at one process or URL: name one; see highwater --help');
  const watchMs = parseDuration(options.watch ?? '');
  const everyMs = parseDuration(options.every ?? usualEvery);
  if (watchMs / everyMs > looksMax)
    throw new UsageError(`--watch and --every ask for more than ${looksMax} looks; look less often`);
  const progress = new Progress();
  const watched = isEndpoint(targets[0])
    ? await watchedEndpoint(targets[0], options, progress)
    : watchedProcess(targets[0], options, terminal, progress);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  // Ctrl-C ends the waiting, and what is known is told; a second one ends the program.
  process.once('SIGINT', onInterrupt);
  try {
    const startMs = Date.now();
    for (let look = 0; !stop.signal.aborted && look * everyMs <= watchMs; look++) {
      await waitUntil(startMs + look * everyMs, stop.signal);
      if (stop.signal.aborted || !(await watched.look())) break;
    }
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    progress.done();
  }
  const report = watched.report(settings);
  if (!report) throw new UnreadableError('no-look', 'the target was not looked at before the end');
  return { report, isEarly: watched.looks < Math.floor(watchMs / everyMs) + 1 };
}

async function watchedEndpoint(
  url: string,
  options: InspectCommandOptions,
  { onPhase }: Progress,
): Promise<Watched> {
  if (options.gcTest)
    throw new UsageError('--gc-test makes the process collect, which a series of looks must not do');
  // What a URL holds may be a secret, and is not repeated.
  await refuseForEvidence('a URL', options);
  const series = new EndpointSeries();
  const asked = { ...endpointOptionsOf(options), onPhase };
  return {
    get looks() {
      return series.looks;
    },
    look: async () => {
      await series.look(url, asked);
      return true;
    },
    report: (settings) => series.report(settings),
  };
}

function watchedProcess(
  target: string,
  options: InspectCommandOptions,
  terminal: Terminal,
  progress: Progress,
): Watched {
  const series = new ProcessSeries();
  return {
    get looks() {
      return series.looks;
    },
    look: () =>
      takeLook(target, series, (name) =>
        // V8's own watch for SIGINT would take the signal from our handler, which ends the series and not one look.
        lookAtTarget(name, options, terminal, progress, <T>(work: () => T) => ({ result: work() })),
      ),
    report: (settings) => series.report(settings),
  };
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
