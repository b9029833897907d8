import type { Experiment } from '../experiments/experiment.ts';
import type { Measurement, MetricValue } from '../results/results.ts';
import { goEnvironment, type Toolchain } from './go-command.ts';
import { type ProgramAnswer, runProgram } from './run-program.ts';

/** Runs every variant of an experiment as often as it says, one process after another unless they are to run together. */
export async function runExperiment(
  experiment: Experiment,
  toolchain: Toolchain,
  binary: string,
  source: string,
): Promise<Record<string, Measurement>> {
  const measured: Record<string, Measurement> = {};
  const variants = Object.entries(experiment.variants);
  const run = async ([
    name,
    { env = {}, runs = experiment.runs },
  ]: (typeof variants)[number]): Promise<void> => {
    const answers: ProgramAnswer[] = [];
    for (let count = 0; count < runs; count++) {
      answers.push(
        await runProgram({
          binary,
          variant: name,
          env: { ...goEnvironment(toolchain), ...env },
          timeoutMs: experiment.timeoutSeconds * 1000,
        }),
      );
    }
    measured[name] = measurementOf(answers, source);
  };
  if (experiment.together) await Promise.all(variants.map(run));
  else for (const variant of variants) await run(variant);
  return measured;
}

function measurementOf(answers: readonly ProgramAnswer[], source: string): Measurement {
  const metrics: Record<string, MetricValue[]> = {};
  const failures = new Set<string>();
  for (const answer of answers) {
    if ('failure' in answer) {
      failures.add(answer.failure);
      continue;
    }
    for (const [name, value] of Object.entries(answer.metrics)) (metrics[name] ??= []).push(value);
  }
  return { source, failures: [...failures], metrics };
}
