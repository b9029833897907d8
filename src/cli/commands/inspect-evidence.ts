import { isAtLeast } from '../../findings/index.ts';
import { readEvidence } from '../../inspect/index.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { evidenceJson } from '../report/evidence-json.ts';
import { evidenceReport } from '../report/evidence-report.ts';
import { terminalFor } from '../terminal.ts';
import type { InspectCommandOptions } from './inspect.ts';

/** Options that ask for what only memory has. */
const memoryOptions = ['map', 'why', 'html', 'pprof'] as const;

/** The report of a file that is no process's memory, or of standard input; false where no reader knows what it is. */
export async function inspectEvidence(target: string, options: InspectCommandOptions): Promise<boolean> {
  const startedMs = performance.now();
  const report = await readEvidence(target);
  if (!report) return false;
  const asked = memoryOptions.find((option) => options[option] !== undefined);
  if (asked !== undefined)
    throw new UsageError(
      `--${asked} wants a process, a core, a heap dump or a recording; ${target} is none of them`,
    );
  const terminal = terminalFor(options);
  const wallMs = performance.now() - startedMs;
  const { top, failOn } = options;
  await writeAll(
    options.json
      ? evidenceJson(report, wallMs, top, terminal.language)
      : evidenceReport(report, wallMs, top, terminal),
  );
  const { findings } = report.wordingIn(terminal.language);
  if (failOn && findings.some(({ severity }) => isAtLeast(severity, failOn)))
    process.exitCode = exitCodes.findings;
  return true;
}
