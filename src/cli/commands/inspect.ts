import { isAtLeast, type Severity } from '../../findings/index.ts';
import { type Inspection, isEndpoint, isEvidence } from '../../inspect/index.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { useOptimizer } from '../optimizer.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { inspectJson } from '../report/inspect-json.ts';
import { inspectReport } from '../report/inspect-report.ts';
import { mapDetailJson, mapDetailReport } from '../report/map-detail.ts';
import { refuseReportPage, writeReportPage } from './inspect-html.ts';
import { refuseProfile, writeProfile } from './inspect-pprof.ts';
import { whyJson, whyReport } from '../report/why-report.ts';
import { type Terminal, type TerminalOptions, terminalFor } from '../terminal.ts';
import { inspectGrowth } from './inspect-growth.ts';
import { lookAtTarget } from './look-at-target.ts';

export interface InspectCommandOptions extends TerminalOptions {
  readonly watch?: string;
  readonly every?: string;
  readonly prometheus?: string;
  readonly selector?: string;
  readonly range?: string;
  readonly rule?: readonly string[];
  readonly json?: boolean;
  readonly html?: string | true;
  readonly pprof?: string;
  readonly top?: number;
  readonly map?: string;
  readonly why?: string;
  readonly freeze?: boolean;
  readonly holders?: boolean;
  readonly graph?: boolean;
  readonly maxMemory?: string;
  readonly redact?: boolean;
  readonly exe?: string;
  readonly failOn?: Severity;
  readonly deep?: boolean;
  readonly gcTest?: boolean;
  readonly header?: readonly string[];
  readonly type?: readonly string[];
}

/** Options that only a URL has a use for. */
const endpointOptions = [
  ['deep', '--deep'],
  ['gcTest', '--gc-test'],
  ['header', '--header'],
  ['type', '--type'],
] as const;

/** Lists with fewer maps than this are printed before the optimizing compiler pays. */
const shortListLength = 100_000;

/** The report of one target; of several of one program what changed between them. */
export async function inspect(targets: readonly string[], options: InspectCommandOptions): Promise<void> {
  if (options.prometheus !== undefined || options.watch !== undefined) {
    refuseMisplaced(options, options.prometheus === undefined && targets.some(isEndpoint));
    const { inspectSeries } = await import('./inspect-series.ts');
    await inspectSeries(targets, options);
    return;
  }
  refuseStrayOptions(targets, options);
  if (targets.some(isEndpoint)) {
    // What a URL holds may be a secret, and is not repeated.
    if (targets.length > 1) throw new UsageError('a URL is inspected alone');
    const { inspectEndpoint } = await import('./inspect-endpoint.ts');
    await inspectEndpoint(targets[0], options);
    return;
  }
  refuseMisplaced(options, false);
  if (targets.length > 1) {
    if (targets.every(isEvidence)) {
      if (targets.length > 2) {
        const { inspectProfiles } = await import('./inspect-series.ts');
        if (await inspectProfiles(targets, options)) return;
      }
      const { compareEvidenceFiles } = await import('./inspect-evidence.ts');
      if (await compareEvidenceFiles(targets, options)) return;
    }
    await inspectGrowth(targets, options);
    return;
  }
  if (isEvidence(targets[0])) {
    const { inspectEvidence } = await import('./inspect-evidence.ts');
    if (await inspectEvidence(targets[0], options)) return;
  }
  const terminal = terminalFor(options);
  const progress = new Progress();
  if (options.html !== undefined) refuseReportPage(options.html, options.top);
  if (options.pprof !== undefined) refuseProfile(options.pprof);
  using inspection = await lookAtTarget(targets[0], options, terminal, progress);
  progress.done();
  await print(inspection, options, terminal);
  const { failOn } = options;
  if (failOn && inspection.findings.some((each) => isAtLeast(each.severity, failOn))) {
    process.exitCode = exitCodes.findings;
  }
}

function refuseMisplaced(options: InspectCommandOptions, isOfUrl: boolean): void {
  if (isOfUrl) return;
  const misplaced = endpointOptions.find(
    // Prometheus is a URL, too, and may want to know who asks.
    ([option]) => options[option] !== undefined && !(option === 'header' && options.prometheus !== undefined),
  );
  if (misplaced) throw new UsageError(`${misplaced[1]} wants a URL (http://host:port)`);
}

function refuseStrayOptions(targets: readonly string[], options: InspectCommandOptions): void {
  if (targets.length === 0) throw new UsageError("missing required argument 'targets'; see highwater --help");
  const owners = { every: 'watch', selector: 'prometheus', range: 'prometheus', rule: 'watch' } as const;
  for (const [option, owner] of Object.entries(owners))
    if (option === 'rule' && targets.length > 2) continue;
    else if (options[option as keyof typeof owners] !== undefined)
      throw new UsageError(`--${option} goes with --${owner}; see highwater --help`);
}

async function print(
  inspection: Inspection,
  options: InspectCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const { json, map, top, html, pprof, why } = options;
  if (why !== undefined) {
    if ((inspection.heap?.objects ?? 0) > shortListLength) useOptimizer(true);
    const answer = inspection.why(why, top);
    await writeAll(json ? whyJson(answer) : whyReport(answer, terminal));
    return;
  }
  if (map !== undefined) {
    const detail = inspection.mapDetail(map);
    await writeAll(json ? mapDetailJson(detail) : mapDetailReport(detail, terminal));
    return;
  }
  if (html !== undefined) await writeReportPage(inspection, html, terminal.language, top);
  if (pprof !== undefined) await writeProfile(inspection, pprof, terminal.language);
  if (html !== undefined || pprof !== undefined) return;
  if (json && Math.min(top ?? Infinity, inspection.mapCount) > shortListLength) useOptimizer(true);
  await writeAll(json ? inspectJson(inspection, top) : inspectReport(inspection, terminal));
}
