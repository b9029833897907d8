import type { Address } from '../../base/index.ts';
import type { MapValues } from '../../image/index.ts';

/** What the values of a map hold, or of several maps of one type that are held by way of one path. */
export interface MapValuesEvidence {
  /** Holder path, or type and address. */
  readonly where: string;
  readonly type: string | undefined;
  /** Of a map; of several none. */
  readonly holders: readonly string[];
  readonly maps: number;
  readonly values: MapValues;
  /** What ages are counted from, in milliseconds since 1970: now, or the moment of a core; undefined where none is known. */
  readonly nowMs: number | undefined;
  /** Numbers of the target's memory are not to be shown. */
  readonly hidesNumbers: boolean;
  /** Bytes that would go with the object at the address, where the graph of objects is known. */
  readonly retainedBytesOf?: (address: Address) => number;
}
