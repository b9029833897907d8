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
import { whyJson, whyReport } from '../report/why-report.ts';
import { words } from '../words/words.ts';
import { type Terminal, type TerminalOptions, terminalFor } from '../terminal.ts';

export interface InspectCommandOptions extends TerminalOptions {
  readonly json?: boolean;
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
  const { top = terminalRows, freeze = false, holders = true, redact = false, exe, maxMemory } = options;
  // Who keeps an object is known only where all were looked at.
  const graph = options.graph ?? (options.why === undefined ? undefined : true);
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
    interruptible,
    onHeap: (scannedBytes) => {
      if (scannedBytes > shortWorkBytes) useOptimizer(true);
    },
    ...(exe === undefined ? {} : { exe }),
    ...(graph === undefined ? {} : { graph }),
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
  const { json, map, top, why } = options;
  if (why !== undefined) {
    const answer = inspection.why(why, top);
    await writeAll(json ? whyJson(answer) : whyReport(answer, terminal));
    return;
  }
  if (map !== undefined) {
    const detail = inspection.mapDetail(map);
    await writeAll(json ? mapDetailJson(detail) : mapDetailReport(detail, terminal));
    return;
  }
  if (json && Math.min(top ?? Infinity, inspection.mapCount) > shortListLength) useOptimizer(true);
  await writeAll(json ? inspectJson(inspection, top) : inspectReport(inspection, terminal));
}
