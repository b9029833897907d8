import { type Diagnostic, Diagnostics } from '../base/index.ts';
import type { Step } from './workload.ts';
import { WorkloadError } from './workload-error.ts';

/** A minute of work or less: a simulated map takes two to ten million operations a second, by its size. */
export const operationsMax = 100_000_000;
/** A simulated map and the order of its keys take about 600 MiB then. */
export const entriesMax = 20_000_000;
/** Steps one after another, loops unrolled: each takes a little time even if it does nothing. */
const stepsMax = 2_000_000;

/** What replaying will take, worked out from the counts alone. */
export interface WorkAmount {
  /** Entries inserted, deleted, updated, iterated over and copied. */
  readonly operations: number;
  readonly mostEntries: number;
  /** Sum of the durations. */
  readonly duration: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Goes through the steps without a map. Throws WorkloadError where they are more work than can be done. */
export function workAmount(steps: readonly Step[]): WorkAmount {
  const count = new Count();
  count.all(steps);
  const { operations, mostEntries, duration, diagnostics } = count;
  return { operations, mostEntries, duration, diagnostics: diagnostics.list() };
}

class Count {
  operations = 0;
  mostEntries = 0;
  duration = 0;
  readonly diagnostics = new Diagnostics();
  #steps = 0;
  #live = 0;
  /** Most entries of the present map: walking over it or clearing it takes as long as that, however few are left. */
  #highest = 0;

  all(steps: readonly Step[]): void {
    for (const step of steps) {
      if (++this.#steps > stepsMax)
        throw new WorkloadError(
          step.line,
          `more than ${written(stepsMax)} steps, loops unrolled; repeat less often`,
        );
      if ('duration' in step) this.duration += step.duration;
      this.#one(step);
      this.#check(step);
    }
  }

  #one(step: Step): void {
    switch (step.kind) {
      case 'insert':
        this.operations += step.count;
        this.#live += step.count;
        break;
      case 'delete': {
        const deleted = Math.min(step.count, this.#live);
        if (step.count !== Number.MAX_SAFE_INTEGER) this.#noteMissing(step, deleted);
        this.operations += deleted;
        this.#live -= deleted;
        break;
      }
      case 'replace':
      case 'update':
        if (this.#live === 0) this.#noteMissing(step, 0);
        else this.operations += step.count * (step.kind === 'replace' ? 2 : 1);
        break;
      case 'repeat':
        // Each round counts as a step, so that an empty body ends too.
        for (let round = 0; round < step.times; round++) {
          if (++this.#steps > stepsMax) break;
          this.all(step.body);
        }
        break;
      case 'clear':
      case 'iterate':
      case 'rebuild':
        this.operations += this.#highest;
        if (step.kind === 'clear') this.#live = 0;
        if (step.kind === 'rebuild') this.#highest = this.#live;
        break;
      case 'gc':
      case 'wait':
        break;
    }
  }

  #check({ line }: Step): void {
    this.#highest = Math.max(this.#highest, this.#live);
    this.mostEntries = Math.max(this.mostEntries, this.#live);
    if (this.#steps > stepsMax)
      throw new WorkloadError(
        line,
        `more than ${written(stepsMax)} steps, loops unrolled; repeat less often`,
      );
    if (this.mostEntries > entriesMax)
      throw new WorkloadError(
        line,
        `more than ${written(entriesMax)} entries at once are not replayed; divide all counts by ten, bytes go with them`,
      );
    if (this.operations > operationsMax)
      throw new WorkloadError(
        line,
        `more than ${written(operationsMax)} operations on entries are not replayed; divide the counts or repeat less often`,
      );
  }

  #noteMissing({ line, kind, count }: Step & { count: number }, present: number): void {
    if (present === count) return;
    const had = present === 0 ? 'no entry' : `only ${written(present)}`;
    this.diagnostics.add(
      'entries-missing',
      `line ${line}: ${kind} ${written(count)} found ${had} in the map`,
    );
  }
}

function written(count: number): string {
  return count.toLocaleString('en');
}
