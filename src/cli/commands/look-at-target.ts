import { formatBytes, formatCount } from '../../findings/index.ts';
import { inspect, type Inspection, type InspectOptions } from '../../inspect/index.ts';
import { parseByteSize } from '../byte-size.ts';
import { interruptible } from '../interruptible.ts';
import { useOptimizer } from '../optimizer.ts';
import type { Progress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { words } from '../words/words.ts';
import { usualPageRows } from './inspect-html.ts';
import type { InspectCommandOptions } from './inspect.ts';

const terminalRows = 20;
/** A look that takes longer is announced. */
const longLookMs = 1500;
/** Heaps with fewer bytes to scan than this are done with before the optimizing compiler pays. */
const shortWorkBytes = 2 ** 29;

/** Inspects one target as the options of the command line say. */
export function lookAtTarget(
  target: string,
  options: InspectCommandOptions,
  terminal: Terminal,
  progress: Progress,
  work: NonNullable<InspectOptions['interruptible']> = interruptible,
): Promise<Inspection> {
  const usualTop = options.html === undefined ? terminalRows : usualPageRows;
  const { top = usualTop, freeze = false, holders = true, redact = false, exe, maxMemory } = options;
  // Who keeps an object is known only where all were looked at.
  const graph = options.graph ?? (options.why === undefined ? undefined : true);
  return inspect(target, {
    top,
    freeze,
    holders,
    redact,
    language: terminal.language,
    onPhase: progress.onPhase,
    onGraph: ({ objects, expectedMs, expectedBytes }) => {
      if (expectedMs < longLookMs) return;
      useOptimizer(true);
      const time = `${Math.ceil(expectedMs / 1000)} s`;
      progress.announce(
        words[terminal.language].live.estimate(formatCount(objects), time, formatBytes(expectedBytes)),
      );
    },
    onStop: ({ pid, stopMs, copiedBytes }) => {
      const time = stopMs < 1000 ? `${Math.ceil(stopMs / 10) * 10} ms` : `${(stopMs / 1000).toFixed(1)} s`;
      process.stderr.write(`${words[terminal.language].stopping(pid, time, formatBytes(copiedBytes))}\n`);
    },
    interruptible: work,
    onHeap: (scannedBytes) => {
      if (scannedBytes > shortWorkBytes) useOptimizer(true);
    },
    ...(exe === undefined ? {} : { exe }),
    ...(graph === undefined ? {} : { graph }),
    ...(maxMemory === undefined ? {} : { maxMemoryBytes: parseByteSize(maxMemory) }),
  });
}
