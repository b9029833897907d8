import { catalogue, type CatalogueEntry, explain as entryOf } from '../../findings/index.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { type Terminal, type TerminalOptions, terminalFor } from '../terminal.ts';
import { wrap } from '../text/wrap.ts';
import { words as allWords } from '../words/words.ts';

export interface ExplainOptions extends TerminalOptions {
  readonly json?: boolean;
}

export async function explain(id: string | undefined, options: ExplainOptions): Promise<void> {
  const terminal = terminalFor(options);
  const entries = id === undefined ? Object.values(catalogue) : [required(id)];
  if (options.json) {
    const [first] = entries;
    const plain =
      id === undefined ? entries.map((each) => plainEntry(each, terminal)) : plainEntry(first, terminal);
    await writeAll([`${JSON.stringify(plain, undefined, 2)}\n`]);
    return;
  }
  await writeAll(id === undefined ? summaryLines(entries, terminal) : entryLines(entries[0], terminal));
}

function required(id: string): CatalogueEntry {
  const entry = entryOf(id);
  if (!entry)
    throw new UsageError(`no finding is called '${id}'; the ids are: ${Object.keys(catalogue).join(', ')}`);
  return entry;
}

function plainEntry(entry: CatalogueEntry, { language }: Terminal): Record<string, string> {
  return {
    id: entry.id,
    title: entry.title[language],
    explanation: entry.explanation[language],
    severity: entry.severityRule[language],
    remedy: entry.remedy[language],
  };
}

function* summaryLines(entries: readonly CatalogueEntry[], { paint, language }: Terminal): Generator<string> {
  const width = Math.max(...entries.map((each) => each.id.length));
  for (const { id, title } of entries) yield `${paint.bold(id.padEnd(width))}  ${title[language]}\n`;
}

function* entryLines(entry: CatalogueEntry, { paint, language, columns }: Terminal): Generator<string> {
  const words = allWords[language];
  yield `${paint.bold(entry.id)}: ${entry.title[language]}\n\n`;
  for (const line of wrap(entry.explanation[language], columns)) yield `${line}\n`;
  yield `\n${paint.bold(words.severityRule)}\n`;
  for (const line of wrap(entry.severityRule[language], columns, '  ')) yield `${line}\n`;
  yield `\n${paint.bold(words.remedy)}\n`;
  for (const line of wrap(entry.remedy[language], columns, '  ')) yield `${line}\n`;
}
