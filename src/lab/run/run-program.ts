import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import type { MetricValue } from '../results/results.ts';
import { collect, lastLine } from './go-command.ts';

export interface ProgramRun {
  readonly binary: string;
  /** First argument of the program. */
  readonly variant: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
}

export type ProgramAnswer =
  | { readonly metrics: Readonly<Record<string, MetricValue>> }
  | { readonly failure: string };

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One process of an experiment: its line of JSON, or why there is none. It is ended when its time is over. */
export function runProgram({ binary, variant, env, timeoutMs }: ProgramRun): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    const child = spawn(binary, [variant], {
      cwd: os.tmpdir(),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    running.add(child);
    const output = collect(child);
    const end = (answer: ProgramAnswer): void => {
      running.delete(child);
      resolve(answer);
    };
    child.on('error', (error) => end({ failure: error.message }));
    child.on('close', (code, signal) => {
      const { stdout, stderr } = output();
      if (signal !== null) end({ failure: `it was ended after ${timeoutMs / 1000} s` });
      else if (code !== 0) end({ failure: lastLine(stderr) });
      else end(answerOf(stdout));
    });
  });
}

function answerOf(stdout: string): ProgramAnswer {
  try {
    const metrics: unknown = JSON.parse(stdout);
    if (
      typeof metrics !== 'object' ||
      metrics === null ||
      Array.isArray(metrics) ||
      !Object.values(metrics).every(isMetric)
    ) {
      return { failure: 'it printed no metrics' };
    }
    return { metrics: rounded(metrics as Record<string, MetricValue>) };
  } catch {
    return { failure: 'it printed no line of JSON' };
  }
}

function isMetric(value: unknown): value is MetricValue {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'number');
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}

/** Whole numbers stay exact; of others six digits are kept, which is more than any measurement is worth. */
function rounded(metrics: Readonly<Record<string, MetricValue>>): Record<string, MetricValue> {
  const round = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  const entries = Object.entries(metrics).map(([name, value]): [string, MetricValue] => {
    if (typeof value === 'number') return [name, round(value)];
    return [name, Array.isArray(value) ? value.map(round) : value];
  });
  return Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other)));
}
