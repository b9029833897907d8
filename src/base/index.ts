/**
 * base: the smallest shared pieces: addresses, little-endian reads, LEB128, limits, diagnostics, assertions.
 * It imports nothing, knows nothing of Go or ELF, and touches neither Node nor DOM.
 */
export { type Address, formatAddress, isAddress } from './address.ts';
export { assert } from './assert.ts';
export { type ByteSource, bytesSource } from './byte-source.ts';
export { ByteCursor } from './byte-cursor.ts';
export { countFromText } from './count-text.ts';
export { type Diagnostic, Diagnostics } from './diagnostics.ts';
export { encodeText } from './encode-text.ts';
export { i32At, latin1, u16At, u32At, u64At, utf8 } from './little-endian.ts';
export { printable } from './printable.ts';
export { sparkline } from './sparkline.ts';
export { UnreadableError } from './unreadable.ts';
