/** Random access to a file or blob without reading it whole. */
export interface ByteSource {
  /** Length of the source in bytes. */
  readonly size: number;
  /**
   * The bytes [offset, offset + length). Returns fewer bytes where the source ends early, never more; an offset at or
   * past the end gives an empty array. The result may be a view into the source: callers must not write to it.
   */
  read(offset: number, length: number): Uint8Array;
}

/** A source over bytes already in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) =>
      bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + length, bytes.length)),
  };
}
