import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UnreadableError } from '../../base/index.ts';
import { formatBytes, formatCount, type Language } from '../../findings/index.ts';
import { goLineName, newestGoLine, parseGoLine, type Prediction } from '../../predict/index.ts';
import { fillPage, goDeclarations, largestEntries, type Preset } from '../../web/index.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { printable } from '../text/printable.ts';

export interface ExplorerRequest {
  readonly prediction: Prediction;
  /** The type as it was written. */
  readonly expression: string;
  /** Text of the Go file that declares named types. */
  readonly source: string | undefined;
  /** Whether the command line said how much is deleted. */
  readonly saysDelete: boolean;
  readonly language: Language;
  /** A path, `-` for stdout; true where none was given. */
  readonly target: string | true;
}

const usualFile = 'highwater-explorer.html';
/** The last version with the other map design. */
const classicLine = parseGoLine('1.23');
/** Of the entries, what a deletion leaves where the command line does not say. */
const usualKeptShare = 0.01;
/** Room for declarations in a page that shall be small enough to send. */
const largestDeclarations = 64 * 1024;
/** What every explorer page has in its head, and no other file. */
const pageMark = '<meta name="generator" content="highwater explorer">';

const written: Readonly<Record<Language, (file: string, size: string) => string>> = {
  en: (file, size) => `${file} (${size}): open it in a browser; it needs no network.\n`,
  zh: (file, size) => `${file}（${size}）：用浏览器打开即可，不需要网络。\n`,
};

/** Writes the explorer page of a map type to a file or to stdout. */
export async function writeExplorer(request: ExplorerRequest): Promise<void> {
  const page = fillPage(template(), presetOf(request));
  const { target, language } = request;
  if (target === '-') {
    await writeAll([page]);
    return;
  }
  const file = target === true ? usualFile : target;
  writePage(file, page);
  await writeAll([written[language](printable(file), formatBytes(Buffer.byteLength(page)))]);
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

/** Pages of ours are replaced; any other file is somebody's work. */
function writePage(file: string, page: string): void {
  try {
    if (fs.existsSync(file) && !isExplorerPage(file))
      throw new UsageError(`${file} exists and is no page of the explorer; name another file`);
    fs.writeFileSync(file, page);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*'$/, '') : String(error);
    throw new UnreadableError('page-not-written', `cannot write ${file}: ${reason}`);
  }
}

function isExplorerPage(file: string): boolean {
  const head = Buffer.alloc(1024);
  const descriptor = fs.openSync(file, 'r');
  try {
    return head.toString('utf8', 0, fs.readSync(descriptor, head)).includes(pageMark);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Built into dist/; a checkout has no build, and makes it anew by the script that the build uses. */
function template(): string {
  const built = new URL('../../web/explorer.html', import.meta.url);
  if (fs.existsSync(built)) return fs.readFileSync(built, 'utf8');
  const script = fileURLToPath(new URL('../../../scripts/explorer-page.ts', import.meta.url));
  return execFileSync(process.execPath, [script], { encoding: 'utf8', maxBuffer: 2 ** 24 });
}
