import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';

/** Shares by which the ratio may miss 1 without anything happening. */
export interface Tolerances {
  readonly scaleDown: number;
  readonly scaleUp: number;
}

/** Of the autoscaler, else of the controller: tolerancesForHpa of horizontal.go (Kubernetes 1.35+; alpha before). */
export function tolerancesOf({ behavior }: Autoscaler, { tolerance }: ControllerFlags): Tolerances {
  return {
    scaleDown: behavior?.scaleDown.tolerance ?? tolerance,
    scaleUp: behavior?.scaleUp.tolerance ?? tolerance,
  };
}

/** Both bounds are inside. */
export function isWithin(ratio: number, { scaleDown, scaleUp }: Tolerances): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

const int32Max = 2 ** 31 - 1;

/** Go's conversion of a double to int32 on amd64: what does not fit, and NaN, is the smallest. */
export function toInt32(value: number): number {
  return value <= int32Max && value >= -int32Max - 1 ? Math.trunc(value) : -int32Max - 1;
}

/** Where Kubernetes caps at the largest int32 first. */
export function cappedInt32(value: number): number {
  return value > int32Max ? int32Max : toInt32(value);
}
