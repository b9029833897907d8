import type { Diagnostic } from '../base/index.ts';

/** Which entries leave first. */
export type Eviction = 'oldest' | 'newest' | 'random';

/** Entries that one step is about, and how long it takes in units of the axis. */
interface Counted {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly count: number;
  readonly duration: number;
}

/** Delete, replace and update choose entries: `which` is undefined where the file leaves it to the option. */
interface Choosing extends Counted {
  readonly which: Eviction | undefined;
}

export type Step =
  /** New keys. */
  | ({ readonly kind: 'insert' } & Counted)
  /** As many as there are, if `count` is more. */
  | ({ readonly kind: 'delete' } & Choosing)
  /** Delete one and insert a new one, so many times. */
  | ({ readonly kind: 'replace' } & Choosing)
  /** Assign to keys that are there. */
  | ({ readonly kind: 'update' } & Choosing)
  | { readonly kind: 'clear' | 'rebuild' | 'iterate' | 'gc'; readonly line: number }
  | { readonly kind: 'wait'; readonly line: number; readonly duration: number }
  | {
      readonly kind: 'repeat';
      readonly line: number;
      readonly times: number;
      readonly body: readonly Step[];
    };

/** What the places of a series are. */
export type TimeAxis =
  /** Operations on entries done so far. */
  | { readonly kind: 'operations'; readonly start: 0 }
  /** Milliseconds from the start. */
  | { readonly kind: 'elapsed'; readonly start: 0 }
  /** Milliseconds since 1970 in UTC; `zoneMinutes` is the zone that the file writes, undefined where it writes none. */
  | { readonly kind: 'clock'; readonly start: number; readonly zoneMinutes: number | undefined }
  /** Numbers that the file gives without saying what they are. */
  | { readonly kind: 'number'; readonly start: number };

export interface Workload {
  readonly format: 'operations' | 'counts';
  readonly axis: TimeAxis;
  readonly steps: readonly Step[];
  /** Rows that could not be used. */
  readonly diagnostics: readonly Diagnostic[];
}
