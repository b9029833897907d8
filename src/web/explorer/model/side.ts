import type { GoLine } from '../../../gomem/index.ts';
import { type CurvePoint, type Forecast, forecastCurve, forecastOf, type MapType } from './forecast.ts';
import { HistoryRun } from './history-run.ts';
import { phasesOf, type Plan } from './phases.ts';
import { Trace } from './trace.ts';

/** One Go version under a plan: what the formulas say, the map at the position looked at, and the whole history. */
export class Side {
  readonly line: GoLine;
  readonly type: MapType;
  readonly forecast: Forecast;
  readonly #plan: Plan;
  readonly #curve: CurvePoint[] = [];
  #curveLeft: Generator<CurvePoint, undefined> | undefined;
  #shown: HistoryRun;
  #shownTrace: Trace;
  readonly #whole: HistoryRun;
  readonly #wholeTrace: Trace;

  constructor(type: MapType, line: GoLine, plan: Plan) {
    this.line = line;
    this.type = type;
    this.#plan = plan;
    this.forecast = forecastOf(type.shape, line, plan);
    this.#curveLeft = forecastCurve(type.shape, line, plan);
    [this.#whole, this.#wholeTrace] = this.#newRun();
    [this.#shown, this.#shownTrace] = this.#newRun();
  }

  /** The filling map by formula, as far as it has been worked out. */
  get curve(): readonly CurvePoint[] {
    return this.#curve;
  }

  workOutCurve(mustStop: () => boolean): void {
    while (this.#curveLeft !== undefined && !mustStop()) {
      const point = this.#curveLeft.next().value;
      if (point === undefined) this.#curveLeft = undefined;
      else this.#curve.push(point);
    }
  }

  /** The map that is drawn. */
  get shown(): HistoryRun {
    return this.#shown;
  }

  /** The whole history, as far as it has been simulated. */
  get whole(): HistoryRun {
    return this.#whole.position > this.#shown.position ? this.#whole : this.#shown;
  }

  get trace(): Trace {
    return this.whole === this.#whole ? this.#wholeTrace : this.#shownTrace;
  }

  get isWhole(): boolean {
    return this.whole.isDone && this.#curveLeft === undefined;
  }

  /** Brings the map looked at to a position; going back means beginning anew. */
  showAt(position: number, mustStop?: () => boolean): void {
    if (position < this.#shown.position) [this.#shown, this.#shownTrace] = this.#newRun();
    this.#shown.advance(position, mustStop);
  }

  simulateWhole(mustStop?: () => boolean): void {
    if (!this.whole.isDone) this.#whole.advance(Infinity, mustStop);
  }

  #newRun(): [HistoryRun, Trace] {
    const trace = new Trace(operationsOf(this.#plan));
    return [new HistoryRun(this.type.shape, this.line, this.#plan, trace), trace];
  }
}

function operationsOf(plan: Plan): number {
  return phasesOf(plan).at(-1)?.end ?? 0;
}
