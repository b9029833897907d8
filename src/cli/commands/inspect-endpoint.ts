import fs from 'node:fs';
import { isAtLeast } from '../../findings/index.ts';
import { readEndpoint } from '../../inspect/index.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { evidenceJson } from '../report/evidence-json.ts';
import { evidenceReport } from '../report/evidence-report.ts';
import { terminalFor } from '../terminal.ts';
import type { InspectCommandOptions } from './inspect.ts';

/** Options that ask for what only memory has. */
const memoryOptions = ['map', 'why', 'html', 'pprof', 'exe', 'maxMemory', 'freeze', 'graph'] as const;
const mostHeaderBytes = 65_536;

/** The report of a Go program that is asked by HTTP. */
export async function inspectEndpoint(url: string, options: InspectCommandOptions): Promise<void> {
  const asked = memoryOptions.find((option) => options[option] !== undefined && options[option] !== false);
  if (asked !== undefined)
    throw new UsageError(
      `--${asked === 'maxMemory' ? 'max-memory' : asked} wants a process, a core, a heap dump or a recording, not a URL`,
    );
  const startedMs = performance.now();
  const { top, failOn, deep = false, gcTest = false, header = [] } = options;
  const report = await readEndpoint(url, { headers: header.flatMap(headerLines), deep, gcTest });
  const wallMs = performance.now() - startedMs;
  const terminal = terminalFor(options);
  await writeAll(
    options.json
      ? evidenceJson(report, wallMs, top, terminal.language)
      : evidenceReport(report, wallMs, top, terminal),
  );
  const { findings } = report.wordingIn(terminal.language);
  if (failOn && findings.some(({ severity }) => isAtLeast(severity, failOn)))
    process.exitCode = exitCodes.findings;
}

/** `@file` has a header a line, which keeps secrets out of the list of processes. What the file holds is never told. */
export function headerLines(text: string): string[] {
  if (!text.startsWith('@')) return [text];
  const file = text.slice(1);
  let content: Buffer;
  try {
    if (fs.statSync(file).size > mostHeaderBytes) throw new Error('it is too large');
    content = fs.readFileSync(file);
  } catch (error) {
    throw new UsageError(
      `cannot read the headers of ${file}: ${error instanceof Error ? error.message : ''}`,
    );
  }
  return content
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}
