/** The part of `inspect --json` that the truth is compared with: DESIGN's contract. */
export interface ReportedMap {
  readonly address: string;
  readonly type?: string | null;
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly rebuiltBytes: number;
  readonly reclaimableBytes: number;
  readonly boxedBytes: number;
  readonly tombstones: number;
  readonly overflowBuckets: number;
  readonly growing: boolean;
  readonly reachable: boolean | null;
  readonly holders: readonly string[];
  readonly holderCount: number;
}

export interface ReportedFinding {
  readonly id: string;
  readonly severity: string;
  readonly bytes: number;
  readonly reclaimableBytes: number;
  readonly where: string;
  readonly detail: string;
  readonly remedy: string;
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Report {
  readonly target: {
    readonly kind: string;
    readonly pid: number;
    readonly goVersion: string;
    readonly mapKind: string;
    readonly stripped: boolean;
    readonly arch: string;
  };
  readonly cost: { readonly wallMs: number; readonly pausedMs: number; readonly bytesRead: number };
  readonly maps: readonly ReportedMap[];
  readonly findings: readonly ReportedFinding[];
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}
