import type { Quantity } from '../quantity/quantity.ts';

/** A pod, as far as the autoscaler looks at it. Times are milliseconds since 1970. */
export interface Pod {
  readonly name: string;
  readonly phase: string;
  readonly isDeleted: boolean;
  /** Status of the condition Ready; undefined where there is no such condition. */
  readonly ready: string | undefined;
  readonly readyChangedMs: number;
  readonly startMs: number | undefined;
  /** Ordinary containers, then init containers that stay: those whose requests count. */
  readonly containers: readonly Container[];
  /** Init containers that end, whose requests count for requests of the pod alone, in order with those that stay. */
  readonly initContainers: readonly InitContainer[];
  /** Requests of the pod itself; undefined where it has none. */
  readonly podRequests: Requests | undefined;
  readonly overhead: Requests;
}

export type Requests = ReadonlyMap<string, Quantity>;

export interface Container {
  readonly name: string;
  readonly requests: Requests;
}

export interface InitContainer extends Container {
  readonly isRestartable: boolean;
}

/** What metrics.k8s.io says of one pod. */
export interface PodMetrics {
  readonly name: string;
  readonly atMs: number;
  readonly windowMs: number;
  readonly containers: readonly { readonly name: string; readonly usage: ReadonlyMap<string, Quantity> }[];
}

/** One value of custom.metrics.k8s.io; in thousandths. */
export interface CustomValue {
  readonly kind: string;
  readonly name: string;
  readonly metric: string;
  readonly atMs: number;
  readonly windowMs: number;
  readonly milli: bigint;
}

/** One value of external.metrics.k8s.io. */
export interface ExternalValue {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly milli: bigint;
}

/** All that the controller asks for at one reconciliation. */
export interface Cluster {
  /** scale.spec.replicas. */
  readonly specReplicas: number;
  /** scale.status.replicas. */
  readonly statusReplicas: number;
  readonly pods: readonly Pod[];
  /** undefined where the API answers with an error. */
  readonly podMetrics: readonly PodMetrics[] | undefined;
  readonly customValues: readonly CustomValue[] | undefined;
  readonly externalValues: readonly ExternalValue[] | undefined;
}
