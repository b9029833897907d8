import { Diagnostics } from '../../base/index.ts';
import { clusterFrom, explainAutoscaler, readHistory, readRetained } from '../../hpa/index.ts';
import { UsageError } from '../failure.ts';
import { jsonDocument } from '../kubectl-file.ts';
import { writeAll } from '../output.ts';
import { pointerBytesOf } from '../pointer-values.ts';
import { hpaJson } from '../report/hpa-json.ts';
import { hpaReport } from '../report/hpa-report.ts';
import { terminalFor } from '../terminal.ts';
import { type HpaOptions, hpaEvidence, joined, momentOption, withHpaErrors } from './hpa-evidence.ts';

export interface HpaExplainOptions extends HpaOptions {
  readonly metrics?: readonly string[];
  readonly now?: string;
  readonly replicas?: string;
  readonly history?: string;
}

/** A sample may be a little ahead of the clock that --now was read from. */
const clockSlackMs = 60_000;

/** `hpa explain`: what the controller decides on what kubectl printed. */
export async function hpaExplain(options: HpaExplainOptions): Promise<void> {
  await withHpaErrors(async () => {
    const terminal = terminalFor(options);
    const nowMs = options.now === undefined ? Date.now() : momentOption('--now', options.now);
    const { autoscaler, objects, flags } = hpaEvidence(options, [
      ...(options.pods ?? []),
      ...(options.metrics ?? []),
    ]);
    const noted = new Diagnostics();
    const cluster = clusterFrom(objects, autoscaler, replicasOption(options.replicas), noted);
    if (objects.podMetrics.some(({ atMs }) => atMs > nowMs + clockSlackMs))
      noted.add(
        'sample-after-now',
        'there are samples from after --now: is it the moment at which they were taken?',
      );
    const { history: historyFile, report } = options;
    const history =
      historyFile === undefined ? undefined : readHistory(jsonDocument(historyFile), historyFile, nowMs);
    const retained = report === undefined ? undefined : readRetained(jsonDocument(report), report);
    const pointerBytes = retained && pointerBytesOf(retained);
    const explanation = explainAutoscaler(autoscaler, cluster, {
      flags,
      nowMs,
      history,
      retained,
      pointerBytes,
    });
    const diagnostics = joined(objects.diagnostics, noted.list(), explanation.diagnostics);
    const windowMs =
      (autoscaler.behavior?.scaleDown.windowSeconds ?? flags.downscaleStabilizationMs / 1000) * 1000;
    await writeAll(
      options.json
        ? [hpaJson(explanation, diagnostics)]
        : hpaReport(explanation, { terminal, diagnostics, windowMs, hasHistory: history !== undefined }),
    );
  });
}

function replicasOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--replicas ${text}: write a whole number`);
  return Number(text);
}
