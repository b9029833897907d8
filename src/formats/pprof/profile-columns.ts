import type { ValueType } from './profile.ts';

/** In a column of indices: refers to nothing. */
export const noIndex = 0xffff_ffff;

/** Texts by index; index 0 is ''. An index that is not there gives ''. */
export interface Texts {
  readonly count: number;
  text(index: number): string;
}

/**
 * Samples in columns. Sample `i` has the values `values[i * width … (i + 1) * width)`, the stack
 * `stackLocations[stackStarts[i] … stackStarts[i + 1])`, leaf first, of indices into `LocationColumns`, and the labels
 * `labelStarts[i] … labelStarts[i + 1]`.
 */
export interface SampleColumns {
  readonly count: number;
  /** Values a sample: as many as there are sample types. */
  readonly width: number;
  readonly values: Float64Array;
  readonly stackStarts: Uint32Array;
  readonly stackLocations: Uint32Array;
  readonly labelStarts: Uint32Array;
  readonly labels: LabelColumns;
}

/** A label is a text where `texts` is not 0, else a number. Keys, texts and units are indices of texts. */
export interface LabelColumns {
  readonly keys: Uint32Array;
  readonly texts: Uint32Array;
  readonly numbers: Float64Array;
  readonly units: Uint32Array;
}

/** Places in code. Location `i` has the lines `lineStarts[i] … lineStarts[i + 1]`, innermost inlined call first. */
export interface LocationColumns {
  readonly count: number;
  readonly addresses: BigUint64Array;
  /** Index of the mapping, or `noIndex`. */
  readonly mappings: Uint32Array;
  readonly isFolded: Uint8Array;
  readonly lineStarts: Uint32Array;
  /** Index of the function of each line, or `noIndex`. */
  readonly lineFunctions: Uint32Array;
  readonly lineNumbers: Float64Array;
  readonly lineColumns: Float64Array;
}

/** Names and files are indices of texts. */
export interface FunctionColumns {
  readonly count: number;
  readonly names: Uint32Array;
  readonly systemNames: Uint32Array;
  readonly fileNames: Uint32Array;
  readonly startLines: Float64Array;
}

/** A part of the address space and the file that is mapped there; the first is the program. */
export interface ProfileMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly fileName: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFileNames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** What surrounds the samples. */
export interface ProfileHead {
  readonly sampleTypes: readonly ValueType[];
  /** Name of the sample type that tools show first; '' where none is named. */
  readonly defaultSampleType: string;
  readonly periodType: ValueType;
  readonly period: number;
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  /** Regular expressions that tools cut stacks by; Go writes none. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly docUrl: string;
  readonly mappings: readonly ProfileMapping[];
}

/** A profile as the format has it, in typed arrays: no object a sample, location, line or function. */
export interface ProfileColumns extends ProfileHead {
  readonly samples: SampleColumns;
  readonly locations: LocationColumns;
  readonly functions: FunctionColumns;
  readonly texts: Texts;
}
