/** From nothing to act on, to act today; in this order. */
export const severities = ['info', 'low', 'medium', 'high'] as const;

export type Severity = (typeof severities)[number];

export type FindingId =
  | 'map-retained'
  | 'map-growing-idle'
  | 'map-tombstones'
  | 'map-dead-entries'
  | 'maps-many-small'
  | 'maps-not-the-problem'
  | 'slice-slack'
  | 'slice-pinned'
  | 'string-pinned'
  | 'pool-hoard'
  | 'timer-unstopped'
  | 'cgo-handles'
  | 'finalizer-backlog'
  | 'goroutine-leak'
  | 'goroutine-highwater'
  | 'stack-reserve'
  | 'heap-fragmented'
  | 'heap-idle'
  | 'madvise-free'
  | 'memory-outside-go'
  | 'mspan-spread'
  | 'gc-thrash'
  | 'forced-gc'
  | 'map-race'
  | 'data-race'
  | 'nil-map-write'
  | 'out-of-memory'
  | 'gogc-high'
  | 'gomemlimit-missing'
  | 'memprofile-off'
  | 'non-go-memory'
  | 'alloc-churn'
  | 'memory-growth'
  | 'alloc-cpu'
  | 'map-growth-cpu';

/** A diagnosis: the contract's record. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** Bytes that the finding explains. */
  readonly bytes: number;
  /** Bytes that come back when the remedy is followed; 0 where that cannot be said. */
  readonly reclaimableBytes: number;
  /** Holder path, or the type and address where no holder is known. */
  readonly where: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  /** The numbers that the finding rests on. */
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>;
}

/** True where `severity` is at or above `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(threshold);
}
