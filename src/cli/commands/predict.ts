import { newestGoLine, parseGoLine, predict as forecast, PredictError } from '../../predict/index.ts';
import type { Eviction } from '../../workload/index.ts';
import { parseEntryCount } from '../entry-count.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { predictJson } from '../report/predict-json.ts';
import { predictReport } from '../report/predict-report.ts';
import { goSource } from '../text-file.ts';
import { type TerminalOptions, terminalFor } from '../terminal.ts';

export interface PredictCommandOptions extends TerminalOptions {
  readonly json?: boolean;
  readonly entries?: string;
  readonly hint?: string;
  readonly delete?: string;
  readonly go?: string;
  readonly from?: string;
  /** True where no versions are named. */
  readonly compare?: string | true;
  readonly workload?: string;
  readonly evict?: Eviction;
  readonly svg?: string;
}

const defaultEntries = '1000000';

export async function predict(type: string, options: PredictCommandOptions): Promise<void> {
  if (options.workload !== undefined) {
    const { predictWorkload } = await import('./predict-workload.ts');
    await predictWorkload(type, { ...options, workload: options.workload });
    return;
  }
  const terminal = terminalFor(options);
  const { entries = defaultEntries, hint, go, from } = options;
  const deleted = options.delete === undefined ? undefined : deletedCount(options.delete);
  try {
    const prediction = forecast(type, {
      entries: parseEntryCount(entries),
      line: go === undefined ? newestGoLine : parseGoLine(go),
      ...(hint === undefined ? {} : { hint: parseEntryCount(hint) }),
      ...(deleted === undefined ? {} : { deleted }),
      ...(from === undefined ? {} : { source: goSource(from) }),
    });
    await writeAll(options.json ? predictJson(prediction) : predictReport(prediction, terminal));
  } catch (error) {
    if (error instanceof PredictError) throw new UsageError(error.message);
    throw error;
  }
}

function deletedCount(text: string): 'all' | 'none' | number {
  return text === 'all' || text === 'none' ? text : parseEntryCount(text);
}
