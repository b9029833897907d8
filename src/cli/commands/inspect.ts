import { formatBytes, formatCount, isAtLeast, type Severity } from '../../findings/index.ts';
import { inspect as look, type Inspection } from '../../inspect/index.ts';
import { parseByteSize } from '../byte-size.ts';
import { exitCodes } from '../failure.ts';
import { interruptible } from '../interruptible.ts';
import { useOptimizer } from '../optimizer.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { inspectJson } from '../report/inspect-json.ts';
import { inspectReport } from '../report/inspect-report.ts';
import { mapDetailJson, mapDetailReport } from '../report/map-detail.ts';
import { words } from '../words/words.ts';
import { refuseReportPage, usualPageRows, writeReportPage } from './inspect-html.ts';
import { refuseProfile, writeProfile } from './inspect-pprof.ts';
import { type Terminal, type TerminalOptions, terminalFor } from '../terminal.ts';

export interface InspectCommandOptions extends TerminalOptions {
  readonly json?: boolean;
  readonly html?: string | true;
  readonly pprof?: string;
  readonly top?: number;
  readonly map?: string;
  readonly freeze?: boolean;
  readonly holders?: boolean;
  readonly graph?: boolean;
  readonly maxMemory?: string;
  readonly redact?: boolean;
  readonly exe?: string;
  readonly failOn?: Severity;
}

const terminalRows = 20;
/** A look that takes longer is announced. */
const longLookMs = 1500;
/** Heaps with fewer bytes to scan than this are done with before the optimizing compiler pays. */
const shortWorkBytes = 2 ** 29;
/** The same for maps to print. */
const shortListLength = 100_000;

export async function inspect(target: string, options: InspectCommandOptions): Promise<void> {
  const terminal = terminalFor(options);
  const progress = new Progress();
  if (options.html !== undefined) refuseReportPage(options.html, options.top);
  if (options.pprof !== undefined) refuseProfile(options.pprof);
  const usualTop = options.html === undefined ? terminalRows : usualPageRows;
  const { top = usualTop, freeze = false, holders = true, redact = false, exe, maxMemory } = options;
  using inspection = await look(target, {
    top,
    freeze,
    holders,
    redact,
    language: terminal.language,
    onPhase: progress.onPhase,
    onGraph: ({ objects, expectedMs, expectedBytes }) => {
      if (expectedMs < longLookMs) return;
      useOptimizer(true);
      const time = `${Math.ceil(expectedMs / 1000)} s`;
      progress.announce(
        words[terminal.language].live.estimate(formatCount(objects), time, formatBytes(expectedBytes)),
      );
    },
    onStop: ({ pid, stopMs, copiedBytes }) => {
      const time = stopMs < 1000 ? `${Math.ceil(stopMs / 10) * 10} ms` : `${(stopMs / 1000).toFixed(1)} s`;
      process.stderr.write(`${words[terminal.language].stopping(pid, time, formatBytes(copiedBytes))}\n`);
    },
    interruptible,
    onHeap: (scannedBytes) => {
      if (scannedBytes > shortWorkBytes) useOptimizer(true);
    },
    ...(exe === undefined ? {} : { exe }),
    ...(options.graph === undefined ? {} : { graph: options.graph }),
    ...(maxMemory === undefined ? {} : { maxMemoryBytes: parseByteSize(maxMemory) }),
  });
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
  const { json, map, top, html, pprof } = options;
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
