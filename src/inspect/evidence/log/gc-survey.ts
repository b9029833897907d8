import type { GcTraceLine, InitTraceLine, LogPlace, ScavTraceLine } from '../../../formats/index.ts';
import { GcRun, type GcRunAccount } from './gc-run.ts';

const mostRuns = 200;
const mostPackages = 1000;

/** What lines of GODEBUG sum up to. */
export interface GcAccount {
  /** In the order of their first lines, at most 200. */
  readonly runs: readonly GcRunAccount[];
  /** Runs of which there was no more room. */
  readonly moreRuns: number;
  /** Lines that stood twice. */
  readonly repeatCount: number;
  /** Packages by what their initialisation allocated, the largest first. */
  readonly initialisations: readonly InitTraceLine[];
}

/** Splits a log into the lives of processes, and sums each. */
export class GcSurvey {
  readonly #runs: GcRun[] = [];
  readonly #current = new Map<string, GcRun>();
  readonly #initialisations = new Map<string, InitTraceLine>();
  #moreRuns = 0;
  #repeatCount = 0;

  collection(line: GcTraceLine, place: LogPlace): void {
    const run = this.#current.get(place.source);
    if (run?.isRepeat(line)) {
      this.#repeatCount++;
      return;
    }
    if (run && !run.isOver(line)) {
      run.add(line, place);
      return;
    }
    if (this.#runs.length >= mostRuns) {
      // The last ones are followed, so that a later line is not taken for theirs; only the first ones are told.
      this.#moreRuns++;
      if (this.#current.size >= mostRuns && !run) return;
      this.#current.set(place.source, new GcRun(line, place));
      return;
    }
    const begun = new GcRun(line, place);
    this.#runs.push(begun);
    this.#current.set(place.source, begun);
  }

  /** Lines before the first collection of a source are of no run. */
  scavenge(line: ScavTraceLine, place: LogPlace): void {
    this.#current.get(place.source)?.scavenge(line);
  }

  initialisation(line: InitTraceLine): void {
    const known = this.#initialisations.get(line.packagePath);
    if (known ? known.allocatedBytes < line.allocatedBytes : this.#initialisations.size < mostPackages)
      this.#initialisations.set(line.packagePath, line);
  }

  account(): GcAccount {
    return {
      runs: this.#runs.map((run) => run.account()),
      moreRuns: this.#moreRuns,
      repeatCount: this.#repeatCount,
      initialisations: [...this.#initialisations.values()].sort(
        (left, right) => right.allocatedBytes - left.allocatedBytes,
      ),
    };
  }
}
