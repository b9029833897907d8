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
  readonly id: 'pointer-values' | 'hint' | 'field-order';
  readonly type: string;
  readonly filledBytes: number;
  readonly deletedBytes: number;
  /** Allocations of their own that the filled map has for its values; the collector marks each. */
  readonly objects: number;
  /** Bytes of each of these as the allocator rounds them. */
  readonly objectBytes: number;
  /** Bytes of the filled map that the collector scans in every cycle then, and skips today. */
  readonly scannedBytes: number;
  /** Of `field-order`: the struct, its size now and then, and its fields in the better order (`id int64`). */
  readonly struct?: ReorderedStruct;
}

export interface ReorderedStruct {
  readonly name: string;
  readonly size: number;
  readonly bestSize: number;
  readonly fields: readonly string[];
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
  readonly suggestions: readonly Suggestion[];
  readonly versions: readonly { readonly line: GoLine; readonly prediction: SlicePrediction }[];
}

/** Values of any other type, each in an allocation of its own. */
export interface ValueForecast {
  readonly kind: 'value';
  readonly type: string;
  readonly entries: number;
  readonly line: GoLine;
  readonly layout: TypeLayout;
  /** Elements that a channel has room for: the hint; undefined for all other types. */
  readonly buffer: number | undefined;
  /** What the allocator spends on one, and on all. */
  readonly slotBytes: number;
  readonly bytes: number;
}

export type Prediction = MapForecast | SliceForecast | ValueForecast;
