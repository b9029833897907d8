import type { GoLine, MapPrediction, SlicePrediction } from '../gomem/index.ts';
import type { MapShape as NamedMapShape, TypeLayout } from '../gosource/index.ts';

export interface PredictOptions {
  readonly entries: number;
  readonly hint?: number;
  readonly deleted?: 'all' | 'none' | number;
  readonly line: GoLine;
  /** Text of a Go file whose declarations the type may name. */
  readonly source?: string;
}

/** The headline figures of one Go version. Bytes are means over hash seeds, with boxed keys and values. */
export interface VersionRow {
  readonly line: GoLine;
  readonly madeBytes: number;
  readonly filledBytes: number;
  readonly deletedBytes: number;
  readonly rebuiltBytes: number;
  readonly peakBytes: number;
}

/** Another shape for the same data, and its price. Bytes as in `VersionRow`, what the pointers lead to included. */
export interface Suggestion {
  readonly id: 'pointer-values' | 'hint';
  readonly type: string;
  readonly filledBytes: number;
  readonly deletedBytes: number;
  /** Allocations of their own that the filled map has for its values; the collector marks each. */
  readonly objects: number;
}

export interface MapForecast {
  readonly kind: 'map';
  readonly type: string;
  readonly entries: number;
  readonly hint: number;
  readonly deleted: number;
  readonly shape: NamedMapShape;
  readonly prediction: MapPrediction;
  readonly versions: readonly VersionRow[];
  readonly suggestions: readonly Suggestion[];
}

export interface SliceForecast {
  readonly kind: 'slice';
  readonly type: string;
  readonly entries: number;
  readonly hint: number;
  readonly line: GoLine;
  readonly element: TypeLayout;
  readonly prediction: SlicePrediction;
  readonly versions: readonly { readonly line: GoLine; readonly prediction: SlicePrediction }[];
}

/** Values of any other type, each in an allocation of its own. */
export interface ValueForecast {
  readonly kind: 'value';
  readonly type: string;
  readonly entries: number;
  readonly line: GoLine;
  readonly layout: TypeLayout;
  /** What the allocator spends on one, and on all. */
  readonly slotBytes: number;
  readonly bytes: number;
}

export type Prediction = MapForecast | SliceForecast | ValueForecast;
