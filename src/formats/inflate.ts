/**
 * Inflates a zlib stream (RFC 1950) to `expectedLength` bytes, or returns undefined when it is damaged. A port: pure
 * layers have no zlib.
 */
export type Inflate = (compressed: Uint8Array, expectedLength: number) => Uint8Array | undefined;
