import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Experiment } from '../experiments/experiment.ts';
import { sourceHash } from '../experiments/read-experiments.ts';
import type { Measurement, Results } from '../results/results.ts';
import { BenchBook } from './bench-book.ts';
import { buildExperiment, findToolchain, type Missing, type Toolchain } from './go-command.ts';
import type { GoLine } from './go-lines.ts';
import { runExperiment } from './run-experiment.ts';

export interface LabRun {
  readonly lines: readonly GoLine[];
  readonly experiments: readonly Experiment[];
  /** What was measured before; none of it is measured again unless a program or the release of Go changed. */
  readonly earlier: Results;
  /** Told what is done next, in a few words. */
  readonly onStep: (step: string) => void;
  /** Told all results after each experiment, so that an interrupted run can go on from there. */
  readonly onMeasured: (results: Results) => void;
}

interface Job {
  readonly toolchain: Toolchain;
  readonly experiment: Experiment;
  readonly source: string;
  readonly binary: string;
}

/**
 * Measures with every toolchain that is there or can be fetched. The experiments that sleep run beside those that count
 * bytes; those that measure time come last and alone. A line without a toolchain is skipped, with the reason.
 */
export async function runLab(run: LabRun): Promise<Results> {
  const book = new BenchBook(run.earlier);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-lab-'));
  const clear = (): void => fs.rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    const jobs = await buildAll(await missingJobs(run, book, folder), run, book);
    const ofKind = (kind: Experiment['kind']): Job[] => jobs.filter((job) => job.experiment.kind === kind);
    const idle = Promise.all(ofKind('idle').map((job) => measure(job, run, book)));
    for (const job of ofKind('memory')) await measure(job, run, book);
    if (ofKind('idle').length > 0) run.onStep('waiting for the processes that only sleep');
    await idle;
    for (const job of ofKind('timing')) await measure(job, run, book);
  } finally {
    process.off('exit', clear);
    clear();
  }
  return book.results;
}

/** What was not measured yet, by every toolchain that there is. */
async function missingJobs(run: LabRun, book: BenchBook, folder: string): Promise<Job[]> {
  const jobs: Job[] = [];
  for (const wanted of run.lines) {
    run.onStep(`Go ${wanted.line}: looking for the toolchain`);
    const toolchain = await findToolchain(wanted);
    if ('reason' in toolchain) {
      book.skip(wanted.line, toolchain.reason);
      continue;
    }
    book.open(toolchain);
    for (const experiment of run.experiments) {
      const source = sourceHash(experiment.id);
      if (book.has(toolchain.line, experiment.id, Object.keys(experiment.variants), source)) continue;
      const binary = path.join(folder, `${experiment.id}-${toolchain.line}`);
      jobs.push({ toolchain, experiment, source, binary });
    }
  }
  return jobs;
}

/** Builds first, so that no compiler runs beside a measurement; what does not build is recorded as a failure. */
async function buildAll(jobs: readonly Job[], run: LabRun, book: BenchBook): Promise<Job[]> {
  const built: Job[] = [];
  for (const job of jobs) {
    const { toolchain, experiment, source, binary } = job;
    run.onStep(`Go ${toolchain.line}: building ${experiment.id}`);
    const missing = await buildExperiment(experiment.id, toolchain, binary);
    if (missing === undefined) built.push(job);
    else book.add(toolchain.line, experiment.id, failed(experiment, source, missing));
  }
  return built;
}

function failed(experiment: Experiment, source: string, { reason }: Missing): Record<string, Measurement> {
  const measurement: Measurement = { source, failures: [`it does not build: ${reason}`], metrics: {} };
  return Object.fromEntries(Object.keys(experiment.variants).map((variant) => [variant, measurement]));
}

async function measure(job: Job, run: LabRun, book: BenchBook): Promise<void> {
  const { toolchain, experiment, source, binary } = job;
  run.onStep(`Go ${toolchain.line}: ${experiment.id}`);
  book.add(toolchain.line, experiment.id, await runExperiment(experiment, toolchain, binary, source));
  run.onMeasured(book.results);
}
