import type { ExplorerState } from './explorer-state.ts';
import { planOf } from './explorer-state.ts';
import { mapTypeOf, sizeFault, type TypeFault } from './forecast.ts';
import { type Phase, type PhaseName, type PhaseRequest, phasesOf, requestsUpTo } from './phases.ts';
import { Side } from './side.ts';

/** Both versions under one state, and the position in their history that is looked at. */
export class Session {
  readonly sides: readonly [Side, Side];
  readonly phases: readonly Phase[];
  readonly operationCount: number;
  #position: number;

  private constructor(state: ExplorerState, sides: readonly [Side, Side]) {
    this.sides = sides;
    this.phases = phasesOf(planOf(state));
    this.operationCount = this.phases.at(-1)?.end ?? 0;
    this.#position = this.operationCount;
  }

  /** A session, or why the type cannot be explored. */
  static start(state: ExplorerState): Session | TypeFault {
    const plan = planOf(state);
    const sides: Side[] = [];
    for (const line of state.lines) {
      const type = mapTypeOf(state.type, state.source, line);
      if ('message' in type) return type;
      const fault = sizeFault(state.type, state.source, type, line, Math.max(state.entries, state.hint));
      if (fault !== undefined) return fault;
      sides.push(new Side(type, line, plan));
    }
    return new Session(state, [sides[0], sides[1]]);
  }

  get position(): number {
    return this.#position;
  }

  seek(position: number): void {
    this.#position = Math.max(0, Math.min(this.operationCount, Math.round(position)));
  }

  /** The end of the last phase with this name, else of the history. */
  endOf(name: PhaseName): number {
    return this.phases.findLast((phase) => phase.name === name)?.end ?? this.operationCount;
  }

  get isShown(): boolean {
    return this.sides.every(({ shown }) => shown.position === this.#position);
  }

  get isWhole(): boolean {
    return this.sides.every(({ isWhole }) => isWhole);
  }

  /** Simulates until told to stop: first what is looked at, then the rest of the history. */
  work(mustStop: () => boolean): void {
    for (const side of this.sides) {
      side.showAt(this.#position, mustStop);
      if (mustStop()) return;
    }
    for (const side of this.sides) {
      side.workOutCurve(mustStop);
      side.simulateWhole(mustStop);
      if (mustStop()) return;
    }
  }

  /** Goes on to where the storage of either map changes next; false where it was told to stop before. */
  seekChange(mustStop: () => boolean): boolean {
    const [left, right] = this.sides;
    for (const { shown } of this.sides) shown.advanceToChange(mustStop);
    const isFound = !mustStop();
    this.seek(Math.min(left.shown.position, right.shown.position));
    return isFound;
  }

  /** The history up to the position, with one more step. */
  requestsWith(name: PhaseName): PhaseRequest[] {
    return [...requestsUpTo(this.phases, this.#position), { name }];
  }
}
