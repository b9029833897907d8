/**
 * The unsigned word at an offset, exact up to 2^53. Headers are read through a DataView, which compiles to single loads:
 * eight million of them are looked at for a heap of small maps.
 */
export function wordAt(view: DataView, offset: number): number {
  return view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
