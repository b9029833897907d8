import { formatBytes } from '../../findings/index.ts';
import { record as keepLook, type Recorded, recordCore, type RecordedCore } from '../../inspect/index.ts';
import { parseByteSize } from '../byte-size.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { durationText } from '../report/duration-text.ts';
import { type Terminal, type TerminalOptions, terminalFor } from '../terminal.ts';
import { wrap } from '../text/wrap.ts';
import { recordWords } from '../words/record-words.ts';

export interface RecordCommandOptions extends TerminalOptions {
  readonly output: string;
  readonly json?: boolean;
  readonly core?: boolean;
  readonly live?: boolean;
  readonly force?: boolean;
  readonly freeze?: boolean;
  readonly full?: boolean;
  readonly map?: readonly string[];
  readonly holders?: boolean;
  readonly top?: number;
  readonly maxMemory?: string;
  readonly redact?: boolean;
  readonly exe?: string;
}

/** As a shell tells of a command that Ctrl-C ended. */
const interruptedExitCode = 130;

export async function record(target: string, options: RecordCommandOptions): Promise<void> {
  const terminal = terminalFor(options);
  if (options.core) {
    await writeCore(target, options, terminal);
    return;
  }
  if (options.live)
    throw new UsageError('--live goes with --core: a look stops no process unless --freeze is given');
  const progress = new Progress();
  const { output, force = false, freeze = false, full = false, holders = true, redact = false } = options;
  const { map: maps = [], top, exe } = options;
  const recorded = await keepLook(target, {
    output,
    force,
    freeze,
    full,
    holders,
    redact,
    maps,
    onPhase: progress.onPhase,
    ...memoryLimit(options),
    ...(top === undefined ? {} : { top }),
    ...(exe === undefined ? {} : { exe }),
  });
  progress.done();
  await writeAll(options.json ? json(recorded) : recordedLines(recorded, redact, terminal));
}

async function writeCore(target: string, options: RecordCommandOptions, terminal: Terminal): Promise<void> {
  const words = recordWords[terminal.language];
  const { output, force = false, live = false } = options;
  const interrupted = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const interrupt = (): void => interrupted.abort();
  for (const signal of signals) process.on(signal, interrupt);
  try {
    const core = await recordCore(target, {
      output,
      force,
      live,
      ...memoryLimit(options),
      signal: interrupted.signal,
      onForecast: ({ pid, pauseMs, copyBytes, through }) => {
        const copied = formatBytes(copyBytes);
        note(
          live
            ? words.copyingLive(pid, copied)
            : words.stopping(pid, durationText(pauseMs), copied, through === 'file'),
        );
      },
      onResumed: (pid, pausedMs) => note(words.goesOn(pid, durationText(pausedMs), output)),
    });
    await writeAll(options.json ? json(core) : coreLines(core, terminal));
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = interruptedExitCode;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

function memoryLimit({ maxMemory }: RecordCommandOptions): { maxMemoryBytes?: number } {
  return maxMemory === undefined ? {} : { maxMemoryBytes: parseByteSize(maxMemory) };
}

function* recordedLines(
  recorded: Recorded,
  redact: boolean,
  { language, columns }: Terminal,
): Generator<string> {
  const words = recordWords[language];
  const { file, fileBytes, memoryBytes, executableBytes, isFull, pausedMs } = recorded;
  const sizes = [fileBytes, memoryBytes, executableBytes].map(formatBytes);
  const paused = pausedMs > 0 ? durationText(pausedMs) : undefined;
  const text = [words.recorded(file, sizes[0], sizes[1], sizes[2], paused)];
  if (isFull) text.push(words.recordedFull);
  text.push(redact ? words.recordedRedacted : words.recordedHolds);
  for (const line of text.flatMap((each) => [...wrap(each, columns)])) yield `${line}\n`;
  yield `${words.lookAt} highwater inspect ${file}\n`;
}

function* coreLines(core: RecordedCore, { language, columns }: Terminal): Generator<string> {
  const words = recordWords[language];
  const { file, pid, fileBytes, copiedBytes, missingBytes, pausedMs } = core;
  const paused = pausedMs > 0 ? durationText(pausedMs) : undefined;
  const text = [words.core(file, formatBytes(copiedBytes), formatBytes(fileBytes), pid, paused)];
  if (missingBytes > 0) text.push(words.coreMissing(formatBytes(missingBytes)));
  text.push(words.coreHolds);
  for (const line of text.flatMap((each) => [...wrap(each, columns)])) yield `${line}\n`;
  yield `${words.lookAt} highwater inspect ${file}\n`;
}

function json(value: Recorded | RecordedCore): string[] {
  return [`${JSON.stringify(value, undefined, 1)}\n`];
}

function note(text: string): void {
  process.stderr.write(`highwater: ${text}\n`);
}
