/*
 * The predictions of gomem held against real maps of one Go line: what no seed changes must be equal, the rest is held to
 * means and spreads. Of thousands of means some miss three standard errors by chance; those are measured again with ten
 * times the maps, which is a sharper test, not a milder one, and must agree then.
 */
import os from 'node:os';
import { type GoLine as GomemLine, type MapStage, predictMap } from '../../src/gomem/index.ts';
import { exactDifference } from './grid-exact.ts';
import { type GridRequest, type GridRow, type GridStageName, gridRows, type Sample } from './grid-program.ts';
import { disagreement, uncertainQuantities } from './grid-statistics.ts';
import type { GoLine } from './toolchain.ts';

export interface GridResult {
  readonly typeCount: number;
  /** Types, entry counts, hints and stages that were compared, and real maps behind them. */
  readonly cellCount: number;
  readonly sampleCount: number;
  /** Means that were held to what is expected, and how many of them were measured again. */
  readonly meanCount: number;
  readonly remeasuredCount: number;
  /** Maps that would have been too large. */
  readonly skipped: readonly string[];
  readonly problems: readonly string[];
}

/** Fewest maps that a mean is made of. */
const fewestMaps = 20;
/** Rounds of measuring again, each with ten times the maps of the one before. */
const furtherRounds = 2;
/** Keys that measuring again may insert for one mean. */
const largestEffort = 400_000_000;
/** Programs that run side by side; each may take a gigabyte or two. */
const programCount = Math.min(2, os.availableParallelism());

/** Measures what is asked for and compares all of it. */
export async function compareGrid(line: GoLine, request: GridRequest): Promise<GridResult> {
  const comparison = new Comparison(line, request);
  await sideBySide(async (index) => {
    for await (const row of gridRows(line, request, { index, count: programCount })) comparison.add(row);
  });
  await comparison.compareMeans();
  return comparison.result();
}

async function sideBySide(work: (index: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: programCount }, (_, index) => work(index)));
}

/** Values of one quantity at one stage, of one type or, where one map a type was measured, of all types alike. */
interface Mean {
  readonly title: string;
  readonly row: GridRow;
  readonly stage: GridStageName;
  readonly quantity: string;
  readonly values: number[];
}

class Comparison {
  readonly #line: GoLine;
  readonly #request: GridRequest;
  readonly #types = new Set<string>();
  readonly #skipped: string[] = [];
  readonly #problems: string[] = [];
  readonly #means = new Map<string, Mean>();
  #cellCount = 0;
  #sampleCount = 0;
  #meanCount = 0;
  #remeasuredCount = 0;

  constructor(line: GoLine, request: GridRequest) {
    this.#line = line;
    this.#request = request;
  }

  add(row: GridRow): void {
    this.#types.add(row.name);
    if (row.isSkipped) {
      this.#skipped.push(`${row.name} with ${row.count} entries`);
      return;
    }
    for (const { name, samples } of row.stages) {
      if (samples.length === 0) continue;
      this.#cellCount++;
      this.#sampleCount += samples.length;
      const stage = stageOf(row, name);
      const difference = samples.map((sample) => exactDifference(row, stage, sample)).find((one) => one);
      if (difference !== undefined) this.#problem(row, name, difference);
      this.#collect(row, name, stage, samples);
    }
  }

  async compareMeans(): Promise<void> {
    const doubtful: Mean[] = [];
    for (const mean of this.#means.values()) {
      if (mean.values.length < fewestMaps) continue;
      this.#meanCount++;
      if (disagreement(mean.values, expectedOf(mean)) !== undefined) doubtful.push(mean);
    }
    this.#remeasuredCount = doubtful.length;
    await sideBySide(async () => {
      for (let mean = doubtful.pop(); mean !== undefined; mean = doubtful.pop()) await this.#judgeAgain(mean);
    });
  }

  async #judgeAgain(mean: Mean): Promise<void> {
    let wrong: string | undefined = '';
    let seeds = 10 * mean.values.length;
    for (let round = 0; round < furtherRounds && wrong !== undefined; round++) {
      const values = await this.#measureAgain(mean, seeds);
      wrong = disagreement(values, expectedOf(mean));
      seeds *= 10;
    }
    if (wrong !== undefined) this.#problems.push(`${mean.title} ${mean.quantity}: ${wrong}`);
  }

  result(): GridResult {
    return {
      typeCount: this.#types.size,
      cellCount: this.#cellCount,
      sampleCount: this.#sampleCount,
      meanCount: this.#meanCount,
      remeasuredCount: this.#remeasuredCount,
      skipped: this.#skipped,
      problems: this.#problems,
    };
  }

  #problem(row: GridRow, stage: GridStageName, text: string): void {
    const hint = row.hint > 0 ? `, hint ${row.hint}` : '';
    this.#problems.push(`${row.name}, ${row.count} entries${hint}, ${stage}: ${text}`);
  }

  #collect(row: GridRow, name: GridStageName, stage: MapStage, samples: readonly Sample[]): void {
    for (const quantity of uncertainQuantities(stage)) {
      // Bytes, and what lies in chains of an old array, differ from type to type; the rest does not.
      const isOfType = samples.length >= fewestMaps || quantity.name === 'bytes';
      const type = isOfType ? row.name : `maps ${row.unitHasPointers ? 'with' : 'without'} pointers`;
      const title = `${type}, ${row.count} entries, hint ${row.hint}, ${name}`;
      const key = `${title} ${quantity.name}`;
      let mean = this.#means.get(key);
      if (mean === undefined) {
        mean = { title, row, stage: name, quantity: quantity.name, values: [] };
        this.#means.set(key, mean);
      }
      mean.values.push(...samples.map(quantity.of));
    }
  }

  async #measureAgain(mean: Mean, wanted: number): Promise<number[]> {
    const { row, stage, quantity } = mean;
    const seeds = Math.max(fewestMaps, Math.min(wanted, Math.floor(largestEffort / (row.count + 1))));
    const isHinted = row.hint > 0;
    const request = {
      ...this.#request,
      kinds: [row.name],
      counts: [row.count],
      hinted: isHinted,
      unhinted: !isHinted,
      seeds,
      seedLimit: Number.MAX_SAFE_INTEGER,
    };
    const values: number[] = [];
    for await (const again of gridRows(this.#line, request)) {
      const { of } = quantityOf(again, stage, quantity);
      const measured = again.stages.find(({ name }) => name === stage)?.samples ?? [];
      values.push(...measured.map(of));
    }
    return values;
  }
}

function expectedOf({ row, stage, quantity }: Mean): { mean: number; deviation: number } {
  return quantityOf(row, stage, quantity).expected;
}

function quantityOf(row: GridRow, stage: GridStageName, name: string) {
  const found = uncertainQuantities(stageOf(row, stage)).find((quantity) => quantity.name === name);
  if (found === undefined) throw new Error(`no ${name} at ${stage}`);
  return found;
}

/** What is predicted for a stage of the grid. */
function stageOf(row: GridRow, name: GridStageName): MapStage {
  const line: GomemLine = { minor: row.goMinor, mapKind: row.isSwiss ? 'swiss' : 'classic' };
  const { count } = row;
  const deleted = {
    made: 0,
    filled: 0,
    tenth: Math.ceil(count / 10),
    half: Math.ceil(count / 2),
    all: count,
    cleared: 0,
  }[name];
  const { stages } = predictMap(row.shape, line, { entries: count, hint: row.hint, deleted });
  const wanted =
    name === 'made' || name === 'filled' || name === 'cleared' ? name : deleted > 0 ? 'deleted' : 'filled';
  const stage = stages.find(({ stage: one }) => one === wanted);
  if (stage === undefined) throw new Error(`no stage ${wanted}`);
  return stage;
}
