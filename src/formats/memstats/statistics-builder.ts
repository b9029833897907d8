import type { Diagnostics } from '../../base/index.ts';
import { type MemoryStatistics, nothingTold, type NumberField } from './memory-statistics.ts';

/** No count of bytes or objects is larger: 2^53. What is, was damaged on its way. */
const most = Number.MAX_SAFE_INTEGER;
/** runtime/mgcpacer.go, maxHeap and math.MaxInt64: how the runtime spells that there is no limit. A float rounds it to 2^63. */
const noLimit = 2 ** 62;

/** Fields whose value is a time since 1970 or a share: no whole numbers. */
const fractions: ReadonlySet<NumberField> = new Set(['lastGcMs', 'gcCpuShare', 'startedMs']);

/** Collects the fields of one reading; a number that cannot be is told as a diagnostic and left out. */
export class StatisticsBuilder {
  readonly #fields = new Map<keyof MemoryStatistics, number | string>();
  readonly #diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** True where anything was told. */
  get isTold(): boolean {
    return this.#fields.size > 0;
  }

  number(field: NumberField, value: number): void {
    if (field === 'nextGcBytes' && value >= noLimit) {
      // With GOGC=off and no limit the goal is the largest uint64 (runtime/mgcpacer.go, heapGoalInternal).
      this.gcPercent(-1);
      return;
    }
    const isWhole = Number.isInteger(value) || fractions.has(field);
    if (value >= 0 && value <= most && isWhole) this.#fields.set(field, value);
    else this.#diagnostics.add('statistic-impossible', `${field} is no such number; it is left out.`);
  }

  /** GOMEMLIMIT as the runtime spells it: MaxInt64 for none. */
  memoryLimit(value: number): void {
    if (value >= noLimit) this.#fields.set('memoryLimitBytes', 'none');
    else if (value >= 0 && value <= most) this.#fields.set('memoryLimitBytes', value);
  }

  /** GOGC as the runtime spells it: an int32 that is widened to a uint64, so that -1 (off) is near 2^64. */
  gcPercent(value: number): void {
    if (value === -1 || value >= 2 ** 63) this.#fields.set('gcPercent', -1);
    else if (value >= 0 && value < 2 ** 31) this.#fields.set('gcPercent', value);
  }

  /** Whatever else a server says in place of a version is not shown to anybody. */
  goVersion(text: string): void {
    const version = /^(?:go1\.\d{1,3}[\w.-]{0,20}|devel [\w+.-]{1,40})/.exec(text)?.[0];
    if (version !== undefined) this.#fields.set('goVersion', version);
  }

  build(): MemoryStatistics {
    return { ...nothingTold, ...Object.fromEntries(this.#fields) };
  }
}
