import { isAtLeast } from '../../findings/index.ts';
import { compareSnapshots, type Snapshot, snapshotOf } from '../../inspect/index.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { growthJson, growthReport } from '../report/growth-report.ts';
import { terminalFor } from '../terminal.ts';
import type { InspectCommandOptions } from './inspect.ts';
import { lookAtTarget } from './look-at-target.ts';

const terminalRows = 10;

/** What changed between two targets of one program, or over a series of them. One is open at a time. */
export async function inspectGrowth(
  targets: readonly string[],
  options: InspectCommandOptions,
): Promise<void> {
  for (const option of ['map', 'why'] as const)
    if (options[option] !== undefined)
      throw new UsageError(`--${option} looks into one target: name one; see highwater --help`);
  const terminal = terminalFor(options);
  const progress = new Progress();
  const snapshots: Snapshot[] = [];
  for (const target of targets) {
    using inspection = await lookAtTarget(target, options, terminal, progress);
    snapshots.push(snapshotOf(inspection));
  }
  progress.done();
  const { json, failOn } = options;
  const top = options.top ?? (json ? undefined : terminalRows);
  const growth = compareSnapshots(snapshots, {
    language: terminal.language,
    ...(top === undefined ? {} : { top }),
  });
  await writeAll(json ? growthJson(growth) : growthReport(growth, terminal));
  const isNews = growth.findings.some(
    ({ change, severity }) =>
      failOn && (change === 'appeared' || change === 'grew') && isAtLeast(severity, failOn),
  );
  if (isNews) process.exitCode = exitCodes.findings;
}
