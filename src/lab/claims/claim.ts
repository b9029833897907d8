import type { Text } from '../../findings/index.ts';

/** How a measured value is written; the value itself is in bytes, nanoseconds, or a plain number. */
export type Unit = 'B' | 'KiB' | 'MiB' | 'ns' | 'µs' | 'ms' | 's' | '%' | '×' | '';

export const unitScales: Readonly<Record<Unit, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  ns: 1,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  '%': 0.01,
  '×': 1,
  '': 1,
};

/** When a check holds. Values are in the unit of the check. */
export type Rule =
  /** The median is this, give or take `by` or `percent`. */
  | { readonly kind: 'near'; readonly value: number; readonly by?: number; readonly percent?: number }
  /** Some run comes to this: for what depends on luck, as on the hash seed. */
  | { readonly kind: 'spans'; readonly value: number; readonly percent?: number }
  /** The median is within this factor of the value, either way: for times, which another machine took. */
  | { readonly kind: 'factor'; readonly value: number; readonly factor: number }
  | { readonly kind: 'atLeast'; readonly value: number }
  | { readonly kind: 'atMost'; readonly value: number }
  /** Every run gave exactly this. */
  | { readonly kind: 'is'; readonly value: number | string | boolean }
  /** The numbers of a list begin with these. */
  | { readonly kind: 'list'; readonly values: readonly number[] }
  /** The numbers of a list never fall below the highest before them, by more than `percent`. */
  | { readonly kind: 'neverFalls'; readonly percent: number }
  /** The median over that of another metric. */
  | { readonly kind: 'ratio'; readonly to: string; readonly atLeast?: number; readonly atMost?: number }
  /** The median over that of the same metric on another line of Go. */
  | { readonly kind: 'against'; readonly line: string; readonly atLeast?: number; readonly atMost?: number };

/** A prediction: a function of the model and what to take from its answer. */
export interface ModelCall {
  readonly function: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Which of the function's figures. */
  readonly pick: string;
}

/** One figure that a claim gives, and how to hold it against what was measured. */
export interface Check {
  readonly label: Text;
  /** `experiment/variant/metric`. */
  readonly measured: string;
  readonly unit: Unit;
  readonly rule: Rule;
  readonly model?: ModelCall;
}

/** Articles are numbered; `own` is what no article says and a reader should know. */
export const articleIds = ['000', '001', '002', '003', '004', 'own'] as const;
export type ArticleId = (typeof articleIds)[number];

/** One file of lab/claims. The claim is true on a line of Go where all of its checks hold. */
export interface Claim {
  readonly id: string;
  readonly article: ArticleId;
  /** Chapter or heading of the article. */
  readonly section: string;
  /** First and last line in the article's text. */
  readonly lines?: readonly [number, number];
  readonly claim: Text;
  readonly checks: readonly Check[];
  /** The lines of Go that the claim speaks of, where it does not speak of all. */
  readonly about?: readonly string[];
  /** Why it is false, or true only here and there; a true claim may have a remark. */
  readonly why?: Text;
}
