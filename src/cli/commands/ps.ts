import { formatBytes } from '../../findings/index.ts';
import { type GoProcess, listGoProcesses } from '../../adapters/index.ts';
import { writeAll } from '../output.ts';
import { type Terminal, type TerminalOptions, terminalFor } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { words as allWords } from '../words/words.ts';

export interface PsOptions extends TerminalOptions {
  readonly json?: boolean;
}

export async function ps(options: PsOptions): Promise<void> {
  const terminal = terminalFor(options);
  const processes = listGoProcesses();
  if (options.json) {
    await writeAll([`${JSON.stringify({ processes }, undefined, 1)}\n`]);
    return;
  }
  await writeAll(report(processes, terminal));
}

function* report(processes: readonly GoProcess[], { language, paint, columns }: Terminal): Generator<string> {
  const words = allWords[language];
  if (processes.length === 0) {
    yield `${words.noProcesses}\n`;
    return;
  }
  const titles = words.columns;
  const [header, ...rows] = tableLines(
    [
      { title: titles.pid, align: 'right' },
      { title: titles.name, align: 'left', shrinkTo: 12 },
      { title: titles.go, align: 'left', shrinkTo: 8 },
      { title: titles.rss, align: 'right' },
      { title: titles.container, align: 'left', shrinkTo: 12 },
      { title: titles.readable, align: 'left' },
    ],
    processes.map((each) => [
      String(each.pid),
      printable(each.name),
      each.goVersion,
      formatBytes(each.rssBytes),
      each.container || '-',
      each.readable ? words.yes : words.no,
    ]),
    columns,
  );
  yield `${paint.dim(header)}\n`;
  for (const row of rows) yield `${row}\n`;
  const unreadable = processes.find((each) => !each.readable);
  if (!unreadable) return;
  yield '\n';
  for (const line of wrap(`${unreadable.pid}: ${printable(unreadable.unreadableReason)}`, columns))
    yield `${line}\n`;
}
