/** An autoscaler as the controller sees it: what the API server fills in is filled in. Values are thousandths of a unit. */
export interface Autoscaler {
  readonly name: string;
  readonly namespace: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly MetricSpec[];
  /** undefined without `behavior`: the controller then takes its own, older rules. */
  readonly behavior: Behavior | undefined;
  /** Of the status; undefined where what was given has none. */
  readonly currentReplicas: number | undefined;
}

export type MetricSource = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';

export interface MetricSpec {
  readonly source: MetricSource;
  /** Of the resource or of the metric. */
  readonly name: string;
  /** '' but for ContainerResource. */
  readonly container: string;
  /** What an Object metric describes. */
  readonly describes: { readonly kind: string; readonly name: string } | undefined;
  /** Labels that an External metric must have. */
  readonly labels: Readonly<Record<string, string>>;
  readonly target: MetricTarget;
}

export type MetricTarget =
  | { readonly type: 'Utilization'; readonly percent: number }
  | { readonly type: 'AverageValue'; readonly milli: bigint }
  | { readonly type: 'Value'; readonly milli: bigint }
  /** Neither is set: the metric can never be computed. */
  | { readonly type: 'none' };

export interface Behavior {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

export interface ScalingRules {
  /** undefined: the flag of the controller; scaleUp always has one. */
  readonly windowSeconds: number | undefined;
  readonly select: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
  /** undefined: the flag of the controller. */
  readonly tolerance: number | undefined;
}

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

/** Flags of kube-controller-manager that the calculation depends on. */
export interface ControllerFlags {
  readonly tolerance: number;
  readonly downscaleStabilizationMs: number;
  readonly cpuInitializationMs: number;
  readonly readinessDelayMs: number;
  readonly syncMs: number;
}

/** Defaults of Kubernetes 1.36, unchanged since 1.12: `--horizontal-pod-autoscaler-…`. */
export const defaultFlags: ControllerFlags = {
  tolerance: 0.1,
  downscaleStabilizationMs: 300_000,
  cpuInitializationMs: 300_000,
  readinessDelayMs: 30_000,
  syncMs: 15_000,
};
