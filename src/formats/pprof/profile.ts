/** What one value of each sample counts, as in `space` and `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** One amount, and where it belongs. */
export interface ProfileSample {
  /** Names from the root to the leaf; at least one. */
  readonly stack: readonly string[];
  /** A whole number for each sample type, in their order. */
  readonly values: readonly number[];
  /** Numbers and texts by name; pprof can show and filter by them. */
  readonly labels?: Readonly<Record<string, string | number>>;
}

/** What a file in the format of pprof says, with its samples in a stream. */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** Name of the sample type that tools show first. */
  readonly defaultSampleType: string;
  /** What `period` counts: one sample stands for that much. */
  readonly periodType: ValueType;
  readonly period: number;
  /** When it was taken, in milliseconds since 1970. */
  readonly timeMs: number;
  /** What the names are of: the executable. */
  readonly program: string;
  /** Free text. The first stands at the head of the file. */
  readonly comments: readonly string[];
  readonly samples: Iterable<ProfileSample>;
}
