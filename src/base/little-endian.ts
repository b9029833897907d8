/*
 * Little-endian reads from a byte array. They do not check bounds (a read past the end gives 0 for the missing bytes,
 * because `undefined | 0` is 0): callers bound the length first.
 */

export function u16At(bytes: Uint8Array, offset: number): number {
  return bytes[offset] | (bytes[offset + 1] << 8);
}

export function u32At(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24)) >>> 0
  );
}

export function i32At(bytes: Uint8Array, offset: number): number {
  return bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24);
}

/** Exact up to 2^53; above that the low bits are rounded, which is no loss for a word that is then rejected as an address. */
export function u64At(bytes: Uint8Array, offset: number): number {
  return u32At(bytes, offset) + u32At(bytes, offset + 4) * 2 ** 32;
}

/** Bytes as UTF-8; invalid sequences become U+FFFD. */
export function utf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** One character a byte; for ELF names and note owners, which are ASCII. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

// TextDecoder belongs to the language's hosts, not to the DOM alone; this declaration keeps the layer free of both libs.
declare class TextDecoder {
  constructor(label: string, options: { ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
// Left alone it would drop a byte order mark at the front, which is text like any other here.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
