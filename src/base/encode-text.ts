/** A string as UTF-8 bytes, for comparing with names as files hold them. An unpaired surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

// Declared for the reason that TextDecoder is in little-endian.ts: a host has it, and the layer takes neither lib.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
const encoder = new TextEncoder();
