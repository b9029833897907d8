import { type GoLine, predict as forecast, type Prediction, PredictError } from '../../predict/index.ts';
import type { Eviction } from '../../workload/index.ts';
import { parseEntryCount } from '../entry-count.ts';
import { UsageError } from '../failure.ts';
import { linesToCompare } from '../go-lines-option.ts';
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
  readonly html?: string | true;
}

const defaultEntries = '1000000';

export async function predict(type: string, options: PredictCommandOptions): Promise<void> {
  if (options.workload !== undefined) {
    const { predictWorkload } = await import('./predict-workload.ts');
    await predictWorkload(type, { ...options, workload: options.workload });
    return;
  }
  refuseAlone(options);
  const terminal = terminalFor(options);
  const { entries = defaultEntries, hint, go, from } = options;
  const source = from === undefined ? undefined : goSource(from);
  const deleted = options.delete === undefined ? undefined : deletedCount(options.delete);
  try {
    const ask = (line: GoLine): Prediction =>
      forecast(type, {
        entries: parseEntryCount(entries),
        line,
        ...(hint === undefined ? {} : { hint: parseEntryCount(hint) }),
        ...(deleted === undefined ? {} : { deleted }),
        ...(source === undefined ? {} : { source }),
      });
    const lines = linesToCompare(go, options.compare);
    if (options.compare !== undefined) {
      const { predictCompared } = await import('./predict-compare.ts');
      await predictCompared(lines, ask, terminal, options.json === true);
      return;
    }
    const prediction = ask(lines[0]);
    if (options.html !== undefined) {
      const { writeExplorer } = await import('./predict-html.ts');
      await writeExplorer({
        prediction,
        expression: type,
        source,
        saysDelete: deleted !== undefined,
        language: terminal.language,
        target: options.html,
      });
      return;
    }
    await writeAll(options.json ? predictJson(prediction) : predictReport(prediction, terminal));
  } catch (error) {
    if (error instanceof PredictError) throw new UsageError(error.message);
    throw error;
  }
}

function deletedCount(text: string): 'all' | 'none' | number {
  return text === 'all' || text === 'none' ? text : parseEntryCount(text);
}

/** What says something about a workload only. */
function refuseAlone({ evict, svg }: PredictCommandOptions): void {
  const given = evict !== undefined ? '--evict' : svg !== undefined ? '--svg' : undefined;
  if (given !== undefined)
    throw new UsageError(`${given} needs --workload FILE: it is about what is replayed`);
}
