import fs from 'node:fs';
import { type EndpointOptions, readEndpoint } from '../../inspect/index.ts';
import { mapTypeOf, newestGoLine, PredictError } from '../../predict/index.ts';
import { UsageError } from '../failure.ts';
import { Progress } from '../progress.ts';
import { refuseForEvidence, writeEvidence } from './inspect-evidence.ts';
import type { InspectCommandOptions } from './inspect.ts';

const mostHeaderBytes = 65_536;

/** The report of a Go program that is asked by HTTP. */
export async function inspectEndpoint(url: string, options: InspectCommandOptions): Promise<void> {
  // What a URL holds may be a secret, and is not repeated.
  await refuseForEvidence('a URL', options);
  const startedMs = performance.now();
  const progress = new Progress();
  const { onPhase } = progress;
  try {
    const report = await readEndpoint(url, { ...endpointOptionsOf(options), onPhase });
    progress.done();
    await writeEvidence(report, startedMs, options);
  } finally {
    progress.done();
  }
}

/** What the command line asks of a URL. */
export function endpointOptionsOf({
  deep = false,
  gcTest = false,
  header = [],
  type = [],
}: InspectCommandOptions): EndpointOptions {
  return { deep, gcTest, headers: header.flatMap(headerLines), mapTypes: type.map(mapTypeOfLine) };
}

/** `cache.go:40=map[string]int`. */
function mapTypeOfLine(text: string): { place: string; shape: ReturnType<typeof mapTypeOf> } {
  const match = /^([^=]+:\d+)=(.+)$/.exec(text);
  if (!match) throw new UsageError("write --type 'FILE:LINE=TYPE', as in cache.go:40=map[string]int");
  try {
    return { place: match[1], shape: mapTypeOf(match[2], { line: newestGoLine }) };
  } catch (error) {
    if (error instanceof PredictError) throw new UsageError(error.message);
    throw error;
  }
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
