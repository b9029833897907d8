import { Diagnostics } from '../../base/index.ts';
import {
  bytesFromQuantity,
  clusterOfStep,
  explainAutoscaler,
  readRetained,
  readSeries,
  replayRemedies,
  replaySeries,
} from '../../hpa/index.ts';
import { UsageError } from '../failure.ts';
import { jsonDocument } from '../kubectl-file.ts';
import { writeAll } from '../output.ts';
import { pointerBytesOf } from '../pointer-values.ts';
import { replayJson } from '../report/replay-json.ts';
import { type Replay, replayReport } from '../report/replay-report.ts';
import { replaySvg } from '../report/replay-svg.ts';
import { writeSvg } from '../svg-file.ts';
import { terminalFor } from '../terminal.ts';
import { textFile } from '../text-file.ts';
import { hpaWords } from '../words/hpa-languages.ts';
import { type HpaOptions, hpaEvidence, joined, momentOption, withHpaErrors } from './hpa-evidence.ts';

export interface HpaReplayOptions extends HpaOptions {
  readonly series: string;
  readonly free?: string;
  readonly since?: string;
  readonly svg?: string;
}

/** `hpa replay`: what the controller decides at each sample of a series. */
export async function hpaReplay(options: HpaReplayOptions): Promise<void> {
  await withHpaErrors(async () => {
    const terminal = terminalFor(options);
    const { autoscaler, objects, choice, flags } = hpaEvidence(options, options.pods ?? []);
    const noted = new Diagnostics();
    const steps = readSeries(
      textFile(options.series, 'series'),
      {
        name: options.series,
        choice,
        pods: objects.pods,
        needsRequests: autoscaler.metrics.some(({ target }) => target.type === 'Utilization'),
      },
      noted,
    );
    const fromMs = options.since === undefined ? steps[0].atMs : momentOption('--since', options.since);
    const freed = freedOption(options, fromMs);
    const { report } = options;
    const retained = report === undefined ? undefined : readRetained(jsonDocument(report), report);
    const last = steps[steps.length - 1];
    // What a pod must fall under is said of the end of the series.
    const end = explainAutoscaler(autoscaler, clusterOfStep(last), {
      flags,
      nowMs: last.atMs,
      retained,
      pointerBytes: retained && pointerBytesOf(retained),
    });
    const replay: Replay = {
      autoscaler,
      freed,
      points: replaySeries(autoscaler, steps, { flags, freed }),
      end,
      whatIf: end.remedies.length === 0 ? [] : replayRemedies(autoscaler, steps, flags, end.remedies, fromMs),
      fromMs,
    };
    const diagnostics = joined(objects.diagnostics, noted.list(), end.diagnostics);
    if (options.svg !== undefined) writeSvg(options.svg, replaySvg(replay, hpaWords[terminal.language]));
    await writeAll(
      options.json ? replayJson(replay, diagnostics) : replayReport(replay, diagnostics, terminal),
    );
  });
}

function freedOption({ free, since, report }: HpaReplayOptions, fromMs: number): Replay['freed'] {
  if (free === undefined) {
    if (since !== undefined && report === undefined)
      throw new UsageError('--since needs --free or --report: it says from when on');
    return undefined;
  }
  const bytes = bytesFromQuantity(free);
  if (bytes === undefined) throw new UsageError(`--free ${free}: write bytes like 200Mi`);
  return { bytes, fromMs };
}
