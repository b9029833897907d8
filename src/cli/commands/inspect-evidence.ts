import fs from 'node:fs';
import { isAtLeast } from '../../findings/index.ts';
import {
  compareEvidence,
  type EvidenceReport,
  readEvidence,
  type SampleChoice,
} from '../../inspect/index.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { useOptimizer } from '../optimizer.ts';
import { writeAll } from '../output.ts';
import { evidenceJson } from '../report/evidence-json.ts';
import { evidenceReport } from '../report/evidence-report.ts';
import { terminalFor } from '../terminal.ts';
import type { InspectCommandOptions } from './inspect.ts';

/** Options that ask for what only memory has. */
const memoryOptions = [
  ['map', '--map'],
  ['why', '--why'],
  ['pprof', '--pprof'],
  ['exe', '--exe'],
  ['maxMemory', '--max-memory'],
  ['freeze', '--freeze'],
  ['graph', '--graph'],
] as const;

/** The report of a file that is no process's memory, or of standard input; false where no reader knows what it is. */
export async function inspectEvidence(target: string, options: InspectCommandOptions): Promise<boolean> {
  const startedMs = performance.now();
  optimizeFor([target]);
  const report = await readEvidence(target, () => refuseForEvidence(target, options), choiceOf(options));
  if (report) await writeEvidence(report, startedMs, options);
  return report !== undefined;
}

/** Undefined where all samples are asked for. */
function choiceOf({ focus, ignore, tagFocus }: InspectCommandOptions): SampleChoice | undefined {
  if (focus === undefined && ignore === undefined && tagFocus === undefined) return undefined;
  return {
    ...(focus === undefined ? {} : { focus }),
    ...(ignore === undefined ? {} : { ignore }),
    ...(tagFocus === undefined ? {} : { tagFocus }),
  };
}

/** Files from this size on are read for longer than compiling the readers well takes. */
const largeBytes = 4 * 2 ** 20;

function optimizeFor(targets: readonly string[]): void {
  const byteCount = targets.reduce(
    (sum, target) => sum + (fs.statSync(target, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  if (byteCount >= largeBytes) useOptimizer(true);
}

/** What changed between several such files, in the order of time; false where no reader knows what the first is. */
export async function compareEvidenceFiles(
  targets: readonly string[],
  options: InspectCommandOptions,
): Promise<boolean> {
  const startedMs = performance.now();
  optimizeFor(targets);
  const report = await compareEvidence(
    targets,
    () => refuseForEvidence(targets[0], options),
    choiceOf(options),
  );
  if (report) await writeEvidence(report, startedMs, options);
  return report !== undefined;
}

/** Fails where the options ask for what such a report does not have, or its page could not be written. */
export async function refuseForEvidence(target: string, options: InspectCommandOptions): Promise<void> {
  const asked = memoryOptions.find(([option]) => options[option] !== undefined && options[option] !== false);
  if (asked)
    throw new UsageError(
      `${asked[1]} wants a process, a core, a heap dump or a recording; ${target} is none of them`,
    );
  if (options.html === undefined) return;
  const { refuseEvidencePage } = await import('./evidence-html.ts');
  refuseEvidencePage(options.html, options.top);
}

/** Prints the report as the options say, which `refuseForEvidence` has let pass. */
export async function writeEvidence(
  report: EvidenceReport,
  startedMs: number,
  options: InspectCommandOptions,
): Promise<void> {
  const terminal = terminalFor(options);
  const wallMs = performance.now() - startedMs;
  const { top, failOn, html } = options;
  if (html !== undefined) {
    const { writeEvidencePage } = await import('./evidence-html.ts');
    await writeEvidencePage(report, wallMs, html, terminal.language, top);
  } else
    await writeAll(
      options.json
        ? evidenceJson(report, wallMs, top, terminal.language)
        : evidenceReport(report, wallMs, top, terminal),
    );
  // The words are made anew for each question: those of a large profile take a while.
  if (
    failOn &&
    report.wordingIn(terminal.language).findings.some(({ severity }) => isAtLeast(severity, failOn))
  )
    process.exitCode = exitCodes.findings;
}
