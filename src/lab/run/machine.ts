import os from 'node:os';
import type { Machine } from '../results/results.ts';

/** The machine that measures. */
export function thisMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    kernel: `${os.type()} ${os.release()}`,
    arch: os.arch(),
    loadAverage: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  };
}
