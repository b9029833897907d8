import type { Text } from '../../findings/index.ts';

/** One process of an experiment: what it is told, and how often it is run. */
export interface Variant {
  readonly env?: Readonly<Record<string, string>>;
  /** How many processes, where it is not the experiment's number. */
  readonly runs?: number;
}

/** lab/experiments/NAME/experiment.json, beside the Go program. */
export interface Experiment {
  /** The folder's name. */
  readonly id: string;
  readonly what: Text;
  /**
   * `timing` wants the machine for itself; `idle` mostly sleeps and runs beside others; `memory` counts bytes, which other
   * work beside it does not change, save by more than one processor's worth.
   */
  readonly kind: 'memory' | 'timing' | 'idle';
  readonly runs: number;
  readonly timeoutSeconds: number;
  /** Start the variants at the same time: they mostly wait. */
  readonly together?: boolean;
  readonly variants: Readonly<Record<string, Variant>>;
}
