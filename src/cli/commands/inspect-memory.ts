import { isAtLeast } from '../../findings/index.ts';
import type { Inspection } from '../../inspect/index.ts';
import { exitCodes } from '../failure.ts';
import { useOptimizer } from '../optimizer.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { inspectJson } from '../report/inspect-json.ts';
import { inspectReport } from '../report/inspect-report.ts';
import { mapDetailJson, mapDetailReport } from '../report/map-detail.ts';
import { whyJson, whyReport } from '../report/why-report.ts';
import { type Terminal, terminalFor } from '../terminal.ts';
import { refuseReportPage, writeReportPage } from './inspect-html.ts';
import { refuseProfile, writeProfile } from './inspect-pprof.ts';
import type { InspectCommandOptions } from './inspect.ts';
import { lookAtTarget } from './look-at-target.ts';

/** Lists with fewer maps than this are printed before the optimizing compiler pays. */
const shortListLength = 100_000;

/** The report of a process, a core, a heap dump or a recording. All that it needs is loaded with this module. */
export async function inspectMemory(target: string, options: InspectCommandOptions): Promise<void> {
  const terminal = terminalFor(options);
  const progress = new Progress();
  if (options.html !== undefined) refuseReportPage(options.html, options.top);
  if (options.pprof !== undefined) refuseProfile(options.pprof);
  using inspection = await lookAtTarget(target, options, terminal, progress);
  progress.done();
  await print(inspection, options, terminal);
  const { failOn } = options;
  if (failOn && inspection.findings.some((each) => isAtLeast(each.severity, failOn))) {
    process.exitCode = exitCodes.findings;
  }
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
