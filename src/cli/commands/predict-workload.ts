import type { GoLine } from '../../gomem/index.ts';
import { mapTypeOf, PredictError } from '../../predict/index.ts';
import { readWorkload, replayWorkload, WorkloadError, type WorkloadSeries } from '../../workload/index.ts';
import { parseEntryCount } from '../entry-count.ts';
import { UsageError } from '../failure.ts';
import { linesToCompare } from '../go-lines-option.ts';
import { useOptimizer } from '../optimizer.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { workloadJson } from '../report/workload-json.ts';
import { workloadReport } from '../report/workload-report.ts';
import { workloadSvg } from '../report/workload-svg.ts';
import { writeSvg } from '../svg-file.ts';
import { terminalFor } from '../terminal.ts';
import { goSource, textFile } from '../text-file.ts';
import { workloadWords } from '../words/workload-words.ts';
import type { PredictCommandOptions } from './predict.ts';

type Options = PredictCommandOptions & { readonly workload: string };

/** `predict TYPE --workload FILE`: what the map takes over time. */
export async function predictWorkload(type: string, options: Options): Promise<void> {
  const { workload: path, from, json, svg } = options;
  refuseCounts(options);
  // A replay is millions of turns of the same few loops.
  useOptimizer(true);
  const terminal = terminalFor(options);
  try {
    const lines = linesToCompare(options.go, options.compare);
    const source = from === undefined ? {} : { source: goSource(from) };
    const shape = mapTypeOf(type, { line: lines[0], ...source });
    const workload = readWorkload(textFile(path, 'workload'));
    const name = `map[${shape.keyName}]${shape.valueName}`;
    const words = workloadWords[terminal.language];
    const progress = new Progress();
    const replay = (line: GoLine, place: number): WorkloadSeries =>
      replayWorkload(workload, mapTypeOf(type, { line, ...source }), line, {
        ...(options.evict === undefined ? {} : { eviction: options.evict }),
        ...(options.hint === undefined ? {} : { hint: parseEntryCount(options.hint) }),
        onProgress: (share) =>
          progress.onPhase(words.progress(`${Math.floor((100 * (place + share)) / lines.length)} %`)),
      });
    const all = lines.map(replay);
    progress.done();
    if (svg !== undefined) writeSvg(svg, workloadSvg(name, all, words));
    const subject = { type: name, file: path, format: workload.format };
    await writeAll(json ? workloadJson(subject, all) : workloadReport(name, all, terminal));
  } catch (error) {
    if (error instanceof PredictError) throw new UsageError(error.message);
    if (error instanceof WorkloadError)
      throw new UsageError(`${path}${error.line > 0 ? `:${error.line}` : ''}: ${error.message}`);
    throw error;
  }
}

function refuseCounts({ entries, delete: deleted }: Options): void {
  const given = entries !== undefined ? '--entries' : deleted !== undefined ? '--delete' : undefined;
  if (given !== undefined)
    throw new UsageError(
      `${given} and --workload exclude each other: the file says what is inserted and deleted`,
    );
}
