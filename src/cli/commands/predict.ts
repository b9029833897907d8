import fs from 'node:fs';
import { UnreadableError } from '../../base/index.ts';
import { newestGoLine, parseGoLine, predict as forecast, PredictError } from '../../predict/index.ts';
import { parseEntryCount } from '../entry-count.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { predictJson } from '../report/predict-json.ts';
import { predictReport } from '../report/predict-report.ts';
import { type TerminalOptions, terminalFor } from '../terminal.ts';

export interface PredictCommandOptions extends TerminalOptions {
  readonly json?: boolean;
  readonly entries?: string;
  readonly hint?: string;
  readonly delete?: string;
  readonly go?: string;
  readonly from?: string;
  readonly html?: string | true;
}

const defaultEntries = '1000000';
/** A Go file that people write by hand is far below. */
const largestSourceBytes = 2 ** 26;

export async function predict(type: string, options: PredictCommandOptions): Promise<void> {
  const terminal = terminalFor(options);
  const { entries = defaultEntries, hint, go, from } = options;
  const deleted = options.delete === undefined ? undefined : deletedCount(options.delete);
  const source = from === undefined ? undefined : sourceText(from);
  try {
    const prediction = forecast(type, {
      entries: parseEntryCount(entries),
      line: go === undefined ? newestGoLine : parseGoLine(go),
      ...(hint === undefined ? {} : { hint: parseEntryCount(hint) }),
      ...(deleted === undefined ? {} : { deleted }),
      ...(source === undefined ? {} : { source }),
    });
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

function sourceText(path: string): string {
  try {
    if (fs.statSync(path).size > largestSourceBytes)
      throw new UnreadableError('source-too-large', `${path} is larger than any Go file (64 MiB)`);
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*'$/, '') : String(error);
    throw new UnreadableError('source-unreadable', `cannot read ${path}: ${reason}`);
  }
}
