import type { GoLine } from '../../gomem/index.ts';
import { writeAll } from '../output.ts';
import type { Prediction } from '../../predict/index.ts';
import { compareReport } from '../report/compare-report.ts';
import { comparedJson } from '../report/predict-json.ts';
import type { Terminal } from '../terminal.ts';

/** `predict TYPE --compare`: the same question, asked of several versions of Go. */
export async function predictCompared(
  lines: readonly GoLine[],
  ask: (line: GoLine) => Prediction,
  terminal: Terminal,
  isJson: boolean,
): Promise<void> {
  const all = lines.map((line) => ({ line, prediction: ask(line) }));
  await writeAll(
    isJson ? comparedJson(all.map(({ prediction }) => prediction)) : compareReport(all, terminal),
  );
}
