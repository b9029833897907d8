import { formatBytes, formatCount, type Language } from '../../findings/index.ts';
import { goLineName, newestGoLine, parseGoLine, type Prediction } from '../../predict/index.ts';
import { goDeclarations, largestEntries, type Preset } from '../../web/index.ts';
import { UsageError } from '../failure.ts';
import { type PageTarget, writePage } from '../page-file.ts';

export interface ExplorerRequest {
  readonly prediction: Prediction;
  /** The type as it was written. */
  readonly expression: string;
  /** Text of the Go file that declares named types. */
  readonly source: string | undefined;
  /** Whether the command line said how much is deleted. */
  readonly saysDelete: boolean;
  readonly language: Language;
  readonly target: PageTarget;
}

/** The last version with the other map design. */
const classicLine = parseGoLine('1.23');
/** Of the entries, what a deletion leaves where the command line does not say. */
const usualKeptShare = 0.01;
/** Room for declarations in a page that shall be small enough to send. */
const largestDeclarations = 64 * 1024;
/** Writes the explorer page of a map type to a file or to stdout. */
export async function writeExplorer(request: ExplorerRequest): Promise<void> {
  const { target, language } = request;
  await writePage('explorer', target, JSON.stringify(presetOf(request)), language);
}

function presetOf(request: ExplorerRequest): Preset {
  const { prediction, expression, source, saysDelete, language } = request;
  if (prediction.kind !== 'map')
    throw new UsageError(`'${expression}' is not a map type, and the explorer of --html shows maps only`);
  const { entries, hint, deleted } = prediction;
  if (Math.max(entries, hint) > largestEntries)
    throw new UsageError(
      `the explorer of --html simulates at most ${formatCount(largestEntries)} entries; ask for fewer`,
    );
  const { line } = prediction.prediction;
  // The version that was asked for beside one of the other design.
  const lines = line.mapKind === 'classic' ? [line, newestGoLine] : [classicLine, line];
  return {
    language,
    type: expression,
    source: declarationsOf(source),
    entries,
    hint,
    keep: saysDelete ? entries - deleted : Math.round(entries * usualKeptShare),
    lines: [goLineName(lines[0]), goLineName(lines[1])],
  };
}

function declarationsOf(source: string | undefined): string | undefined {
  if (source === undefined) return undefined;
  const declarations = goDeclarations(source);
  if (declarations.length > largestDeclarations)
    throw new UsageError(
      `the declarations of the file of --from are too long for a page (${formatBytes(declarations.length)}); copy the types that are needed to a file of their own`,
    );
  return declarations;
}
