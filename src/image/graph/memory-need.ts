/** What decides how much memory a graph needs. */
export interface GraphSize {
  /** Slots in spans with and without pointers. */
  readonly scanSlots: number;
  readonly leafSlots: number;
  readonly edges: number;
  /** Objects with pointers that are reached, and holders. */
  readonly vertices: number;
  /** Edges beside the spanning tree. */
  readonly crossEdges: number;
}

/** Windows, page tables, bits and the engine's own. */
const fixedBytes = 90e6;

/**
 * Bytes that the graph needs at its peak: rows of two words and the edges; per vertex dominator, jump pointer, depth,
 * label and path; per leaf its dominator; edges beside the tree once by source and target, and once sorted.
 */
export function graphBytes({ scanSlots, leafSlots, edges, vertices, crossEdges }: GraphSize): number {
  const slotBits = (scanSlots + leafSlots) / 8;
  const sorting = 2 * scanSlots + edges + 2 * vertices + 3 * crossEdges;
  const dominating = 2 * scanSlots + edges + 5 * vertices + crossEdges + leafSlots;
  return fixedBytes + slotBits + 4 * Math.max(sorting, dominating);
}

/** Gives the memory of a column back now, not when the engine comes to it; the column is empty afterwards. */
export function release(column: Uint32Array | Float64Array): void {
  if (column.buffer instanceof ArrayBuffer) column.buffer.transfer(0);
}
