/** What the arithmetic needs to know of a map type: its bucket (classic) or group of eight slots (Swiss). */
export interface MapUnit {
  /** Bytes, with the overflow pointer or the control word. */
  readonly unitSize: number;
  /** Whether the unit has pointers for the collector; without, no malloc header is added. */
  readonly unitHasPointers: boolean;
}
