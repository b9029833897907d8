/**
 * Keys of all slots. Most maps have keys of 32 bits, which in half the memory are found in a third less time; the first
 * key that needs more makes the column wide.
 */
export type KeyColumn = Int32Array | Float64Array;

/** Whether a narrow column can hold the key. */
export function isNarrow(key: number): boolean {
  return (key | 0) === key;
}

/** A column with more room, of the same width. */
export function extended(column: KeyColumn, slotCount: number): KeyColumn {
  const longer = column instanceof Int32Array ? new Int32Array(slotCount) : new Float64Array(slotCount);
  longer.set(column);
  return longer;
}

export function newColumn(slotCount: number, isWide: boolean): KeyColumn {
  return isWide ? new Float64Array(slotCount) : new Int32Array(slotCount);
}
